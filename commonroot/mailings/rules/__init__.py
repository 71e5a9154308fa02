"""Rules of letters to many over plain values: when whose letter leaves, what a text may hold."""

from commonroot.mailings.rules.groups import local_name
from commonroot.mailings.rules.letters import (
    COUNTED_AFTER,
    MONTH,
    MOST_PER_HOUR,
    RECALL,
    is_far_more,
    may_move,
    needs_second,
)
from commonroot.mailings.rules.pace import HOUR, moments, morning
from commonroot.mailings.rules.texts import (
    LENGTH,
    SUBJECT_LENGTH,
    WORDS,
    filled,
    gaps,
    language_for,
    missing,
    paragraphs,
    unknown_words,
)

__all__ = [
    "COUNTED_AFTER", "HOUR", "LENGTH", "MONTH", "MOST_PER_HOUR", "RECALL", "SUBJECT_LENGTH",
    "WORDS", "filled", "gaps", "is_far_more", "language_for", "local_name", "may_move", "missing",
    "moments", "morning", "needs_second", "paragraphs", "unknown_words",
]  # fmt: skip
