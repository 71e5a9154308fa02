"""Rules of a team, over plain values."""

from datetime import datetime, timedelta

NAMED_A_DAY = 20  # people that one team asks to join in a day
ASKED_FOR_DAYS = 60  # how long the link in such a letter works
BACK_WITHIN = timedelta(days=14)
MOST = 200  # people in a team


def may_come_back(left_at: datetime, *, at: datetime) -> bool:
    """Whether somebody who left may be taken in again without being asked anew."""
    return at <= left_at + BACK_WITHIN


def needs_second(joined: int) -> bool:
    """Whether sharing with everybody needs another's yes: where there is another."""
    return joined > 1
