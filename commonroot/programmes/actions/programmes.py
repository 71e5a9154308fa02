"""Making programmes, making them known, and saying that public pages changed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.text import sort_key
from commonroot.core.time import instant
from commonroot.programmes.models import PageVersion, Programme, Session


class MomentOver(Refused):
    """What is to come cannot be in the past."""


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
def edit_programme(
    *, programme: Programme, changes: Mapping[str, Any], by: Actor, at: datetime
) -> bool:
    """Change texts and settings of a programme; whether anything differed."""
    differing = {
        name: value for name, value in changes.items() if getattr(programme, name) != value
    }
    if not differing:
        return False
    for name, value in differing.items():
        setattr(programme, name, value)
    if "title" in differing:
        programme.sort_key = sort_key(str(programme.title))
    programme.updated_at = at
    programme.save(update_fields=[*differing, "sort_key", "updated_at"])
    pages_changed()
    note("programme edited", programme, by=by, at=at, facts={"fields": sorted(differing)})
    return True


@transaction.atomic
def publish_later(
    *, programme: Programme, publish_at: datetime | None, by: Actor, at: datetime
) -> None:
    """Let a programme become public by itself at a moment to come; None: not by itself.

    Raises MomentOver.
    """
    if publish_at is not None and publish_at <= at:
        raise MomentOver(_("That moment is over. Choose one to come, or make it public now."))
    programme.publish_at, programme.updated_at = publish_at, at
    programme.save(update_fields=["publish_at", "updated_at"])
    note("programme to be published", programme, by=by, at=at)


@transaction.atomic
def publish(*, programme: Programme, by: Actor, at: datetime) -> None:
    """Put a programme on the public pages; doing it again changes nothing."""
    if programme.published_at is not None:
        return
    programme.published_at = programme.updated_at = at
    programme.publish_at = None
    programme.save(update_fields=["published_at", "publish_at", "updated_at"])
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
