"""Table files out: CSV and XLSX, written row by row, with nothing in them that runs."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from commonroot.sheets.cells import DANGEROUS, guarded, unguarded

BOM = b"\xef\xbb\xbf"
ROWS_A_CHUNK = 500
# What XML cannot hold at all; a tab, line feed or carriage return it can.
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


class _Lines:
    """What csv writes, kept until it is taken."""

    def __init__(self) -> None:
        self._kept: list[str] = []

    def write(self, line: str) -> int:
        self._kept.append(line)
        return len(line)

    def take(self) -> bytes:
        """Return what was written since the last time, as UTF-8."""
        text = "".join(self._kept)
        self._kept.clear()
        return text.encode("utf-8", errors="replace")


def csv_chunks(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a CSV file in pieces: UTF-8 with BOM, CRLF, every cell quoted, formulas inert."""
    lines = _Lines()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(guarded, headings))
    yield BOM + lines.take()
    dangerous = DANGEROUS.match
    pending = 0
    for row in rows:
        # The innermost loop of large exports: asks and guards without a call per cell.
        writer.writerow(["'" + cell if dangerous(cell) else cell for cell in row])
        pending += 1
        if pending == ROWS_A_CHUNK:
            yield lines.take()
            pending = 0
    if pending:
        yield lines.take()


def write_csv(target: IO[bytes], *, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file; the rows may be any iterator and are not kept."""
    for chunk in csv_chunks(headings, rows):
        target.write(chunk)


def write_xlsx(
    target: IO[bytes],
    *,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    sheet: str = "Sheet1",
    about: Iterable[Sequence[str]] = (),
    about_sheet: str = "about",
) -> None:
    """Write a workbook of one sheet where every cell is text, so that "+254…" and "=…" stay so.

    Rows are written to disk as they come and not kept in memory. Rows of `about`, if there are
    any, stand on a second sheet.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        page = workbook.add_worksheet(sheet[:31])
        text = workbook.add_format({"num_format": "@"})
        bold = workbook.add_format({"num_format": "@", "bold": True})
        page.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            page.write_string(0, place, _writable(heading), bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if cell:
                    page.write_string(number, place, _writable(cell), text)
        second = None
        for number, row in enumerate(about):
            second = second or workbook.add_worksheet(about_sheet[:31])
            for place, cell in enumerate(row):
                second.write_string(number, place, _writable(cell), text)


def _writable(text: str) -> str:
    """Return text as a workbook can hold it: at most 32,767 characters, none forbidden.

    Text cells need no guard; a text that looks guarded gets one so that reading gives it back.
    """
    if unguarded(text) != text:
        text = "'" + text
    return text.translate(UNWRITABLE)[:32_767]
