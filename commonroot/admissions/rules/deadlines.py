"""When an application may be begun, handed in and changed, over plain values."""

from datetime import datetime, timedelta
from enum import StrEnum

REMINDED_BEFORE = timedelta(hours=48)
LET_GO_AFTER = timedelta(days=30)  # how long after the deadline a draft is kept
FORGOTTEN_AFTER = timedelta(days=180)  # a draft of a call without a deadline
REFEREE_AGAIN_AFTER = timedelta(days=5)


class Window(StrEnum):
    """Where a moment lies beside the time in which a call takes applications."""

    EARLY = "early"
    OPEN = "open"
    GRACE = "grace"
    OVER = "over"


def window(
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    grace_minutes: int = 0,
    begun_at: datetime | None = None,
    at: datetime,
) -> Window:
    """Where `at` lies. The second of the deadline itself still counts, the next one does not.

    Grace is for what was begun (`begun_at`) before the deadline was over.
    """
    if opens_at is not None and at < opens_at:
        return Window.EARLY
    if closes_at is None or not _is_past(closes_at, at=at):
        return Window.OPEN
    in_grace = not _is_past(closes_at + timedelta(minutes=grace_minutes), at=at)
    begun_in_time = begun_at is not None and not _is_past(closes_at, at=begun_at)
    return Window.GRACE if grace_minutes and in_grace and begun_in_time else Window.OVER


def _is_past(deadline: datetime, *, at: datetime) -> bool:
    return at >= deadline.replace(microsecond=0) + timedelta(seconds=1)


def link_days(*, closes_at: datetime | None, at: datetime, least: int) -> int:
    """How many days a link to an application works: until two months after the deadline, and at
    least so many.
    """
    ahead = max(timedelta(), closes_at - at).days if closes_at is not None else 0
    return max(least, ahead + 60)
