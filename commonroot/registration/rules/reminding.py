"""When somebody is reminded: in their own morning, before the session."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8, 0)
AHEAD = timedelta(hours=3)  # a letter later than that may be read too late
LOOKED_AHEAD = timedelta(hours=39)  # no reminder is due earlier than so long before a start
SETTLED = timedelta(minutes=10)  # a message may be called back for so long


def remind_at(*, starts_at: datetime, zone: str) -> datetime:
    """Eight in the person's morning of the day, or of the day before when that is too late.

    Too late is less than three hours before the start. Where clocks jump over eight, later counts.
    """
    place = ZoneInfo(zone)
    day = starts_at.astimezone(place).date()
    morning = datetime.combine(day, MORNING, tzinfo=place)
    if starts_at - morning >= AHEAD:
        return morning
    return datetime.combine(day - timedelta(days=1), MORNING, tzinfo=place)


def is_due(*, remind_at: datetime, asked_at: datetime, starts_at: datetime, at: datetime) -> bool:
    """Whether a reminder goes out now; whoever asked after that moment was told all this anyway."""
    return asked_at < remind_at <= at < starts_at


def next_morning(at: datetime, *, zone: str) -> datetime:
    """The next eight in the person's morning, from now on."""
    place = ZoneInfo(zone)
    local = at.astimezone(place)
    day = local.date() + timedelta(days=local.time() > MORNING)
    return datetime.combine(day, MORNING, tzinfo=place)
