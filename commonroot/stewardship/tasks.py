"""The daily run of retention."""

from datetime import datetime
from itertools import chain

from commonroot.stewardship import actions, queries
from commonroot.work.sweeps import every


def something_outlived(*, at: datetime) -> bool:
    """Whether any row's time of keeping is over."""
    over = chain(queries.outlived(at=at), queries.to_blank(at=at))
    return any(rows.exists() for _declaration, rows in over)


@every(minutes=60, due=something_outlived)
def let_go(*, at: datetime) -> int:
    """Delete what was kept long enough; how many rows."""
    return sum(actions.let_go(at=at).values())
