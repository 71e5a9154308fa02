"""When somebody is reminded of what they look after: in their own morning of the day."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MORNING = time(8, 0)
AFTER = timedelta(days=3)  # what is older than that when we come to it, they know by now
ANSWERED = frozenset({"yes", "no"})
# {kind: the fields in which it is written down how it was}
TOLD_BY = {"action": ("result", "turnout"), "shift": ("result",)}


def is_told(kind: str, said: Mapping[str, Any]) -> bool:
    """Whether somebody wrote down how it was."""
    return any(said.get(code) not in {None, ""} for code in TOLD_BY.get(kind, ()))


def is_due(due_on: date, *, zone: str, at: datetime) -> bool:
    """Whether it is eight or later in the person's morning of the day, and not long past it.

    Where clocks jump over eight, later counts.
    """
    morning = datetime.combine(due_on, MORNING, tzinfo=ZoneInfo(zone))
    return morning <= at < morning + AFTER


def days_looked_at(at: datetime) -> tuple[date, date]:
    """The first and the last day that can be due anywhere on earth."""
    return (at - AFTER - timedelta(days=1)).date(), (at + timedelta(days=1)).date()
