"""What organisers write to plan a programme: its texts, when it is public, its team."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonroot.people.models import Person
from commonroot.programmes.forms.fields import (
    MOST_PLACES,
    SENTENCE_LENGTH,
    TITLE_LENGTH,
    InLanguages,
    clock_field,
    day_field,
    minutes_field,
    zone_field,
)
from commonroot.programmes.models import Function, Programme
from commonroot.programmes.queries.planning.people import FIRST_FUNCTIONS
from commonroot.programmes.queries.words import language_name

LINE_LENGTH = 200


class SessionPageForm(forms.Form):
    """Input of `actions.make_session_page`."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    sentence = forms.CharField(
        label=_("What it is about, in a sentence"), max_length=SENTENCE_LENGTH, required=False
    )
    on = day_field(_("Day"), required=True)
    clock = clock_field(_("Time"), required=True)
    time_zone = zone_field()
    minutes = minutes_field()
    places = forms.IntegerField(
        label=_("How many places?"),
        help_text=_("Leave it empty for as many as come."),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
    )
    join_address = forms.URLField(
        label=_("Link to the video meeting"),
        help_text=_("Only people with a place see it, from 15 minutes before the start."),
        assume_scheme="https",
        max_length=500,
        required=False,
    )


class PlanForm(forms.Form):
    """Input of `actions.create_programme`: five lines, the rest when it is known."""

    format = forms.ChoiceField(
        label=_("What will it be?"), choices=Programme.Format, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("What is it called?"), max_length=TITLE_LENGTH)
    summary = forms.CharField(
        label=_("What is it about, in a sentence?"), max_length=SENTENCE_LENGTH, required=False
    )
    audience = forms.CharField(
        label=_("Who is it for?"), max_length=SENTENCE_LENGTH, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices(languages)  # type: ignore[attr-defined]  # a MultipleChoiceField


def language_choices(first: list[str]) -> list[tuple[str, str]]:
    """Languages by their own names, those that matter here first."""
    others = [code for code, _name in settings.LANGUAGES if code not in first]
    return [(code, language_name(code)) for code in [*first, *others]]


class ProgrammeForm(forms.Form):
    """Input of `actions.edit_programme`: texts in each language of the programme."""

    mode = forms.ChoiceField(label=_("Where do people meet?"), choices=Programme.Mode)
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    time_zone = zone_field()
    apply_by = day_field(
        _("Last day to apply"), help_text=_("In the host’s zone. Empty: there is none.")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        self.programme = programme
        super().__init__(*args, **kwargs)
        self.texts = InLanguages(self, programme.languages)
        add = self.texts.add
        add("title", _("Title"), length=TITLE_LENGTH, required=True)
        add("summary", _("In a sentence or two"), length=SENTENCE_LENGTH * 2, rows=2)
        add("audience", _("Who it is for"), rows=2)
        add("purpose", _("What it is for"), rows=4)
        add("schedule_words", _("The rhythm in a sentence"), length=SENTENCE_LENGTH)
        add("aims", _("Aims"), help_text=_("One a line."), lines=True)
        add("commitment", _("What it asks of people’s time"), rows=2)
        add("place", _("Place"), length=SENTENCE_LENGTH)
        add("places_words", _("How many people, in words"), length=SENTENCE_LENGTH)
        add("cost_words", _("What it costs"), rows=2)
        add("themes", _("Themes"), help_text=_("One a line."), lines=True)
        add("apply_asks", _("What an application should say"), lines=True)
        add("organiser_words", _("Who organises it"), length=SENTENCE_LENGTH)
        add("recording_words", _("What is recorded, and who sees it"), rows=2)
        self.initial = {
            "mode": programme.mode,
            "languages": programme.languages,
            "time_zone": programme.time_zone,
            "apply_by": programme.apply_by,
            **self.texts.initial(programme),
            **self.initial,
        }
        self.fields["languages"].choices = language_choices(programme.languages)  # type: ignore[attr-defined]  # a MultipleChoiceField

    def changes(self) -> dict[str, Any]:
        """What the programme is to say."""
        cleaned = self.cleaned_data
        order = self.programme.languages
        chosen = sorted(
            cleaned["languages"], key=lambda code: order.index(code) if code in order else 99
        )
        return {
            "mode": cleaned["mode"],
            "languages": chosen,
            "time_zone": cleaned["time_zone"],
            "apply_by": cleaned["apply_by"],
            **self.texts.written(cleaned, was=self.programme),
        }

    @property
    def first_lines(self) -> list[Any]:
        """The fields of the five lines."""
        return self.texts.bound("title", "summary", "audience", "purpose", "schedule_words")

    @property
    def more_lines(self) -> list[Any]:
        """The others."""
        return self.texts.bound(
            *(name for name in self.texts.names
              if name not in {"title", "summary", "audience", "purpose", "schedule_words"})
        )  # fmt: skip


class PublishLaterForm(forms.Form):
    """Input of `actions.publish_later`: a day and an hour by the host's clock."""

    on = day_field(_("Day"), required=True)
    clock = clock_field(_("Time"), required=True)


class CoverForm(forms.Form):
    """Input of `actions.cover`, for each function of a planning group."""

    def __init__(
        self, *args: Any, people: list[Person], now: dict[str, Function], everything: bool,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        choices = [("", _("nobody yet")), *((one.key, one.shown_name) for one in people)]
        first = {str(kind) for kind in FIRST_FUNCTIONS}
        self.kinds = [
            (str(kind), label)
            for kind, label in Function.Kind.choices
            if everything or kind in first or kind in now
        ]
        for kind, label in self.kinds:
            found = now.get(kind)
            self.fields[f"who_{kind}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=found.person.key if found and found.person else "",
            )
            self.fields[f"words_{kind}"] = forms.CharField(
                label=_("or in words"),
                max_length=LINE_LENGTH,
                required=False,
                initial=found.words if found else "",
            )

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """(who, or in words) for each function."""
        return [(self[f"who_{kind}"], self[f"words_{kind}"]) for kind, _label in self.kinds]


class CommitmentForm(forms.Form):
    """Input of `actions.promise`."""

    what = forms.CharField(label=_("What is promised?"), max_length=LINE_LENGTH)
    who = forms.ChoiceField(label=_("By whom?"), required=False)
    due_on = day_field(_("Until when?"))

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("nobody yet")),
            *((one.key, one.shown_name) for one in people),
        ]


class InvitePresenterForm(forms.Form):
    """Input of `actions.invite_presenter`."""

    name = forms.CharField(label=_("Their name"), max_length=TITLE_LENGTH)
    way = forms.CharField(
        label=_("One way to reach them"),
        help_text=_("E-mail, or a phone number with country code. They get a link."),
        max_length=254,
    )
