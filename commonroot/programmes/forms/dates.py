"""What organisers write to make, change and move dates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from commonroot.programmes.forms.fields import (
    LONGEST,
    MOST_PLACES,
    SENTENCE_LENGTH,
    SHORTEST,
    TITLE_LENGTH,
    WEEKDAYS,
    DateFields,
    InLanguages,
    clock_field,
    date_initial,
    day_field,
    minutes_field,
    when_of,
    zone_field,
)
from commonroot.programmes.models import Part, Programme, Session, Stream
from commonroot.programmes.rules import rhythm
from commonroot.programmes.rules.rhythm import Proposed, Slot

SLOTS = 5
MOST_TIMES = 60
MOST_DAYS = 400
UNKNOWN = ""
WEEKDAY_CHOICES = [(str(number), name) for number, name in enumerate(WEEKDAYS)]


class RhythmForm(forms.Form):
    """A rhythm from which dates are proposed; nothing is made before they were looked at."""

    KINDS = (
        ("weekly", _("every week, or every few weeks")),
        ("monthly", _("every month")),
        ("course", _("days in a row, with parts of the day")),
        ("once", _("one date")),
    )
    kind = forms.ChoiceField(label=_("How often?"), choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label=_("What is each called?"), max_length=TITLE_LENGTH)
    stretch = forms.CharField(
        label=_("Part of which stretch?"),
        help_text=_("For example “Weekly sessions” or “Small groups”. May stay empty."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    first = day_field(
        _("From"),
        required=True,
        help_text=_("The first day, the first day of the first week, or any day of the month."),
    )
    times = forms.IntegerField(
        label=_("How many times?"), min_value=1, max_value=MOST_TIMES, initial=8, required=False
    )
    every = forms.IntegerField(
        label=_("Every how many weeks?"), min_value=1, max_value=26, initial=1, required=False
    )
    weekday = forms.ChoiceField(
        label=_("On which weekday?"),
        choices=[(UNKNOWN, _("not known yet")), *WEEKDAY_CHOICES],
        required=False,
    )
    nth = forms.ChoiceField(
        label=_("Which one of the month?"),
        choices=[
            (UNKNOWN, _("not known yet")),
            ("1", _("the first")), ("2", _("the second")), ("3", _("the third")),
            ("4", _("the fourth")), ("-1", _("the last")),
        ],
        required=False,
    )  # fmt: skip
    clock = clock_field(_("Time"))
    minutes = minutes_field()
    last = day_field(_("Until, for days in a row"))
    free = forms.MultipleChoiceField(
        label=_("Free weekdays"),
        choices=WEEKDAY_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    places = forms.IntegerField(
        label=_("How many places each?"),
        help_text=_("Leave it empty for as many as come."),
        min_value=0,
        max_value=MOST_PLACES,
        required=False,
    )
    time_zone = zone_field()

    def __init__(self, *args: Any, streams: Sequence[Stream] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = stream_choices(streams)
        for number in range(1, SLOTS + 1):
            self.fields[f"slot_clock_{number}"] = clock_field(_("From"))
            self.fields[f"slot_minutes_{number}"] = forms.IntegerField(
                label=_("Minutes"), min_value=SHORTEST, max_value=LONGEST, required=False
            )
            self.fields[f"slot_title_{number}"] = forms.CharField(
                label=_("Called"), max_length=TITLE_LENGTH, required=False
            )
            self.fields[f"slot_stream_{number}"] = forms.ChoiceField(
                label=_("For"), choices=choices, required=False
            )

    @property
    def slots(self) -> list[list[Any]]:
        """The fields of each part of the day."""
        names = ("slot_clock", "slot_minutes", "slot_title", "slot_stream")
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, SLOTS + 1)]

    def clean(self) -> dict[str, Any]:
        """Days in a row need an end and a part of the day."""
        cleaned = super().clean() or {}
        kind, first, last = cleaned.get("kind"), cleaned.get("first"), cleaned.get("last")
        if kind == "course":
            if not last or (first and last < first):
                self.add_error("last", _("Until which day? It cannot end before it begins."))
            elif first and (last - first).days > MOST_DAYS:
                self.add_error("last", _("That is more than a year. Make it in pieces."))
            if not self._slots(cleaned):
                self.add_error(None, _("Which parts has a day? Give at least one with its time."))
        elif kind in {"weekly", "monthly"} and not cleaned.get("times"):
            self.add_error("times", _("How many times? Give a number."))
        if kind == "weekly" and cleaned.get("weekday") and not cleaned.get("clock"):
            self.add_error("clock", _("At what time? Without one, leave the weekday open."))
        return cleaned

    def _slots(self, cleaned: dict[str, Any]) -> list[Slot]:
        found = []
        for number in range(1, SLOTS + 1):
            clock = cleaned.get(f"slot_clock_{number}")
            if clock is None:
                continue
            stream = cleaned.get(f"slot_stream_{number}") or ""
            found.append(
                Slot(
                    clock=clock,
                    minutes=cleaned.get(f"slot_minutes_{number}") or cleaned.get("minutes") or 120,
                    stream=int(stream) if stream else None,
                    title=cleaned.get(f"slot_title_{number}") or "",
                )
            )
        return found

    def proposed(self) -> list[Proposed]:
        """The dates that this rhythm means. Raises rhythm.TooMany."""
        said = self.cleaned_data
        weekday = int(said["weekday"]) if said["weekday"] else None
        usual = {"clock": said["clock"], "minutes": said["minutes"]}
        if said["kind"] == "weekly":
            return rhythm.weekly(
                from_week=said["first"],
                times=said["times"],
                every=said["every"] or 1,
                weekday=weekday,
                **usual,
            )
        if said["kind"] == "monthly":
            nth = int(said["nth"]) if said["nth"] else None
            return rhythm.monthly(
                first=said["first"], times=said["times"], nth=nth, weekday=weekday, **usual
            )
        if said["kind"] == "course":
            free = [int(number) for number in said["free"]]
            return rhythm.course(
                first=said["first"], last=said["last"], slots=self._slots(said), free=free
            )
        precision = "day" if said["clock"] else "month"
        when, clock = when_of(precision, on=said["first"], clock=said["clock"])
        return [Proposed(when, clock, said["minutes"])]


def stream_choices(streams: Sequence[Stream]) -> list[tuple[str, Any]]:
    """Everybody, or one stream by its place."""
    return [("", _("everybody")), *((str(n), str(one)) for n, one in enumerate(streams))]


class ProposedForm(DateFields):
    """One proposed date, to be changed or left out before anything is made."""

    keep = forms.BooleanField(label=_("Make it"), required=False, initial=True)
    minutes = minutes_field(_("Minutes"))
    name = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH, required=False)
    stream = forms.ChoiceField(label=_("For"), required=False)

    def __init__(self, *args: Any, streams: Sequence[Stream] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stream"].choices = stream_choices(streams)  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def told(self) -> str:
        """The date it was proposed for, with its weekday; "" for one more."""
        on = self.initial.get("on")
        if on is None:
            return ""
        return date_format(on, pgettext("day, as in Tue 1 Dec 2027", "D j M Y"))

    def proposed(self) -> Proposed:
        """The date as it stands now."""
        when, clock = self.when()
        stream = self.cleaned_data["stream"]
        return Proposed(
            when,
            clock,
            self.cleaned_data["minutes"],
            int(stream) if stream else None,
            self.cleaned_data["name"],
        )


def proposed_initial(one: Proposed) -> dict[str, Any]:
    """What `ProposedForm` shows of a date."""
    return {
        "keep": True,
        "precision": one.when.precision,
        "on": one.when.first,
        "until": one.when.last if one.when.precision == "span" else None,
        "clock": one.clock,
        "minutes": one.minutes,
        "name": one.title,
        "stream": "" if one.stream is None else str(one.stream),
    }


class ShiftForm(forms.Form):
    """Input of `actions.shift`."""

    sessions = forms.ChoiceField(label=_("Which dates?"))
    number = forms.IntegerField(label=_("By how many?"), min_value=1, max_value=366, initial=1)
    unit = forms.ChoiceField(label=_("Unit"), choices=(("7", _("weeks")), ("1", _("days"))))
    direction = forms.ChoiceField(
        label=_("Which way?"), choices=(("1", _("later")), ("-1", _("earlier")))
    )
    deadline = forms.BooleanField(label=_("Move the last day to apply along"), required=False)
    tell = forms.BooleanField(
        label=_("Write to everybody who has a place, ten minutes later"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, sessions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("all that are still to come"))]
        choices += [(key, _("from “%(title)s” on") % {"title": title}) for key, title in sessions]
        self.fields["sessions"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["sessions"].required = False

    @property
    def days(self) -> int:
        """By how many days, negative for earlier."""
        said = self.cleaned_data
        return int(said["number"]) * int(said["unit"]) * int(said["direction"])


class SessionForm(DateFields):
    """Input of `actions.edit_session` and `actions.move_session`, or of a session by hand."""

    minutes = minutes_field()
    time_zone = zone_field()
    places = forms.IntegerField(
        label=_("How many places?"),
        help_text=_("Leave it empty for as many as come."),
        min_value=0,
        max_value=MOST_PLACES,
        required=False,
    )
    by_registration = forms.BooleanField(label=_("People ask for a place"), required=False)
    join_address = forms.URLField(
        label=_("Link to the video meeting"),
        help_text=_("Only people with a place see it, from shortly before the start."),
        assume_scheme="https",
        max_length=500,
        required=False,
    )
    recording = forms.ChoiceField(label=_("Is it recorded?"), choices=Session.Recording)
    phase = forms.ChoiceField(label=_("Stretch"), required=False)
    stream = forms.ChoiceField(label=_("For"), required=False)
    tell = forms.BooleanField(
        label=_("Write to everybody who has a place, if the date changes"),
        required=False,
        initial=True,
    )

    def __init__(
        self, *args: Any, programme: Programme, session: Session | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.session = programme, session
        self.texts = InLanguages(self, programme.languages)
        self.texts.add("title", _("Title"), length=TITLE_LENGTH, required=True)
        self.texts.add("summary", _("In a sentence"), length=SENTENCE_LENGTH * 2, rows=2)
        self.texts.add("learn", _("What people will learn"), help_text=_("One a line."), lines=True)
        self.texts.add(
            "presenter_words",
            _("Who presents, in words"),
            help_text=_("A role, not a name: presenters write their own."),
            length=SENTENCE_LENGTH,
        )
        self.phases = list(programme.phases.order_by("position"))
        self.streams = list(programme.streams.order_by("position"))
        self.fields["phase"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("none")), *((str(n), str(one)) for n, one in enumerate(self.phases)),
        ]  # fmt: skip
        self.fields["stream"].choices = stream_choices(self.streams)  # type: ignore[attr-defined]  # a ChoiceField
        if session is None:
            self.initial = {
                "precision": "day",
                "time_zone": programme.time_zone,
                "by_registration": programme.format == Programme.Format.OPEN,
                "recording": Session.Recording.NO,
                **self.initial,
            }
            return
        places = {phase.pk: str(n) for n, phase in enumerate(self.phases)}
        stream_places = {stream.pk: str(n) for n, stream in enumerate(self.streams)}
        self.initial = {
            **date_initial(session),
            **{name: getattr(session, name) for name in PLAIN},
            "minutes": session.minutes,
            "time_zone": session.time_zone,
            "phase": places.get(session.phase_id or 0, ""),
            "stream": stream_places.get(session.stream_id or 0, ""),
            **self.texts.initial(session),
            **self.initial,
        }

    @property
    def titles(self) -> list[Any]:
        """The title in each language."""
        return self.texts.bound("title")

    @property
    def more_texts(self) -> list[Any]:
        """The other texts."""
        return self.texts.bound("summary", "learn", "presenter_words")

    def changes(self) -> dict[str, Any]:
        """What the session is to say, but for its date."""
        said = self.cleaned_data
        return {
            **self.texts.written(said, was=self.session),
            **{name: said[name] for name in PLAIN},
            "phase": self.phases[int(said["phase"])] if said["phase"] else None,
            "stream": self.streams[int(said["stream"])] if said["stream"] else None,
        }


PLAIN = ("places", "by_registration", "join_address", "recording")


class PartForm(forms.Form):
    """A part of a session; without a title it is none."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST, required=False)
    exercise = forms.ChoiceField(label=_("Exercise"), choices=Part.Exercise, required=False)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = InLanguages(self, languages)
        self.texts.add("title", _("What happens"), length=TITLE_LENGTH)
        self.texts.add("who", _("Who leads it, by role"), length=TITLE_LENGTH)


class StreamsForm(forms.Form):
    """Input of `actions.set_streams`: one a line, in each language."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = InLanguages(self, programme.languages)
        self.texts.add(
            "titles",
            _("What runs side by side?"),
            help_text=_("One a line. None: everybody is in everything."),
            lines=True,
        )
