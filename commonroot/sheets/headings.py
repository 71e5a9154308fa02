"""Finding the line of headings, and the lines that are no rows."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from commonroot.core.text import folded
from commonroot.sheets.book import Dropped, Grid, Row, Table
from commonroot.sheets.sayings import say

LOOKED_AT = 40
LONGEST_HEADING = 300
TOTAL = re.compile(
    r"^(?:sub|grand )?(?:total(?:es)?|totaux|count|sum|summe|gesamt|suma|soma|somme|итого|всего"
    r"|المجموع|الاجمالي|مجموع)(?:\s+(?:rows|people|participants|general|geral|generale?))?"
    r"\s*[:=\-–]?\s*\d*$"
)
AGGREGATE = re.compile(r"^[\d.,%\s]*$")
DATA_LIKE = re.compile(r"@\w+\.\w|\d{5,}|^\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
PARENTHESES = re.compile(r"[(\[{（][^()\[\]{}（）]*[)\]}）]")
NO_LETTER = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def heading_key(text: str) -> str:
    """Return a heading as it is compared: small letters, no accents, signs as blanks."""
    return NO_LETTER.sub(" ", folded(text[:LONGEST_HEADING])).strip()


@lru_cache(maxsize=20_000)
def short_key(text: str) -> str:
    """Return a heading as it is compared, without what stands in parentheses."""
    return heading_key(PARENTHESES.sub(" ", text[:LONGEST_HEADING])) or heading_key(text)


@cache
def aliases() -> Mapping[str, str]:
    """Return {heading key: field}; of a word with two meanings the first in the file wins."""
    text = files("commonroot.sheets").joinpath("aliases.toml").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for field, languages in tomllib.loads(text).items():
        for words in languages.values():
            for word in words:
                found.setdefault(heading_key(word), field)
    return found


def as_table(grid: Grid) -> Table:
    """Return the table of a grid: titles, headings and rows apart, other lines dropped."""
    at = _header_index(grid.lines)
    header = [] if at is None else grid.lines[at]
    first = 0 if at is None else at + 1
    width = _width([header, *grid.lines[first:]])
    headings = [" ".join(cell.split()) for cell in _padded(header, width)]
    dropped: list[Dropped] = []
    titles: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(grid.lines[: at or 0], start=1):
        text = " ".join(cell.strip() for cell in cells if cell.strip())
        titles += [text] if text else []
        dropped.append(Dropped(number, say("dropped_title" if text else "dropped_blank")))
    known = {heading_key(heading) for heading in headings} - {""}
    for number, cells in enumerate(grid.lines[first:], start=first + 1):
        reason = _not_a_row(cells, known)
        if reason:
            dropped.append(Dropped(number, say(reason)))
        else:
            rows.append(Row(number, _padded(cells, width)))
    return Table(
        name=grid.name,
        header_row=0 if at is None else at + 1,
        headings=headings,
        rows=rows,
        titles=titles,
        dropped=dropped,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
    )


def _header_index(lines: Sequence[Sequence[str]]) -> int | None:
    """Return where the headings stand, or None if there are none.

    The line with the most known headings; else the first full line that looks unlike what
    stands below it.
    """
    best, best_hits = None, 0
    first_full = None
    widest = max((_filled(cells) for cells in lines[: LOOKED_AT * 3]), default=0)
    for index, cells in enumerate(lines[:LOOKED_AT]):
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            continue
        hits = sum(short_key(cell) in aliases() for cell in filled)
        looks_like_data = any(DATA_LIKE.search(cell) for cell in filled)
        if hits > best_hits and (not looks_like_data or hits >= len(filled) / 2):
            best, best_hits = index, hits
        if first_full is None and len(filled) * 2 > widest:
            first_full = index
    # One known word may be chance ("Participant" as a role): then it comes again below.
    if best is not None and (best_hits > 1 or _unrepeated(lines, best)):
        return best
    if first_full is None or _like_those_below(lines, first_full):
        return None
    return first_full


def _unrepeated(lines: Sequence[Sequence[str]], index: int) -> bool:
    """Tell whether a line half made of known headings has none of them again below it."""
    filled = [cell for cell in lines[index] if cell.strip()]
    known = {short_key(cell) for cell in filled if short_key(cell) in aliases()}
    below = {short_key(cell) for cells in lines[index + 1 : 200] for cell in cells}
    return len(known) * 2 >= len(filled) and not known & below


def _like_those_below(lines: Sequence[Sequence[str]], index: int) -> bool:
    """Tell whether at least half the cells of a line look as the cells under them do."""
    top = lines[index]
    if any(DATA_LIKE.search(cell) for cell in top):
        return True
    below = lines[index + 1 : index + 1 + LOOKED_AT]
    alike = compared = 0
    for place, cell in enumerate(top):
        shapes = [_shape(c[place]) for c in below if place < len(c) and c[place].strip()]
        if cell.strip() and shapes:
            compared += 1
            alike += shapes.count(_shape(cell)) * 2 > len(shapes)
    return alike * 2 >= compared


def _shape(cell: str) -> tuple[bool, bool, int, bool]:
    """Return how a cell looks: digits, an address, how many words, each with a capital."""
    words = cell.split()
    return (
        any(sign.isdigit() for sign in cell),
        "@" in cell,
        min(len(words), 4),
        all(not word[0].islower() for word in words),
    )


def _not_a_row(cells: Sequence[str], known: set[str]) -> str | None:
    """Return the reason why a line below the headings is no row, or None."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return "dropped_blank"
    if any("\x00" in cell for cell in filled):
        return "dropped_nul"
    label = folded(filled[0])
    if TOTAL.match(label.strip()) and all(AGGREGATE.match(cell) for cell in filled[1:]):
        return "dropped_total"
    # What looks like values is asked first: that is most lines, and it takes less time.
    if known and len(filled) > 1 and not any(DATA_LIKE.search(cell) for cell in filled):
        again = sum(heading_key(cell) in known for cell in filled)
        if again * 5 >= len(filled) * 4:
            return "dropped_headings"
    return None


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _width(lines: Sequence[Sequence[str]]) -> int:
    """Return the number of columns that hold anything in any line."""
    return max(
        (place for cells in lines for place, cell in enumerate(cells, start=1) if cell.strip()),
        default=0,
    )


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
