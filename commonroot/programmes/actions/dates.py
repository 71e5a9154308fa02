"""Dates of sessions: one changed, many moved together, called off, put back; who is told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.programmes.actions.programmes import pages_changed, refresh_span, set_instants
from commonroot.programmes.models import DateChange, Programme, Session
from commonroot.programmes.queries.planning.dates import dated_of, in_order
from commonroot.programmes.rules.dates import When
from commonroot.programmes.rules.shifting import Dated, as_text, from_text

Kind = DateChange.Kind
BACK = {Kind.CALLED_OFF: Kind.CALLED_ON, Kind.CALLED_ON: Kind.CALLED_OFF}
ASIDE = 20_000  # added to positions while sessions change places, since two never share one


class NothingMoves(Refused):
    """There is no date to move, or none would be another."""


class ChangedSince(Refused):
    """What would be put back was changed again meanwhile."""


@transaction.atomic
def move_session(
    *,
    session: Session,
    when: When,
    wall_time: time | None,
    by: Actor,
    at: datetime,
    minutes: int | None = None,
    time_zone: str = "",
    tell: bool = False,
) -> bool:
    """Give a session another date, or its first; whether anything changed.

    A calendar that holds the session sees the change by its higher sequence. With `tell` whoever
    has a place is written to, ten minutes later.
    """
    before = dated_of(session)
    after = replace(
        before.at(when, wall_time=wall_time),
        minutes=minutes or before.minutes,
        time_zone=time_zone or before.time_zone,
    )
    moves = [(session, after)]
    made = _change(
        session.programme, moves, kind=Kind.MOVED, tell=tell and _has_hour(before), by=by, at=at
    )
    if made is not None:
        note("session moved", session, by=by, at=at)
    return made is not None


@transaction.atomic
def shift(
    *,
    programme: Programme,
    sessions: Iterable[Session],
    days: int,
    deadline: bool = False,
    tell: bool = True,
    by: Actor,
    at: datetime,
) -> DateChange:
    """Move dates by so many days, each at its clock time; what is known to a month, by months.

    `deadline`: the last day to apply moves along. Raises NothingMoves.
    """
    moves = [(session, dated_of(session).shifted(days)) for session in sessions]
    made = _change(programme, moves, kind=Kind.SHIFTED, days=days, tell=tell, by=by, at=at)
    if made is None:
        raise NothingMoves(_("There is no date here that could be moved. Nothing was changed."))
    if deadline and programme.apply_by is not None:
        made.apply_by_before = programme.apply_by
        made.save(update_fields=["apply_by_before"])
        programme.apply_by += timedelta(days=days)
        programme.save(update_fields=["apply_by"])
    note("dates shifted", programme, by=by, at=at, facts={"days": days})
    return made


@transaction.atomic
def call_off(*, session: Session, tell: bool = True, by: Actor, at: datetime) -> bool:
    """Say that a session does not take place; whether it did until now."""
    return _set_state(
        session, Session.State.CANCELLED, kind=Kind.CALLED_OFF, tell=tell, by=by, at=at
    )


@transaction.atomic
def call_on(*, session: Session, tell: bool = True, by: Actor, at: datetime) -> bool:
    """Say that a session takes place after all; whether it had been called off."""
    return _set_state(session, Session.State.PLANNED, kind=Kind.CALLED_ON, tell=tell, by=by, at=at)


def _set_state(
    session: Session, state: str, *, kind: str, tell: bool, by: Actor, at: datetime
) -> bool:
    after = replace(dated_of(session), state=str(state))
    made = _change(session.programme, [(session, after)], kind=kind, tell=tell, by=by, at=at)
    if made is None:
        return False
    note(f"session {kind}", session, by=by, at=at)
    return True


@transaction.atomic
def undo_change(*, change: DateChange, by: Actor, at: datetime) -> DateChange | None:
    """Put dates back. Whoever was written to is written to again: then a new change comes back.

    Within ten minutes nobody knows of it yet, and nobody is written to. Raises ChangedSince.
    """
    change = DateChange.objects.select_for_update().get(pk=change.pk)
    if change.undone_at is not None:
        return None
    programme = change.programme
    known = {one.key: one for one in programme.sessions.filter(key__in=change.session_keys)}
    moves = []
    for move in change.moves:
        session = known.get(move["session"])
        if session is None or as_text(dated_of(session)) != move["after"]:
            raise ChangedSince(
                _("One of these dates was changed again meanwhile. Nothing was put back.")
            )
        moves.append((session, from_text(move["before"])))
    if change.apply_by_before is not None:
        programme.apply_by = change.apply_by_before
        programme.save(update_fields=["apply_by"])
    made = _change(
        programme,
        moves,
        kind=BACK.get(Kind(change.kind), change.kind),
        days=-change.days,
        tell=change.told_at is not None,
        by=by,
        at=at,
    )
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    note("dates put back", programme, by=by, at=at)
    if made is not None and change.told_at is None:
        made.delete()  # the change and its end are one line of the history
        return None
    return made


@transaction.atomic
def told(*, change: DateChange, by: Actor, at: datetime) -> bool:
    """Say that everybody whom a change concerns was written to; whether that was news."""
    news = DateChange.objects.filter(pk=change.pk, told_at=None).update(told_at=at)
    if news:
        change.told_at = at
        note("change of dates told", change, by=by, at=at)
    return bool(news)


@transaction.atomic
def follow_clocks(*, sessions: Sequence[Session], by: Actor, at: datetime) -> int:
    """Derive instants anew where a country changed its clocks: the host's clock time stays.

    Whoever has a place is told, since their own clock may show something else now. How many.
    """
    for programme in {session.programme for session in sessions}:
        moves = [(one, dated_of(one)) for one in sessions if one.programme_id == programme.pk]
        _change(programme, moves, kind=Kind.CLOCK, tell=True, by=by, at=at, anew=True)
    return len(sessions)


def _change(
    programme: Programme,
    moves: Sequence[tuple[Session, Dated]],
    *,
    kind: str,
    days: int = 0,
    tell: bool,
    by: Actor,
    at: datetime,
    anew: bool = False,
) -> DateChange | None:
    """Write dates and keep what they were; None when none differs. `anew`: also if none does."""
    kept = []
    for session, after in moves:
        before = dated_of(session)
        if before == after and not anew:
            continue
        put(session, after, at=at)
        kept.append({"session": session.key, "before": as_text(before), "after": as_text(after)})
    if not kept:
        return None
    made = DateChange.objects.create(
        programme=programme,
        kind=kind,
        days=days,
        moves=kept,
        tell=tell,
        made_by=f"{by.kind}:{by.key}",
        made_at=at,
    )
    put_in_order(programme)
    refresh_span(programme, at=at)
    pages_changed()
    return made


def put(session: Session, dated: Dated, *, at: datetime) -> None:
    """Write a date, its instants, and that calendars must look again."""
    was = session.starts_at
    session.precision, session.held_on, session.until_on = (
        dated.precision,
        dated.held_on,
        dated.until_on,
    )
    session.wall_time, session.minutes = dated.wall_time, dated.minutes
    session.time_zone, session.state = dated.time_zone, dated.state
    set_instants(session, last=dated.last)
    if was is not None and was != session.starts_at and session.programme.published_at is not None:
        session.moved_from = [*session.moved_from, was.isoformat()]
    if was is not None and session.starts_at is not None and session.members_until is not None:
        # Members come first for as long before it as was said.
        session.members_until += session.starts_at - was
    session.sequence += 1
    session.updated_at = at
    session.save()


def put_in_order(programme: Programme) -> None:
    """Let sessions stand in the order of their dates, stretch after stretch."""
    sessions = list(programme.sessions.select_related("phase", "stream"))
    wanted = in_order(sessions)
    places = sorted(session.position for session in sessions)
    moved = [
        (session, place)
        for session, place in zip(wanted, places, strict=True)
        if session.position != place
    ]
    if not moved:
        return
    keys = [session.pk for session, _place in moved]
    programme.sessions.filter(pk__in=keys).update(position=F("position") + ASIDE)
    for session, place in moved:
        session.position = place
    Session.objects.bulk_update([session for session, _place in moved], ["position"])


def _has_hour(dated: Dated) -> bool:
    return dated.precision == Session.Precision.DAY
