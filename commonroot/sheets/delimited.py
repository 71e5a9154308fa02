"""Lists in plain text: CSV, TSV and pasted cells."""

import csv
from io import StringIO

from commonroot.sheets.book import Grid
from commonroot.sheets.cells import plain
from commonroot.sheets.encodings import decoded
from commonroot.sheets.limits import SPARE_ROWS, Limits
from commonroot.sheets.sayings import Saying, Unreadable, say

DELIMITERS = (",", ";", "\t", "|")
# Python's own guard against endless cells is raised; ours speaks in sentences.
csv.field_size_limit(10_000_000)


def grid_of_bytes(content: bytes, name: str, *, limits: Limits) -> Grid:
    """Return the lines of a text file; a line is a record, as a spreadsheet counts it."""
    text, encoding, guessed = decoded(content)
    notes = [say("encoding_guessed", encoding=encoding)] if guessed else []
    return grid_of_text(text, name, limits=limits, encoding=encoding, notes=notes)


def grid_of_text(
    text: str, name: str, *, limits: Limits, encoding: str, notes: list[Saying]
) -> Grid:
    """Return the lines of a text with its delimiter found."""
    text = text.removeprefix("\ufeff")
    declared = None
    first, break_, rest = text.partition("\n")
    # Excel writes and hides this line; it stays as a blank one so that lines keep their numbers.
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        declared, text = first.strip()[4], break_ + rest
    delimiter = declared or _delimiter(text)
    lines = _parsed(text, delimiter, quoted=True, limits=limits)
    if _swallowed(lines, delimiter):
        lines = _parsed(text, delimiter, quoted=False, limits=limits)
        notes = [*notes, say("quotes_ignored")]
    return Grid(
        name,
        [[plain(cell) for cell in cells] for cells in lines],
        encoding=encoding,
        delimiter=delimiter,
        notes=notes,
    )


def _parsed(text: str, delimiter: str, *, quoted: bool, limits: Limits) -> list[list[str]]:
    # Without quoting the separator of records is the line break alone.
    stream = StringIO(text, newline="") if quoted else StringIO(text, newline=None)
    lines: list[list[str]] = []
    try:
        reader = (
            csv.reader(stream, delimiter=delimiter)
            if quoted
            else csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        )
        for cells in reader:
            lines.append(cells if quoted else [cell.strip('"') for cell in cells])
            if len(lines) > limits.rows + SPARE_ROWS:
                raise Unreadable("too_many_rows", limit=limits.rows)
    except csv.Error as error:
        if quoted:
            return _parsed(text, delimiter, quoted=False, limits=limits)
        raise Unreadable("long_cell", row=len(lines) + 1, limit=limits.characters) from error
    return lines


def _delimiter(text: str) -> str:
    """Return the sign that cuts the most lines into the same number of cells."""
    head = text[:40_000].splitlines()[:200]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [
            len(cells)
            for cells in csv.reader(head, delimiter=delimiter)
            if any(cell.strip() for cell in cells)
        ]
        if not widths:
            continue
        common = max(sorted(set(widths), reverse=True), key=widths.count)
        if common > 1:
            share = widths.count(common) / len(widths)
            score = share * share * common**0.5
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _swallowed(lines: list[list[str]], delimiter: str) -> bool:
    """Tell whether a stray quotation mark has swallowed whole lines into one cell."""
    widths = sorted(len(cells) for cells in lines if len(cells) > 1)
    if not widths:
        return False
    usual = widths[len(widths) // 2]
    for cells in lines:
        if len(cells) == usual:
            continue
        for cell in cells:
            if "\n" in cell and usual > 2:
                inner = [part.count(delimiter) + 1 for part in cell.splitlines()[1:]]
                if sum(width >= usual - 1 for width in inner) > len(inner) // 2:
                    return True
    return False
