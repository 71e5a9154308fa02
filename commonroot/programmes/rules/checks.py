"""What to look at before a programme is made public, over plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

# Deadline to first day of known courses was 18 to 46 days, and tight for visas: two months are
# asked for wherever people travel.
VISA_DAYS = 60
SHORTEST, LONGEST = 15, 12 * 60
SOON = timedelta(days=14)  # links to join that lack are named one by one until then


@dataclass(frozen=True)
class Found:
    """Something to look at: its code, the session it is about ("" for the programme), its numbers.

    `stops`: nobody should make the programme public like this.
    """

    code: str
    session: str = ""
    stops: bool = False
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True)
class SessionPlan:
    """What is checked of a session; `parts` are the minutes of its parts, where they are said."""

    key: str
    precision: str
    starts_at: datetime | None
    ends_at: datetime | None
    last: date | None
    minutes: int
    places: int | None
    by_registration: bool
    has_address: bool
    missing: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()
    stream: int | None = None
    cancelled: bool = False


@dataclass(frozen=True)
class ProgrammePlan:
    """What is checked of a programme. `missing` are languages that lack a title or a summary.

    Of one that is `published` already sessions are over as time goes by: nothing to put right.
    """

    format: str
    online: bool
    travels: bool
    has_place: bool
    apply_by: date | None
    missing: tuple[str, ...] = ()
    blanked: tuple[str, ...] = ()
    sessions: Sequence[SessionPlan] = field(default_factory=tuple)
    published: bool = False


def look(plan: ProgrammePlan, *, today: date, at: datetime) -> list[Found]:
    """All there is to look at, what stops first, then in the order of the sessions."""
    planned = [one for one in plan.sessions if not one.cancelled]
    found = [*_programme(plan, planned, today=today)]
    for one in planned:
        found += _session(one, plan=plan, at=at, today=today)
    later = sum(plan.online and _lacks_address(one, after=at + SOON) for one in planned)
    if later:
        found.append(Found("no_addresses", values=(("count", later),)))
    found += _overlapping(planned)
    return sorted(found, key=lambda one: not one.stops)


def _programme(
    plan: ProgrammePlan, planned: Sequence[SessionPlan], *, today: date
) -> Iterable[Found]:
    if not planned:
        yield Found("no_sessions", stops=True)
    for language in plan.missing:
        yield Found("no_translation", stops=True, values=(("language", language),))
    for name in plan.blanked:
        yield Found("blanked", values=(("field", name),))
    if not plan.online and not plan.has_place:
        yield Found("no_place")
    days = [_first(one) for one in planned]
    first = min((day for day in days if day is not None), default=None)
    if plan.apply_by is None:
        if plan.format != "open":
            yield Found("no_deadline")
        return
    if plan.apply_by < today:
        yield Found("deadline_over", stops=True)
    if first is not None and plan.apply_by >= first:
        yield Found("deadline_after_start", stops=True)
    elif first is not None and plan.travels and (first - plan.apply_by).days < VISA_DAYS:
        between = (first - plan.apply_by).days
        yield Found("visas", values=(("days", between), ("needed", VISA_DAYS)))


def _first(one: SessionPlan) -> date | None:
    if one.starts_at is not None:
        return one.starts_at.date()
    return one.last


def _session(
    one: SessionPlan, *, plan: ProgrammePlan, at: datetime, today: date
) -> Iterable[Found]:
    over = one.ends_at <= at if one.ends_at is not None else one.last and one.last < today
    if over and not plan.published:
        yield Found("past", one.key, stops=True)
    for language in one.missing:
        yield Found("no_session_translation", one.key, values=(("language", language),))
    if not SHORTEST <= one.minutes <= LONGEST:
        yield Found("odd_length", one.key, stops=True, values=(("minutes", one.minutes),))
    told = sum(one.parts)
    if told > one.minutes:
        yield Found("parts_too_long", one.key, values=(("told", told), ("minutes", one.minutes)))
    if one.by_registration and one.places == 0:
        yield Found("no_places", one.key, stops=True)
    if plan.online and _lacks_address(one, after=at) and not _lacks_address(one, after=at + SOON):
        yield Found("no_address", one.key)
    if plan.format == "open" and not one.by_registration:
        yield Found("not_by_registration", one.key)


def _lacks_address(one: SessionPlan, *, after: datetime) -> bool:
    """Whether people will need a link to join, later than that, and there is none."""
    return one.starts_at is not None and one.starts_at > after and not one.has_address


def _overlapping(planned: Sequence[SessionPlan]) -> Iterable[Found]:
    """Sessions at one time that somebody would have to be in both of."""
    timed = sorted(
        ((one.starts_at, one) for one in planned if one.starts_at and one.ends_at),
        key=lambda pair: pair[0],
    )
    for (_start, one), (start, other) in pairwise(timed):
        alone = one.stream is not None and other.stream is not None and one.stream != other.stream
        if one.ends_at is not None and start < one.ends_at and not alone:
            yield Found("at_one_time", other.key, values=(("other", one.key),))


def hidden(
    *,
    published: bool,
    publish_at: datetime | None,
    closed: bool,
    past: bool,
    cancelled: bool = False,
    precision: str = "day",
    by_registration: bool = True,
    at: datetime,
) -> list[str]:
    """Why a programme or one of its sessions is not where people look for it, as codes."""
    reasons = []
    if not published:
        reasons.append("later" if publish_at is not None and publish_at > at else "not_public")
    if closed:
        reasons.append("closed")
    if cancelled:
        reasons.append("cancelled")
    if past:
        reasons.append("past")
    if precision != "day" and not past:
        reasons.append("no_hour")
    if not by_registration:
        reasons.append("not_by_registration")
    return reasons
