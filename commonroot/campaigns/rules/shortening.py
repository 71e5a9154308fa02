"""Long plans on one page: texts cut at a word, lists cut at a line, and how much was left out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

# (letters of a text, lines of a group), the fullest first; the last is printed whatever its height.
LENGTHS = (
    (4000, 400), (900, 60), (500, 40), (350, 30), (260, 24), (200, 18), (160, 14), (130, 11),
    (110, 9), (90, 7), (75, 6), (60, 5), (50, 4), (45, 3), (40, 2), (40, 1), (18, 1),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a box: a small label, the words, what is said after them in grey.

    Lines of one `group` are shortened apart from others; one that `heads` it is shown with it.
    """

    text: str
    label: str = ""
    second: str = ""
    strong: bool = False
    group: str = ""
    heads: bool = False


@dataclass(frozen=True)
class Cut:
    """Lines that fit, how many letters of theirs and how many lines beside them are left out."""

    lines: tuple[Line, ...]
    letters: int
    left: int


def shortened(text: str, most: int) -> tuple[str, int]:
    """`text` in at most `most` letters and "…", cut where a word ends; and how many are left out.

    A word longer than that is cut within.
    """
    if len(text) <= most:
        return text, 0
    start = text[: most + 1]
    at_word = (
        start.rsplit(None, 1)[0] if any(letter.isspace() for letter in start) else start[:most]
    )
    kept = at_word.rstrip()
    return f"{kept}…", len(text) - len(kept)


def cut(lines: Sequence[Line], *, letters: int, most: int) -> Cut:
    """The first `most` lines of each group, none of their texts longer than `letters`."""
    shown, left_out, left = [], 0, 0
    counted: Counter[str] = Counter()
    for one in lines:
        if not one.heads:
            counted[one.group] += 1
            if counted[one.group] > most:
                left += 1
                continue
        text, over = shortened(one.text, letters)
        second, more = shortened(one.second, letters)
        left_out += over + more
        shown.append(replace(one, text=text, second=second))
    return Cut(tuple(shown), left_out, left)


def lengths(lines: Sequence[Line]) -> Iterable[Cut]:
    """`lines` ever shorter, as often as there is something to shorten; once where nothing is."""
    before: Cut | None = None
    for letters, most in LENGTHS:
        now = cut(lines, letters=letters, most=most)
        if now != before:
            yield now
        before = now
