"""What an hour is where people live, and which hour is fairest to a group."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.core.time import zone_words
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.words import day_words
from commonroot.programmes.rules import fair

SIGNS = {"good": "done", "early": "waiting", "late": "waiting", "night": "late"}
HOURS_SHOWN = 8


@dataclass(frozen=True)
class There:
    """A session in one zone: how many live by it, what their clocks show, how good that is."""

    place: str
    people: int
    day: str
    clock: str
    sign: str
    word: str


@dataclass(frozen=True)
class Hour:
    """An hour by the host's clock: how many have a good one, and whom it costs something."""

    clock: str
    counts: dict[str, int]
    line: str
    sign: str
    is_now: bool


def dated_sessions(programme: Programme, *, at: datetime) -> list[Session]:
    """Sessions of it with a day and hour, the coming ones first."""
    sessions = programme.sessions.exclude(starts_at=None).filter(state=Session.State.PLANNED)
    return sorted(
        sessions,
        key=lambda one: (one.starts_at is not None and one.starts_at <= at, one.starts_at),
    )


def there(session: Session, *, zones: Mapping[str, int]) -> list[There]:
    """A session in each zone, from west to east."""
    if session.starts_at is None or session.ends_at is None:
        return []
    found = fair.locals_of(session.starts_at, session.ends_at, host=session.time_zone, zones=zones)
    return [
        There(
            place=zone_words(one.zone, session.starts_at, language=get_language() or "en"),
            people=one.people,
            day=day_words(one.starts.date(), today=one.starts.date(), short=True),
            clock=f"{one.starts:%H:%M}–{one.ends:%H:%M}",
            sign=SIGNS[one.kind],
            word=kind_words(one.kind),
        )
        for one in found
    ]


def kind_words(kind: str) -> str:
    """What kind of hour it is."""
    return {
        "good": _("good hour"),
        "early": _("early morning"),
        "late": _("late evening"),
        "night": _("in the night"),
    }[kind]


def best_hours(
    on: date, *, host: str, now: time | None, minutes: int, zones: Mapping[str, int]
) -> list[Hour]:
    """The fairest hours for this group on this day, and the one that is chosen now."""
    if not zones:
        return []
    everyone = fair.best_hours(on, host=host, minutes=minutes, zones=zones)
    shown = everyone[:HOURS_SHOWN]
    shown += [one for one in everyone[HOURS_SHOWN:] if now is not None and one[0].hour == now.hour]
    return [
        Hour(
            clock=f"{clock:%H:%M}",
            counts=counts,
            line=_counts_words(counts),
            sign="done" if not _cost else "late" if counts["night"] else "waiting",
            is_now=now is not None and now.hour == clock.hour,
        )
        for clock, _cost, counts in shown
    ]


def _counts_words(counts: Mapping[str, int]) -> str:
    said = [_("good for %(n)s of %(all)s") % {"n": counts["good"], "all": sum(counts.values())}]
    others = {
        "early": _("early for %(n)s"),
        "late": _("late for %(n)s"),
        "night": _("in the night for %(n)s"),
    }
    said += [words % {"n": counts[kind]} for kind, words in others.items() if counts[kind]]
    return f"{_(',')} ".join(said)
