"""What people may send about agreements: shapes, never rules."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commonroot.consent.models import LedgerEvent, Objection
from commonroot.consent.queries.conditions import PURPOSES
from commonroot.consent.rules import Purpose

WORDS = 2000
NAME = 120


def _abouts() -> list[tuple[str, str]]:
    return [(code, capfirst(str(words))) for code, words in Objection.About.choices]


class ObjectForm(forms.Form):
    """What somebody does not want."""

    about = forms.ChoiceField(
        label=_("What do you not want?"), choices=_abouts, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("What should stop, and why it is different for you."),
        widget=forms.Textarea,
        max_length=WORDS,
        required=False,
    )


class AnswerObjectionForm(forms.Form):
    """What an organiser answers."""

    stopped = forms.ChoiceField(
        label=_("What was done?"),
        choices=[("yes", _("It is stopped")), ("no", _("It goes on"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What do you tell them?"),
        help_text=_("They get it as a letter. If it goes on: why it must."),
        widget=forms.Textarea,
        max_length=WORDS,
        required=False,
    )


class AskerForm(forms.Form):
    """By which address, number or whole name somebody is known."""

    way = forms.CharField(
        label=_("Their e-mail address or number"),
        help_text=_("All of it, as they gave it to us."),
        max_length=254,
        required=False,
    )
    name = forms.CharField(
        label=_("Or their whole name"),
        help_text=_("For people who left neither, as guests whom somebody brought."),
        max_length=NAME,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("way") or cleaned.get("name")):
            raise forms.ValidationError(_("Write how they are known to us: one of the two."))
        return cleaned


class IdentityForm(forms.Form):
    """How an organiser made sure that it is them."""

    identity = forms.ChoiceField(
        label=_("How do you know that it is them?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.fields["identity"]
        if isinstance(known, forms.ChoiceField):
            known.choices = ways


class SpokenForm(IdentityForm):
    """What somebody said aloud: yes or no to each question, who heard it, when and how."""

    how = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=[
            (LedgerEvent.How.SPOKEN.value, _("Face to face")),
            (LedgerEvent.How.PHONE.value, _("On the phone")),
        ],
        widget=forms.RadioSelect,
    )
    said_on = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"})
    )
    language = forms.ChoiceField(
        label=_("In which language did you read it out?"),
        choices=settings.LANGUAGES,
        required=False,
    )
    witness = forms.CharField(
        label=_("Who heard it?"),
        help_text=_("A name. It may be yours. For a yes it is needed."),
        max_length=NAME,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in PURPOSES:
            self.fields[purpose.value] = forms.ChoiceField(
                choices=[("", ""), ("yes", _("Yes")), ("no", _("No"))], required=False
            )

    def answers(self) -> dict[Purpose, bool]:
        """What was said; what was left open is not among it."""
        said = {purpose: self.cleaned_data.get(purpose.value, "") for purpose in PURPOSES}
        return {purpose: answer == "yes" for purpose, answer in said.items() if answer}

    def clean(self) -> dict[str, Any]:
        """At least one answer."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(purpose.value) for purpose in PURPOSES):
            raise forms.ValidationError(
                _("Say what they said: yes or no to at least one question.")
            )
        return cleaned
