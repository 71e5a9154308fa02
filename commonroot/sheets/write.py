"""Table files out: CSV and XLSX, written row by row, with nothing in them that runs."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from commonroot.sheets.cells import DANGEROUS, guarded, unguarded

BOM = b"\xef\xbb\xbf"
ROWS_A_CHUNK = 500
SHEET_NAME = 31
NOT_IN_NAMES = {ord(sign): " " for sign in "[]:*?/\\"}
Sheet = tuple[str, Sequence[str], Iterable[Sequence[str]]]
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

    Rows of `about`, if there are any, stand on a second sheet without headings.
    """
    told = list(about)
    second: list[Sheet] = [(about_sheet, [], told)] if told else []
    write_book(target, sheets=[(sheet, headings, rows), *second])


def write_book(target: IO[bytes], *, sheets: Iterable[Sheet]) -> None:
    """Write a workbook of (name, headings, rows) where every cell is text.

    Names are cut and numbered where a spreadsheet could not take them. Rows are written to disk as
    they come and not kept in memory.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        text = workbook.add_format({"num_format": "@"})
        bold = workbook.add_format({"num_format": "@", "bold": True})
        taken: set[str] = set()
        for sheet, headings, rows in sheets:
            page = workbook.add_worksheet(_sheet_name(sheet, taken))
            if headings:
                page.freeze_panes(1, 0)
            for place, heading in enumerate(headings):
                page.write_string(0, place, _writable(heading), bold)
            for number, row in enumerate(rows, start=1 if headings else 0):
                for place, cell in enumerate(row):
                    if cell:
                        page.write_string(number, place, _writable(cell), text)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name as spreadsheets allow it, unlike those before: at most 31 signs, none of []:*?/\\."""
    plain = name.translate(NOT_IN_NAMES).strip(" '")
    plain = plain[:SHEET_NAME] or "Sheet"
    number, found = 1, plain
    while found.casefold() in taken | {"history"}:
        number += 1
        found = f"{plain[: SHEET_NAME - 5]} {number}"
    taken.add(found.casefold())
    return found


def _writable(text: str) -> str:
    """Return text as a workbook can hold it: at most 32,767 characters, none forbidden.

    Text cells need no guard; a text that looks guarded gets one so that reading gives it back.
    """
    if unguarded(text) != text:
        text = "'" + text
    return text.translate(UNWRITABLE)[:32_767]
