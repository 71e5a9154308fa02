"""Rules of asking whether details are still right, and of keeping, over plain values."""

from datetime import datetime, timedelta
from math import ceil

RECALL = timedelta(minutes=10)  # what an organiser started can be taken back
NOTICE = timedelta(days=1)  # what starts by itself is announced to organisers this long before
WEEK = timedelta(days=7)
SECOND_TRY = timedelta(days=14)
SILENT = timedelta(days=30)
BY_HAND = timedelta(days=60)  # how long a letter waits for somebody's hand
QUARTER = 13  # weeks over which a whole register is asked
AT_LEAST = 25
MONTH = timedelta(days=365.25) / 12

YEAR, MONTH_DAYS = 365, 30
LEAST_KEPT = 30  # days: so long a mistake can be noticed and undone
RUNS_EVERY = timedelta(hours=20)
JUMP = timedelta(days=7)  # a clock that is further ahead than this is not believed by itself


def share_of_week(everybody: int) -> int:
    """How many of `everybody` who may be asked are asked in one week: a thirteenth, at least 25.

    So the answers, and the letters that come back, reach the organisers a few at a time.
    """
    return max(AT_LEAST, ceil(everybody / QUARTER))


def asked_since(*, months: int, at: datetime) -> datetime:
    """Nobody is asked again who was asked, or said that all is right, after this moment."""
    return at - months * MONTH


def least_kept(proposed: int) -> int:
    """The fewest days for which a school may keep what we propose to keep for `proposed` days.

    It may never keep it longer: people were told so.
    """
    return min(proposed, LEAST_KEPT)


def is_jump(*, since: datetime, at: datetime) -> bool:
    """Whether the clock moved so far since it was last looked at that somebody has to say so."""
    return at - since > JUMP


def how_long(days: int) -> tuple[int, str]:
    """A number of days as people say it: (2, "years"), (6, "months") or (45, "days")."""
    if days >= YEAR and days % YEAR == 0:
        return days // YEAR, "years"
    if days >= 2 * MONTH_DAYS and days % MONTH_DAYS == 0:
        return days // MONTH_DAYS, "months"
    return days, "days"
