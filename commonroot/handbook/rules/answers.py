"""Whether an answer was read before it was changed, and how two answers become one."""

from collections.abc import Iterable
from datetime import datetime

LONGEST = 8000  # letters of an answer


def stamp(changed_at: datetime | None) -> str:
    """What a page remembers of the answer that it showed; "" where there was none."""
    return changed_at.isoformat() if changed_at is not None else ""


def meets(*, stands: str, typed: str, stamp_now: str, seen: str) -> bool:
    """Whether `typed` would take the place of words that its author has not read.

    The same words meet nothing, and neither do words where nothing stands.
    """
    return bool(stands) and typed != stands and seen != stamp_now


def both(theirs: str, mine: str) -> str:
    """Two answers one after the other; what one holds already is not said twice."""
    if mine in theirs:
        return theirs
    if theirs in mine:
        return mine
    return f"{theirs}\n\n{mine}"


def holds(said: str, words: Iterable[str]) -> bool:
    """Whether every one of `words` begins a word of `said`; both are folded already."""
    there = said.split()
    return all(any(one.startswith(word) for one in there) for word in words)
