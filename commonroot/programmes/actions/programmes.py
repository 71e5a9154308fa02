"""Making programmes known, moving sessions, and saying that public pages changed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.fields import Translated
from commonroot.core.text import sort_key
from commonroot.core.time import instant
from commonroot.programmes.models import PageVersion, Programme, Session
from commonroot.programmes.rules.dates import When


@transaction.atomic
def create_programme(
    *,
    run_by: Circle,
    title: Translated,
    format: str,
    by: Actor,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> Programme:
    """A programme with a title and nothing else that is known yet; `details` are further fields."""
    programme = Programme.objects.create(
        run_by=run_by,
        title=title,
        format=format,
        sort_key=sort_key(str(title)),
        created_at=at,
        updated_at=at,
        **{"languages": run_by.languages, "time_zone": run_by.time_zone, **(details or {})},
    )
    note("programme created", programme, by=by, at=at)
    return programme


@transaction.atomic
def publish(*, programme: Programme, by: Actor, at: datetime) -> None:
    """Put a programme on the public pages; doing it again changes nothing."""
    if programme.published_at is not None:
        return
    programme.published_at = programme.updated_at = at
    programme.save(update_fields=["published_at", "updated_at"])
    pages_changed()
    note("programme published", programme, by=by, at=at)


@transaction.atomic
def withdraw(*, programme: Programme, by: Actor, at: datetime) -> None:
    """Take a programme off the public pages; places and people stay."""
    if programme.published_at is None:
        return
    programme.published_at, programme.updated_at = None, at
    programme.save(update_fields=["published_at", "updated_at"])
    pages_changed()
    note("programme withdrawn", programme, by=by, at=at)


@transaction.atomic
def close(*, programme: Programme, by: Actor, at: datetime) -> bool:
    """End the hand-over of a programme: its years after begin. False when it was closed before."""
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if locked.closed_at is not None:
        return False
    programme.closed_at = programme.updated_at = locked.closed_at = locked.updated_at = at
    locked.save(update_fields=["closed_at", "updated_at"])
    pages_changed()
    note("programme closed", programme, by=by, at=at)
    return True


@transaction.atomic
def move_session(
    *, session: Session, when: When, wall_time: time | None, by: Actor, at: datetime
) -> bool:
    """Give a session another date, or its first; whether anything changed.

    A calendar that holds the session sees the change by its higher sequence.
    """
    before = dict(dated(session))
    session.precision, session.held_on, session.wall_time = when.precision, when.first, wall_time
    session.until_on = when.last if when.precision == Session.Precision.SPAN else None
    set_instants(session, last=when.last)
    if dict(dated(session)) == before:
        return False
    session.sequence += 1
    session.updated_at = at
    session.save()
    refresh_span(session.programme, at=at)
    pages_changed()
    note("session moved", session, by=by, at=at)
    return True


def dated(session: Session) -> Mapping[str, Any]:
    """What a calendar would have to be told about when it changes."""
    return {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "sorts_on": session.sorts_on,
        "precision": session.precision,
        "state": session.state,
    }


def set_instants(session: Session, *, last: date | None) -> None:
    """Derive the moments of a session, and the day it is listed under, from what was decided."""
    session.starts_at = session.ends_at = None
    session.sorts_on = last
    if session.precision == Session.Precision.DAY and session.held_on and session.wall_time:
        session.starts_at = instant(session.held_on, session.wall_time, session.time_zone)
        session.ends_at = session.starts_at + timedelta(minutes=session.minutes)


def refresh_span(programme: Programme, *, at: datetime) -> None:
    """Widen first and last day of a programme so that they hold all its dated sessions."""
    planned = programme.sessions.filter(state=Session.State.PLANNED).exclude(sorts_on=None)
    span = planned.aggregate(begins=Min("held_on"), ends=Max("sorts_on"))
    begins, ends = span["begins"], span["ends"]
    if begins is None:
        return
    if (programme.starts_on, programme.ends_on) != (begins, ends):
        programme.starts_on, programme.ends_on, programme.updated_at = begins, ends, at
        programme.save(update_fields=["starts_on", "ends_on", "updated_at"])


def pages_changed() -> None:
    """Say that public pages show something else now, so that kept copies are made anew.

    Within the transaction of its cause and as its last step: whoever does it next waits for this
    row.
    """
    if not PageVersion.objects.filter(pk=1).update(number=F("number") + 1):
        PageVersion.objects.get_or_create(pk=1, defaults={"number": 1})
