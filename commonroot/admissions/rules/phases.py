"""What may change of a phase of reading once it runs, and which phases may stand together."""

from collections.abc import Iterable
from datetime import datetime, timedelta

NAG_BEFORE = timedelta(hours=48)
NAG_AGAIN = timedelta(hours=20)  # nobody is asked twice within a day

# What readers went by: changed halfway, some would have read otherwise than others.
SETTLED = ("opens_at", "blind", "scores", "each")


def changed_halfway(
    before: dict[str, object], after: dict[str, object], *, has_begun: bool
) -> list[str]:
    """What would change for readers in the middle of their reading; nothing before it begins."""
    if not has_begun:
        return []
    return [name for name in SETTLED if before[name] != after[name]]


def overlaps(
    *, opens_at: datetime, closes_at: datetime, others: Iterable[tuple[datetime, datetime]]
) -> bool:
    """Whether a phase would run while another one does."""
    return any(opens_at < end and begin < closes_at for begin, end in others)


def may_nag(*, nagged_at: datetime | None, at: datetime) -> bool:
    """Whether a reader may be reminded: not twice within a day."""
    return nagged_at is None or at - nagged_at >= NAG_AGAIN
