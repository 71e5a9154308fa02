"""Sweeps of the closing gathering: teams that have not written are asked once more."""

from datetime import datetime

from commonroot.campaigns.actions.closing import ask_silent
from commonroot.campaigns.queries.closing import to_remind
from commonroot.work.sweeps import every


@every(hours=6, due=to_remind)
def remind_of_closing(*, at: datetime) -> int:
    """Ask teams that have not handed in once more, three days before the last day; how many."""
    return sum(ask_silent(gathering=one, at=at) for one in to_remind(at=at))
