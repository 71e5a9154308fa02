"""Rules of asking people whether their details are still right, over plain values."""

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


def share_of_week(everybody: int) -> int:
    """How many of `everybody` who may be asked are asked in one week: a thirteenth, at least 25.

    So the answers, and the letters that come back, reach the organisers a few at a time.
    """
    return max(AT_LEAST, ceil(everybody / QUARTER))


def asked_since(*, months: int, at: datetime) -> datetime:
    """Nobody is asked again who was asked, or said that all is right, after this moment."""
    return at - months * MONTH
