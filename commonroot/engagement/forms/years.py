"""What people and organisers may send about the years after; checks shape, never rules."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.core.fields import Translated
from commonroot.core.places import country_choices, language_name
from commonroot.engagement.models import (
    Introduction,
    OneToOne,
    Participation,
    Pathway,
    Promise,
)

LONG = 4000
RADIO = forms.RadioSelect
DAY = {"type": "date"}
State = Introduction.State


class PromiseBackForm(forms.Form):
    """How it went with a promise, and whether it may come back once more."""

    outcome = forms.ChoiceField(
        choices=Promise.Outcome.choices,
        widget=RADIO,
        error_messages={"required": _("Choose one of the four, then save.")},
    )


class WordForm(forms.Form):
    """What may be added after the answer about a promise."""

    again = forms.BooleanField(label=_("Ask me once more in three months"), required=False)
    word = forms.CharField(
        label=_("A word, if you like"),
        help_text=_("What helped, what did not, what you need. Only your organisers read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
    )


class PathwayAnswerForm(forms.Form):
    """Yes with an address, not now, or not for me."""

    answer = forms.ChoiceField(
        choices=(
            ("yes", _("Yes, introduce me")),
            ("not_now", _("Not now")),
            ("no_fit", _("Not for me")),
        ),
        widget=RADIO,
        error_messages={"required": _("Choose one of the three, then save.")},
    )
    way = forms.ChoiceField(
        label=_("Which address may they have?"),
        help_text=_("Only with a yes."),
        required=False,
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["way"]
        field.choices = ways


class HowForm(forms.Form):
    """What came of an introduction."""

    state = forms.ChoiceField(
        widget=RADIO, error_messages={"required": _("Choose one, then save.")}
    )

    def __init__(self, *args: Any, states: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = states


class MeetingForm(forms.Form):
    """Whether somebody wants to know another alumna or alumnus, and what they tell."""

    answer = forms.ChoiceField(
        choices=(("yes", _("Yes")), ("no", _("No"))),
        widget=RADIO,
        error_messages={"required": _("Choose yes or no, then save.")},
    )
    way = forms.ChoiceField(
        label=_("How may they reach you?"),
        help_text=_("They learn it only if they say yes too."),
        required=False,
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["way"]
        field.choices = [("", _("Only through you, without my address")), *ways]


class RelayForm(forms.Form):
    """A message to the other, through us."""

    text = forms.CharField(
        label=_("Your message"),
        help_text=_("We carry it by letter. Your address stays with us."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONG,
    )


class PathwayForm(forms.Form):
    """Input of `actions.offer` and `actions.change_offer`; titles and words in each language."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Pathway.Kind.choices)
    circle = forms.ChoiceField(
        label=_("Which circle it leads to"),
        required=False,
        help_text=_("With a yes this circle may know who it is."),
    )
    contact = forms.ChoiceField(
        label=_("Whom they are introduced to"),
        required=False,
        help_text=_("An organiser, or the contact of a circle. Ask them first, please."),
    )
    country = forms.ChoiceField(label=_("Only for people in"), required=False)
    backgrounds = forms.MultipleChoiceField(
        label=_("For whom"),
        help_text=_("Nothing chosen: for everybody."),
        choices=[
            choice
            for choice in Participation.Background.choices
            if choice[0] != Participation.Background.UNKNOWN
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    places = forms.IntegerField(
        label=_("Room for how many"),
        help_text=_("Empty: for as many as come."),
        min_value=1,
        max_value=1000,
        required=False,
    )
    until = forms.DateField(
        label=_("Offered until"), widget=forms.DateInput(attrs=DAY), required=False
    )

    def __init__(
        self,
        *args: Any,
        languages: list[str],
        circles: list[tuple[str, str]],
        contacts: list[tuple[str, str]],
        pathway: Pathway | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        reader = get_language() or "en"
        self.languages = languages
        self._choose("circle", circles)
        self._choose("contact", contacts)
        field: Any = self.fields["country"]
        field.choices = country_choices(reader)
        for number, code in enumerate(languages):
            spoken = f" ({language_name(code, reader)})" if len(languages) > 1 else ""
            self.fields[f"title_{code}"] = forms.CharField(
                label=f"{_('Title')}{spoken}",
                max_length=120,
                required=not number,
                initial=pathway.title.get(code, "") if pathway else "",
            )
            self.fields[f"words_{code}"] = forms.CharField(
                label=f"{_('What it is, and the first step')}{spoken}",
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=1000,
                required=not number,
                initial=pathway.words.get(code, "") if pathway else "",
            )
        if pathway is not None:
            del self.fields["kind"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", "—"), *choices]

    def _texts(self, languages: list[str]) -> list[Any]:
        return [self[f"{name}_{code}"] for code in languages for name in ("title", "words")]

    @property
    def first_texts(self) -> list[Any]:
        """Title and words in the language that leads, as bound fields."""
        return self._texts(self.languages[:1])

    @property
    def other_texts(self) -> list[Any]:
        """The same in the other languages."""
        return self._texts(self.languages[1:])

    def written(self, name: str) -> Translated:
        """Title or words, in the languages in which there are some."""
        texts = {code: self.cleaned_data[f"{name}_{code}"] for code in self.languages}
        return Translated({code: text for code, text in texts.items() if text})


class SuggestForm(forms.Form):
    """Which offer is put to somebody."""

    pathway = forms.ChoiceField(label=_("What could suit them"))

    def __init__(self, *args: Any, pathways: list[Pathway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["pathway"]
        field.choices = [(one.key, f"{one.title} ({one.get_kind_display()})") for one in pathways]


class OwnerForm(forms.Form):
    """Who looks after somebody, or after several at once."""

    account = forms.ChoiceField(label=_("Give to"), required=False)

    def __init__(self, *args: Any, accounts: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.choices = [("", _("nobody")), *((one.key, one.shown_name) for one in accounts)]


class OneToOneForm(forms.Form):
    """Input of `actions.record_one_to_one`."""

    kind = forms.ChoiceField(label=_("What kind of talk"), choices=OneToOne.Kind.choices)
    held_on = forms.DateField(label=_("When"), widget=forms.DateInput(attrs=DAY))
    purpose = forms.CharField(
        label=_("Purpose"), max_length=500, required=False, help_text=_("Did you say it to them?")
    )
    ask = forms.CharField(label=_("What you asked of them"), max_length=500, required=False)
    commitment = forms.CharField(
        label=_("What they will do"), max_length=500, required=False, help_text=_("In their words.")
    )
    notes = forms.CharField(
        label=_("Notes"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
        help_text=_("As little as you need. Only you read this; they may ask to see it."),
    )
    next_on = forms.DateField(
        label=_("Talk again on"), widget=forms.DateInput(attrs=DAY), required=False
    )


class AskTwoForm(forms.Form):
    """Whom somebody could meet, and what the two have in common."""

    other = forms.ChoiceField(
        widget=RADIO, error_messages={"required": _("Choose one of them first.")}
    )
    about = forms.CharField(
        label=_("What they have in common"),
        help_text=_("Both read it before they agreed, so name nobody and no place."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        field.choices = people


class HandOverForm(forms.Form):
    """Who leaves, and who takes over."""

    leaving = forms.ChoiceField(label=_("Who leaves"))
    to = forms.ChoiceField(label=_("Who takes over"))

    def __init__(self, *args: Any, accounts: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leaving", "to"):
            field: Any = self.fields[name]
            field.choices = [("", "—"), *((one.key, one.shown_name) for one in accounts)]
