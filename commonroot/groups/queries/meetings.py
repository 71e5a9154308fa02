"""Which meetings the groups of a programme hold for themselves."""

from datetime import date, timedelta

from commonroot.groups.rules.people import Meeting
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import group_sessions

MIDDLE_OF_MONTH = 14


def meetings_of(programme: Programme) -> list[Meeting]:
    """The meetings that every group of a programme holds for itself.

    While only their month is known, the week with its 15th stands for it: clocks change near the
    ends of months.
    """
    found = []
    for session in group_sessions(programme):
        day = session.held_on
        assert day is not None
        if session.precision == Session.Precision.MONTH:
            day = day.replace(day=1) + timedelta(days=MIDDLE_OF_MONTH)
        found.append(Meeting(monday=monday_of(day), minutes=session.minutes))
    return found


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
