"""What the hours of a programme are where its people live, and which hour is fairest to them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.time import known_zones, zone_words
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.words import day_words
from commonroot.programmes.rules import fair
from commonroot.registration.models import Registration
from commonroot.registration.rules import CLAIMING

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


def zones_of(programme: Programme, *, seen_by: Actor, at: datetime) -> tuple[dict[str, int], int]:
    """People of a programme by zone, each counted once, and how many gave none.

    Only of those whom `seen_by` may see: by the gate and by their circles.
    """
    claims = Registration.objects.filter(
        session__programme=programme, state__in=CLAIMING, person__provisional=False
    )
    gate = Audience(AudienceKind.PROGRAMME, programme.key)
    seen = in_circles_of(
        allowed(claims, "person", purpose=Purpose.THIS_PROGRAMME, audience=gate, at=at),
        "session__programme__run_by",
        actor=seen_by,
        permission=Permission.SEE_ROSTER,
    )
    rows = seen.order_by().values_list("person", "person__time_zone").distinct()
    counted = Counter(zone for _person, zone in rows)
    unknown = sum(number for zone, number in counted.items() if zone not in known_zones())
    return {zone: n for zone, n in counted.items() if zone in known_zones()}, unknown


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
    total = sum(counts.values())
    said = [
        _("good for %(n)s of %(all)s") % {"n": counts["good"], "all": total},
    ]
    if counts["early"]:
        said.append(
            ngettext("early for %(n)s", "early for %(n)s", counts["early"]) % {"n": counts["early"]}
        )
    if counts["late"]:
        said.append(
            ngettext("late for %(n)s", "late for %(n)s", counts["late"]) % {"n": counts["late"]}
        )
    if counts["night"]:
        said.append(
            ngettext("in the night for %(n)s", "in the night for %(n)s", counts["night"])
            % {"n": counts["night"]}
        )
    return ", ".join(said)
