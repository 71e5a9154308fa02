"""When somebody is reminded of what they look after: in their own morning of the day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8, 0)
AFTER = timedelta(days=3)  # what is older than that when we come to it, they know by now
ANSWERED = frozenset({"yes", "no"})


def is_due(due_on: date, *, zone: str, at: datetime) -> bool:
    """Whether it is eight or later in the person's morning of the day, and not long past it.

    Where clocks jump over eight, later counts.
    """
    morning = datetime.combine(due_on, MORNING, tzinfo=ZoneInfo(zone))
    return morning <= at < morning + AFTER


def days_looked_at(at: datetime) -> tuple[date, date]:
    """The first and the last day that can be due anywhere on earth."""
    return (at - AFTER - timedelta(days=1)).date(), (at + timedelta(days=1)).date()
