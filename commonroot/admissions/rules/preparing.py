"""What is done before a course: ready-made tasks, who is asked what, when somebody is reminded."""

from dataclasses import dataclass
from datetime import date, timedelta

RESIDENTIAL, SERIES = "residential", "series"
REMIND_BEFORE = timedelta(days=4)
NOT_AGAIN_WITHIN = timedelta(days=1)  # nobody is reminded by hand twice a day
DETAILS = ("arrives", "leaves", "flight", "passport_name", "visa")
VISA = ("", "not_needed", "asked", "there", "refused")


@dataclass(frozen=True)
class Ready:
    """A task that courses like these ask: due so many days before the first day."""

    code: str
    kind: str
    days: int
    travellers: bool = False


READY = {
    RESIDENTIAL: (
        Ready("charter", "read", 28),
        Ready("campaign", "write", 28),
        Ready("travel", "travel", 42, travellers=True),
        Ready("practical", "practical", 21),
        Ready("circle", "circle", 14),
    ),
    SERIES: (
        Ready("introduction", "read", 7),
        Ready("five_lines", "write", 7),
        Ready("test_call", "other", 3),
    ),
}


def due_before(starts_on: date | None, days: int) -> date | None:
    """The day so many days before a course; none where the course has no date."""
    return starts_on - timedelta(days=days) if starts_on is not None else None


def is_asked(*, travellers_only: bool, lives_in: str, held_in: str) -> bool:
    """Whether somebody is asked: what concerns journeys only of those who come from elsewhere.

    Whose country is not known is asked.
    """
    return not travellers_only or not (lives_in and held_in) or lives_in != held_in


def is_late(due_on: date | None, *, on: date, done: bool) -> bool:
    """Whether something should have been done by now."""
    return not done and due_on is not None and due_on < on


def is_to_be_called_to_mind(due_on: date | None, *, on: date) -> bool:
    """Whether the reminder before the day is due: in its last four days, not after it."""
    return due_on is not None and due_on - REMIND_BEFORE <= on <= due_on
