"""Which letters our printed pages can write: those of the bundled fonts."""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")


def unwritable(text: str) -> str:
    """The letters of `text` that no bundled font has, each once, in order; "" when all can be
    written.

    Whoever prints a name says so in a sentence instead of printing boxes.
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(letter for letter in composed if not _has(letter)))


def _has(letter: str) -> bool:
    firsts, lasts = _ranges()
    index = bisect_right(firsts, ord(letter)) - 1
    return index >= 0 and ord(letter) <= lasts[index]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """First and last code points of what the fonts hold, made with them (fonts/README.md)."""
    pairs = [line.split("-") for line in (FONTS / "coverage.txt").read_text().split()]
    return [int(pair[0], 16) for pair in pairs], [int(pair[-1], 16) for pair in pairs]
