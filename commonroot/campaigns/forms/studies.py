"""What people may send about case studies."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models import CaseStudy, StudyPerson
from commonroot.campaigns.models.study_words import (
    FACETS,
    SECTIONS,
    TEXTS,
    Licence,
)
from commonroot.campaigns.models.workspace import Service
from commonroot.campaigns.rules.words_met import mark
from commonroot.core.places import country_choices

LONGEST = 6000
FIRST_YEAR, LAST_YEAR = 1800, 2200
RADIO = forms.RadioSelect
ABOUT = (
    "service", "outcome", "country", "place", "from_year", "to_year", "told_by", "licence",
)  # fmt: skip


class BeginStudyForm(forms.Form):
    """Input of `actions.begin_study`."""

    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("As you would tell it a friend, with the place in it."),
        max_length=160,
    )


class StudyForm(forms.Form):
    """Input of `actions.write_study`, in one language; with the marks of what was read."""

    title = forms.CharField(label=_("Title"), max_length=160)
    summary = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("What was at stake, what people did, how it ended."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
    )
    service = forms.ChoiceField(label=_("What it was about"), choices=Service.choices)
    outcome = forms.ChoiceField(label=_("How it ended"), choices=CaseStudy.Outcome.choices)
    country = forms.ChoiceField(label=_("Country"), required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    from_year = forms.IntegerField(
        label=_("From the year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    to_year = forms.IntegerField(
        label=_("To the year"),
        help_text=_("Empty: it goes on."),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
    )
    adversary = forms.MultipleChoiceField(
        label=_("Who was against it"),
        choices=FACETS["adversary"].choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    tactic = forms.MultipleChoiceField(
        label=_("What was done"),
        choices=FACETS["tactic"].choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    failed = forms.MultipleChoiceField(
        label=_("What did not work"),
        help_text=_("Others look for this more than for anything else."),
        choices=FACETS["failed"].choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told_by = forms.CharField(
        label=_("Who tells it"),
        help_text=_("As you want to be called together: “the committee of the night shift”."),
        max_length=200,
        required=False,
    )
    licence = forms.ChoiceField(label=_("What others may do with it"), choices=Licence.choices)

    def __init__(
        self, data: Any = None, *, study: CaseStudy, stood: Mapping[str, str], **more: Any
    ) -> None:
        """`stood`: the texts as they stand in the language that is written."""
        super().__init__(data, initial=_initial(study, stood), **more)
        country: Any = self.fields["country"]
        country.choices = country_choices(get_language() or "en")
        for text in TEXTS:
            self.fields[text.code] = forms.CharField(
                label=text.label,
                help_text=text.help,
                widget=forms.Textarea(attrs={"rows": 4}),
                max_length=LONGEST,
                required=False,
            )
        for code in stood:
            self.fields[f"read_{code}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=mark(stood[code])
            )
        self.codes = tuple(stood)

    def clean(self) -> dict[str, Any]:
        """The years in their order."""
        found: dict[str, Any] = self.cleaned_data
        start, end = found.get("from_year"), found.get("to_year")
        if start and end and end < start:
            self.add_error("to_year", _("That is before it began."))
        return found

    @property
    def sections(self) -> list[tuple[Any, list[BoundField]]]:
        """The longer texts as bound fields, under their titles."""
        return [
            (section.title, [self[text.code] for text in section.texts]) for section in SECTIONS
        ]

    @property
    def marks(self) -> list[BoundField]:
        """What tells which words were read."""
        return [self[f"read_{code}"] for code in self.codes]

    @property
    def texts(self) -> dict[str, str]:
        """What was written, field by field."""
        return {code: self.cleaned_data[code] for code in self.codes}

    @property
    def read(self) -> dict[str, str]:
        """The mark of what each text was when it was read."""
        return {code: self.cleaned_data[f"read_{code}"] for code in self.codes}

    @property
    def about(self) -> dict[str, Any]:
        """By what it is found: input of `actions.About`."""
        return {name: self.cleaned_data[name] for name in ABOUT} | {
            "facets": {kind: self.cleaned_data[kind] for kind in FACETS}
        }

    @property
    def told(self) -> dict[str, Any]:
        """The same as it stands."""
        return {name: self.initial[name] for name in ABOUT}


def _initial(study: CaseStudy, stood: Mapping[str, str]) -> dict[str, Any]:
    chosen: dict[str, list[str]] = {}
    for kind, code in study.facets.values_list("kind", "code"):
        chosen.setdefault(kind, []).append(code)
    return {**stood, **{name: getattr(study, name) for name in ABOUT}, **chosen}


class BackForm(forms.Form):
    """Input of `actions.send_back`."""

    words = forms.CharField(
        label=_("What do you ask of them?"),
        help_text=_("The team reads it, and decides. Their text stays theirs."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class AskNameForm(forms.Form):
    """Input of `actions.ask_name`: somebody of the team, and their part."""

    person = forms.ChoiceField(label=_("Who"))
    role = forms.CharField(
        label=_("Their part in it"),
        help_text=_("“A nurse of the night shift”. It stands there if they do not want a name."),
        max_length=120,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.choices = [("", "—"), *people]


class StandForm(forms.Form):
    """Input of `actions.stand_as`."""

    shown = forms.ChoiceField(
        label=_("How shall you stand in it?"),
        choices=[
            (StudyPerson.Shown.NAME, _("By my name")),
            (StudyPerson.Shown.ROLE, _("By my part in it")),
            (StudyPerson.Shown.NONE, _("Leave me out")),
        ],
        widget=RADIO,
        error_messages={"required": _("Choose one of the three, then save.")},
    )
    name = forms.CharField(
        label=_("The name to write"),
        help_text=_("Only if you chose your name. Everybody can read it."),
        max_length=120,
        required=False,
    )


class ChooseStudiesForm(forms.Form):
    """Input of `actions.choose_studies`: the keys of the studies that are ticked."""

    studies = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=False, label=_("Case studies")
    )

    def __init__(self, *args: Any, studies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["studies"]
        field.choices = studies
