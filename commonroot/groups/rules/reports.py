"""When a group is asked what came of its month, and when it has fallen silent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PARTS = ("tried", "happened", "need", "next")
ASK_AFTER = timedelta(days=1)
AGAIN_AFTER = timedelta(days=7)
LAPSED_AFTER = timedelta(days=14)
ASKED_WITHIN = timedelta(days=28)  # what is older is not asked about any more
OPENS_BEFORE = timedelta(minutes=15)  # from when the link to join is shown
BACK_WITHIN = timedelta(days=14)  # how long somebody who left may come back by themselves


@dataclass(frozen=True)
class Standing:
    """How a group stands with its reports: months whose meeting is over, and those without one.

    Both are first days of months, oldest first. `lapsed`: nothing came two weeks after the newest.
    """

    months: tuple[date, ...] = ()
    missing: tuple[date, ...] = ()
    lapsed: bool = False

    @property
    def due(self) -> date | None:
        """The month to write about: the newest without a report."""
        return self.missing[-1] if self.missing else None


def standing(
    ended: Iterable[tuple[date, datetime]], *, given: Collection[date], at: datetime
) -> Standing:
    """What follows from (month, when its last meeting ended) and the months with a report."""
    last: dict[date, datetime] = {}
    for month, moment in ended:
        last[month] = max(moment, last.get(month, moment))
    over = sorted(month for month, moment in last.items() if moment <= at)
    missing = tuple(month for month in over if month not in given)
    newest = over[-1] if over else None
    return Standing(
        months=tuple(over),
        missing=missing,
        lapsed=newest in missing and newest is not None and last[newest] + LAPSED_AFTER <= at,
    )


def is_open(starts_at: datetime | None, *, minutes: int, at: datetime) -> bool:
    """Whether the link to join a meeting is shown: a quarter of an hour before, until its end."""
    if starts_at is None:
        return False
    return starts_at - OPENS_BEFORE <= at < starts_at + timedelta(minutes=minutes)
