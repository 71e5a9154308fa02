"""What lies ahead and behind on the way of a campaign: its steps, its actions, the line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

PHASES = ("foundation", "kick_off", "rising", "peak", "resolution")
REACHED = "reached"
LEAST_DAYS = 28  # a line of time shows four weeks at least
MONTHS_EACH = 12  # up to so many months each has its mark, then every third


class When(StrEnum):
    """How an action stands to the day."""

    UNDATED = "undated"
    AHEAD = "ahead"
    TODAY = "today"
    UNTOLD = "untold"  # over, and nobody wrote down what came of it
    TOLD = "told"


def standing(*, on: date | None, is_told: bool, today: date) -> When:
    """How an action stands: over is what lies on an earlier day, whatever the hour."""
    if on is None:
        return When.TOLD if is_told else When.UNDATED
    if on == today:
        return When.TODAY
    if on > today:
        return When.AHEAD
    return When.TOLD if is_told else When.UNTOLD


@dataclass(frozen=True)
class Step:
    """What the notes look at of a step on the way, in order from now to the goal."""

    status: str


@dataclass(frozen=True)
class Act:
    """What the notes look at of an action."""

    phase: str
    on: date | None
    tactic: str


def notes(steps: Sequence[Step], acts: Sequence[Act]) -> list[str]:
    """Codes of what a team may want to think about; never a reason to refuse anything.

    `acts_first` (actions and no step), `jumped` (a step reached after one that is not), `stuck`,
    `only_mobilising`, `out_of_order` (a later part of the campaign before an earlier one),
    `no_end` (nothing planned for after the peak).
    """
    found = []
    if acts and not steps:
        found.append("acts_first")
    reached = [one.status == REACHED for one in steps]
    if any(later and not earlier for earlier, later in pairwise(reached)):
        found.append("jumped")
    if any(one.status == "blocked" for one in steps):
        found.append("stuck")
    told = [one.tactic for one in acts if one.tactic]
    if len(told) > 1 and set(told) == {"mobilising"}:
        found.append("only_mobilising")
    dated = sorted((one.on, PHASES.index(one.phase)) for one in acts if one.on and one.phase)
    order = [place for _on, place in dated]
    if any(later < earlier for earlier, later in pairwise(order)):
        found.append("out_of_order")
    phases = {one.phase for one in acts}
    if "peak" in phases and "resolution" not in phases:
        found.append("no_end")
    return found


@dataclass(frozen=True)
class Line:
    """A line of time from one day to another, both on it."""

    first: date
    last: date

    def share(self, on: date) -> float:
        """Where a day lies on it, from 0 to 1."""
        return (on - self.first).days / (self.last - self.first).days

    def marks(self) -> list[date]:
        """First days of months on it; of a long line every third month."""
        firsts = []
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                firsts.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        if len(firsts) > MONTHS_EACH:
            return [one for one in firsts if one.month % 3 == 1]
        return firsts


def line(days: Sequence[date], *, today: date) -> Line:
    """The line that holds all days and today, with a little room at both ends."""
    first, last = min(*days, today), max(*days, today)
    room = max(timedelta(days=3), (last - first) / 24)
    # A day of the year 26, mistyped before that was refused, is drawn as far as days go back.
    first, last = max(first, date.min + room) - room, min(last, date.max - room) + room
    if (last - first).days < LEAST_DAYS:
        last = first + timedelta(days=LEAST_DAYS)
    return Line(first, last)


def tracks(places: Sequence[float], *, apart: float) -> list[int]:
    """For each place on a line, in order, the first track on which it keeps `apart` to the last."""
    ends: list[float] = []
    found = []
    for place in places:
        free = next((track for track, end in enumerate(ends) if place - end >= apart), len(ends))
        if free == len(ends):
            ends.append(place)
        else:
            ends[free] = place
        found.append(free)
    return found
