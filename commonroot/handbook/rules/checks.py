"""When things of a checklist are due and how they stand, over plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LET_GO = timedelta(days=14)


class Anchor(StrEnum):
    """From which day of a course the days are counted."""

    START = "start"  # the first day
    END = "end"  # the last day
    DEADLINE = "deadline"  # the last day to apply
    HEAR = "hear"  # the day on which everybody hears


@dataclass(frozen=True)
class When:
    """So many days after an anchor; before it where they are negative."""

    anchor: Anchor
    days: int = 0


def before(days: int, anchor: Anchor = Anchor.START) -> When:
    """So many days before."""
    return When(anchor, -days)


def after(days: int, anchor: Anchor = Anchor.END) -> When:
    """So many days after."""
    return When(anchor, days)


@dataclass(frozen=True)
class Days:
    """The days of a course, as far as they are settled."""

    start: date | None = None
    end: date | None = None
    deadline: date | None = None
    hear: date | None = None


def due_on(when: When | None, days: Days) -> date | None:
    """The day on which something is due; None while that day is not settled, or never was due.

    Without a last day the first one counts, without a day to hear the deadline.
    """
    if when is None:
        return None
    anchor = {
        Anchor.START: days.start,
        Anchor.END: days.end or days.start,
        Anchor.DEADLINE: days.deadline,
        Anchor.HEAR: days.hear or days.deadline,
    }[when.anchor]
    return anchor + timedelta(days=when.days) if anchor is not None else None


def too_late_from(due_on: date | None, days: Days, *, by_hand: bool) -> date | None:
    """The day from which on nobody is told any more that something is late; None: never.

    What was due before the course has had its time two weeks after the last day. What only people
    know, and nobody said before it began, is let go two weeks after the first.
    """
    end = days.end or days.start
    bounds = (days.start, end) if by_hand else (end,)
    bound = next((one for one in bounds if one and due_on and due_on <= one), None)
    return bound + LET_GO if bound is not None else None


class State(StrEnum):
    """How a thing of a list stands."""

    DONE = "done"  # what is kept says so
    SAID = "said"  # somebody said so
    OPEN = "open"
    LATE = "late"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Found:
    """What is kept says: so many done, of so many."""

    done: int
    of: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left. Of nothing, nothing is done."""
        return self.done >= self.of > 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet that could be done."""
        return self.of == 0


def state(
    found: Found | None,
    *,
    said: str,
    due_on: date | None,
    until: date | None = None,
    today: date,
) -> State:
    """How a thing stands. `found`: what is kept says, None where only people know.

    `said` is "done", "not_needed" or "": what completes itself is never said to be done. What
    there is nothing of yet (no application to read) is not late, nor is anything from `until` on.
    """
    if said == State.NOT_NEEDED:
        return State.NOT_NEEDED
    if found is not None and found.is_done:
        return State.DONE
    if found is None and said == State.DONE:
        return State.SAID
    waits = found is not None and found.is_empty
    let_go = until is not None and until <= today
    late = due_on is not None and due_on < today and not waits and not let_go
    return State.LATE if late else State.OPEN


def count(states: Iterable[str]) -> tuple[int, int]:
    """How many are done, of how many that are needed."""
    needed = [one for one in states if one != State.NOT_NEEDED]
    return sum(one in {State.DONE, State.SAID} for one in needed), len(needed)
