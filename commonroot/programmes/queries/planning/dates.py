"""Dates as they were decided, their order, and what became of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet

from commonroot.core.time import instant
from commonroot.programmes.models import DateChange, Programme, Session
from commonroot.programmes.rules.dates import listing_order
from commonroot.programmes.rules.shifting import Dated

# As long as a change of dates can be taken back before anybody is written to.
RECALL = timedelta(minutes=10)


def dated_of(session: Session) -> Dated:
    """All that was decided about when a session is."""
    return Dated(
        precision=str(session.precision),
        held_on=session.held_on,
        until_on=session.until_on,
        wall_time=session.wall_time,
        minutes=session.minutes,
        time_zone=session.time_zone,
        state=str(session.state),
    )


def in_order(sessions: Sequence[Session]) -> list[Session]:
    """Sessions by date inside each stretch; stretches by their place, those without one first."""

    def stretch(session: Session) -> int:
        return -1 if session.phase is None else session.phase.position

    by_stretch = sorted(sessions, key=lambda one: (stretch(one), one.position))
    ordered: list[Session] = []
    for _stretch, inside in groupby(by_stretch, key=stretch):
        ordered += sorted(
            inside,
            key=lambda one: (
                *listing_order(
                    starts_at=one.starts_at, sorts_on=one.sorts_on, position=one.position
                )[:2],
                one.stream.position if one.stream is not None else -1,
                one.position,
            ),
        )
    return ordered


def changes(programme: Programme) -> QuerySet[DateChange]:
    """What became of its dates, the latest first."""
    return programme.changes.order_by("-made_at", "-pk")


def date_change(key: str) -> DateChange | None:
    """The change with that key, with its programme."""
    return DateChange.objects.filter(key=key).select_related("programme").first()


def changes_to_tell(*, at: datetime) -> QuerySet[DateChange]:
    """Changes that nobody took back for ten minutes and nobody was told of, the oldest first."""
    return (
        DateChange.objects.filter(tell=True, told_at=None, undone_at=None, made_at__lte=at - RECALL)
        .select_related("programme")
        .order_by("made_at", "pk")
    )


def latest_change(programme: Programme, *, at: datetime) -> DateChange | None:
    """The last change of dates that people with a place are told of, while it is not all over."""
    last = programme.changes.filter(tell=True, undone_at=None).order_by("-made_at", "-pk").first()
    if last is None or (programme.ends_on is not None and programme.ends_on < at.date()):
        return None
    return last


def sessions_off_the_clock(*, at: datetime) -> list[Session]:
    """Coming sessions whose instant is no longer what the host's clock will show."""
    coming = (
        Session.objects.filter(starts_at__gt=at, precision=Session.Precision.DAY)
        .exclude(wall_time=None)
        .exclude(held_on=None)
        .select_related("programme")
        .order_by("programme", "position")
    )
    return [
        one
        for one in coming
        if one.held_on is not None
        and one.wall_time is not None
        and instant(one.held_on, one.wall_time, one.time_zone) != one.starts_at
    ]


def to_publish(*, at: datetime) -> QuerySet[Programme]:
    """Programmes whose moment to become public has come."""
    return Programme.objects.filter(published_at=None, publish_at__lte=at).order_by("pk")
