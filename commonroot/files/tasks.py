"""What is left over of files that were let go."""

from datetime import datetime

from commonroot.files import actions, queries
from commonroot.work.sweeps import every


@every(minutes=5, due=queries.litter)
def remove_litter(*, at: datetime) -> int:
    """Remove sealed bytes to which nothing points; how many."""
    found = list(queries.litter(at=at))
    for litter in found:
        actions.remove(litter=litter)
    return len(found)


def something_lost(*, at: datetime) -> bool:
    """Whether sealed bytes lie there to which nothing points."""
    return any(queries.lost_places())


@every(hours=24, due=something_lost)
def look_for_lost(*, at: datetime) -> int:
    """Find sealed bytes that an upload left behind when it was cut off; how many."""
    return actions.mark_lost(at=at)
