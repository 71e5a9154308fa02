"""What organisers may send about letters to many, and participants about groups: shapes alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import Translated
from commonroot.core.places import language_name
from commonroot.mailings import rules
from commonroot.mailings.models import Discussion, Group


class TextsForm(forms.Form):
    """A subject and a text in each of the school's languages."""

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        subject: Mapping[str, str],
        text: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(dict.fromkeys([*languages, *subject]))
        reader = get_language() or settings.LANGUAGE_CODE
        for code in self.codes:
            name = language_name(code, reader)
            attrs = {"lang": code, "dir": "auto"}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % {"language": name},
                max_length=rules.SUBJECT_LENGTH,
                required=False,
                initial=subject.get(code, ""),
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": name},
                max_length=rules.LENGTH,
                required=False,
                initial=text.get(code, ""),
                widget=forms.Textarea(attrs=attrs | {"rows": 14}),
            )

    @property
    def parts(self) -> list[dict[str, Any]]:
        """For each language its code, name, two fields, and whether anything is written in it."""
        reader = get_language() or settings.LANGUAGE_CODE
        return [
            {
                "code": code,
                "name": language_name(code, reader),
                "subject": self[f"subject_{code}"],
                "text": self[f"text_{code}"],
                "is_written": bool(
                    self[f"subject_{code}"].value() and self[f"text_{code}"].value()
                ),
            }
            for code in self.codes
        ]

    @property
    def subjects(self) -> dict[str, str]:
        """What was sent, by language."""
        return {code: self.cleaned_data[f"subject_{code}"] for code in self.codes}

    @property
    def texts(self) -> dict[str, str]:
        """What was sent, by language."""
        return {code: self.cleaned_data[f"text_{code}"] for code in self.codes}


class WordsForm(TextsForm):
    """Input of `actions.reword`."""

    name = forms.CharField(
        label=_("What you call it"),
        help_text=_("Only organisers see this name."),
        max_length=120,
    )
    field_order = ("name",)


class TemplateForm(TextsForm):
    """Input of `actions.reword_template`; a name for texts of one's own."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    field_order = ("name",)


class SendForm(forms.Form):
    """Input of `actions.send`."""

    when = forms.ChoiceField(
        label=_("When does it leave?"),
        choices=(
            ("morning", _("From now on, in the morning where each person lives (8 to 12)")),
            ("now", _("As soon as it can no longer be taken back, at any hour")),
        ),
        widget=forms.RadioSelect,
    )
    not_before = forms.DateTimeField(
        label=_("Not before"),
        help_text=_("Leave it empty for now. In your own time."),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    per_hour = forms.IntegerField(
        label=_("Letters an hour, at most"),
        help_text=_("Many mail servers accept a few hundred an hour from one sender."),
        min_value=1,
        max_value=rules.MOST_PER_HOUR,
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SendBackForm(forms.Form):
    """Input of `actions.send_back`."""

    words = forms.CharField(
        label=_("What should be changed?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RuleForm(forms.Form):
    """Input of `actions.set_rule`."""

    approve_above = forms.IntegerField(
        label=_("Another organiser reads letters to more people than"),
        help_text=_("Once two organisers have signed in. Until then you prove that it is you."),
        min_value=0,
        max_value=1_000_000,
    )
    per_hour = forms.IntegerField(
        label=_("Letters an hour, usually"), min_value=1, max_value=rules.MOST_PER_HOUR
    )
    many_a_month = forms.IntegerField(
        label=_("So many letters in 30 days are many"),
        help_text=_("Before sending you see how many people got as many already."),
        min_value=1,
        max_value=100,
    )


class GroupForm(forms.Form):
    """Input of `actions.make_group` and `actions.change_group`: words in each language."""

    kind = forms.ChoiceField(
        label=_("What kind of list?"), choices=Group.Kind.choices, widget=forms.RadioSelect
    )
    whom = forms.ChoiceField(
        label=_("Who belongs to it?"),
        help_text=_(
            "Of those who agreed to the alumni group. If no list fits, make one under People "
            "first: by course, country, language or theme."
        ),
    )
    is_open = forms.ChoiceField(
        label=_("May others of the alumni group join by themselves?"),
        choices=(("yes", _("Yes, everybody who agreed to the alumni group")), ("no", _("No"))),
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        whom: Sequence[tuple[str, Any]],
        group: Group | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(languages)
        reader = get_language() or settings.LANGUAGE_CODE
        names = group.name if group is not None else {}
        sentences = group.sentence if group is not None else {}
        for code in self.codes:
            words = {"language": language_name(code, reader)}
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % words,
                max_length=120,
                required=code == self.codes[0],
                initial=names.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
            self.fields[f"sentence_{code}"] = forms.CharField(
                label=_("What it is for (%(language)s)") % words,
                max_length=300,
                required=False,
                initial=sentences.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
        self.fields["whom"].choices = list(whom)  # type: ignore[attr-defined]  # a field of choices
        if group is not None:
            del self.fields["kind"]
        self.order_fields(
            [*(f"{what}_{code}" for code in self.codes for what in ("name", "sentence"))]
        )

    @property
    def words(self) -> list[Any]:
        """The fields with words, each name with its sentence."""
        return [self[f"{what}_{code}"] for code in self.codes for what in ("name", "sentence")]

    @property
    def name(self) -> Translated:
        """The name, by language."""
        return Translated({code: self.cleaned_data[f"name_{code}"] for code in self.codes})

    @property
    def sentence(self) -> Translated:
        """The sentence, by language."""
        return Translated({code: self.cleaned_data[f"sentence_{code}"] for code in self.codes})


class ListForm(forms.Form):
    """Input of `actions.set_up_list`."""

    hides = forms.ChoiceField(
        label=_("Does a message show who wrote it?"),
        choices=(
            ("yes", _("No: the list’s address stands there")),
            ("no", _("Yes, with their address")),
        ),
        help_text=_("Hidden is safer. What people write themselves is shown either way."),
        widget=forms.RadioSelect,
    )
    posting = forms.ChoiceField(
        label=_("Messages of people in the group"),
        choices=Discussion.Posting.choices,
        help_text=_("Waiting messages are let through at the mail server itself."),
        widget=forms.RadioSelect,
    )
