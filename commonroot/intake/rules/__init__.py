"""Rules of bringing old lists in, over plain values."""

from commonroot.intake.rules.golden import Golden, Way, Word, Work, golden
from commonroot.intake.rules.lists import (
    LEAST_STEP,
    PASTED,
    SECONDS_PER_PAIR,
    SHOWN_COUNTRIES,
    UNDO_DAYS,
    Joined,
    Tally,
    joined,
    minutes_for,
    next_size,
    said_on,
)

__all__ = [
    "LEAST_STEP",
    "PASTED",
    "SECONDS_PER_PAIR",
    "SHOWN_COUNTRIES",
    "UNDO_DAYS",
    "Golden",
    "Joined",
    "Tally",
    "Way",
    "Word",
    "Work",
    "golden",
    "joined",
    "minutes_for",
    "next_size",
    "said_on",
]
