"""Finding case studies by their words, and the years they tell of."""

import re
from collections.abc import Iterable

from commonroot.core.text import folded, romanised, skeletons, tokens

KEY = re.compile(r"/studies/([\w-]{16,32})/?")
MOST_WORDS = 8  # of what somebody searches for


def index(texts: Iterable[str]) -> str:
    """All words of a study, folded, and how they sound: each once, between blanks."""
    words: dict[str, None] = {}
    for text in texts:
        words |= dict.fromkeys(tokens(text))
        words |= dict.fromkeys(f"~{sound}" for _script, sound in skeletons(text))
    return f" {' '.join(words)} "


def wanted(text: str) -> list[tuple[str, ...]]:
    """What somebody searches for: for each word the beginnings that stand for it in an index."""
    typed = text.split()[:MOST_WORDS]
    forms = ((folded(word), romanised(word)) for word in typed)
    found = [tuple(dict.fromkeys(_bare(one) for one in pair if _bare(one))) for pair in forms]
    return [pair for pair in found if pair]


def _bare(word: str) -> str:
    parts = tokens(word)
    return parts[0] if parts else ""


def sounds(text: str) -> list[str]:
    """How the words of a search sound, as an index has them: for words written otherwise."""
    return [f" ~{sound} " for _script, sound in skeletons(" ".join(text.split()[:MOST_WORDS]))]


def years(start: int | None, end: int | None, *, goes_on: str) -> str:
    """ "2019–2021", "2019", or "since 2019" in the words of `goes_on` with its {year}."""
    if start is None:
        return str(end or "")
    if end is None:
        return goes_on.format(year=start)
    return str(start) if end == start else f"{start}–{end}"


def study_key(address: str) -> str:
    """The key of the study whose address is written there, or ""."""
    found = KEY.search(address)
    return found[1] if found else ""
