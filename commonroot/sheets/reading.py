"""Reading a table file: bytes in, a book of tables out."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from commonroot.sheets import kinds
from commonroot.sheets import limits as bounds
from commonroot.sheets.book import Book, Grid, Table
from commonroot.sheets.delimited import grid_of_bytes, grid_of_text
from commonroot.sheets.encodings import mended
from commonroot.sheets.headings import as_table
from commonroot.sheets.limits import BROWSER, Limits
from commonroot.sheets.sayings import Saying, Unreadable, say
from commonroot.sheets.sections import with_sections
from commonroot.sheets.workbooks import grids


def read(source: Path | bytes, name: str, *, limits: Limits = BROWSER) -> Book:
    """Return the book of a file, or raise Unreadable with a sentence for people.

    Reads XLSX, XLS, ODS, CSV, TSV, and a zip of CSV files (as form and mail services give
    out); `name` is the file's name, whose ending must agree with what is inside.
    """
    kind, found, notes = _grids(source, name, limits=limits)
    return _book(name, kind, found=found, notes=notes, limits=limits)


def read_lines(source: Path | bytes, name: str, *, limits: Limits = BROWSER) -> list[Grid]:
    """Return the lines of every sheet of a file as they stand, or raise Unreadable.

    For lists that are not of people: no headings are looked for, nothing is left out or repaired.
    """
    _kind, found, _notes = _grids(source, name, limits=limits)
    for grid in found:
        bounds.check_lines(grid.lines, limits)
    return found


def read_pasted_lines(text: str, *, limits: Limits = BROWSER) -> Grid:
    """Return the lines of cells pasted from a spreadsheet, as they stand."""
    bounds.load(text.encode(), limits)
    grid = grid_of_text(text, "", limits=limits, encoding="utf-8", notes=[])
    bounds.check_lines(grid.lines, limits)
    return grid


def read_pasted(text: str, *, limits: Limits = BROWSER) -> Book:
    """Return the book of cells pasted from a spreadsheet, or of one address a line."""
    bounds.load(text.encode(), limits)
    grid = grid_of_text(text, "", limits=limits, encoding="utf-8", notes=[])
    return _book("", "pasted", found=[grid], notes=[], limits=limits)


def _grids(
    source: Path | bytes, name: str, *, limits: Limits
) -> tuple[str, list[Grid], list[Saying]]:
    """Return what kind of file it is, its sheets, and what was noticed."""
    content = bounds.load(source, limits)
    kind = kinds.kind_of(content, name)
    notes: list[Saying] = []
    if kind == "text":
        kind = "tsv" if kinds.extension(name) in {"tsv", "tab"} else "csv"
        found = [grid_of_bytes(content, PurePath(name).stem, limits=limits)]
    elif kind == "ole":
        kinds.check_ole(content)
        kind = "xls"
        found, notes = grids(content, limits)
    else:
        with _opened(content, name, limits=limits) as archive:
            kind = kinds.packed_kind(archive, name)
            if kind == "lists":
                found, notes = _lists(archive, limits)
            else:
                bounds.check_reach(archive, limits)
        if kind != "lists":
            found, notes = grids(content, limits)
    return kind, found, notes


def _opened(content: bytes, name: str, *, limits: Limits) -> zipfile.ZipFile:
    """Open a packed file that has been checked; a torn workbook is named as what it was."""
    try:
        return bounds.check_archive(content, limits)
    except Unreadable as refusal:
        if refusal.code == "broken_archive" and kinds.extension(name) in kinds.WORKBOOKS:
            raise Unreadable("broken_workbook") from refusal
        raise


def _lists(archive: zipfile.ZipFile, limits: Limits) -> tuple[list[Grid], list[Saying]]:
    """Return the CSV files of a packed folder; other members are left out and named."""
    found: list[Grid] = []
    notes: list[Saying] = []
    for member in archive.namelist():
        if member.endswith("/") or member.startswith("__MACOSX/"):
            continue
        if kinds.extension(member) in kinds.TEXT - {""}:
            content = archive.read(member)
            if content:
                found.append(grid_of_bytes(content, PurePath(member).stem, limits=limits))
                continue
        notes.append(say("member_skipped", member=PurePath(member).name))
    return found, notes


def _book(
    name: str, kind: str, *, found: Sequence[Grid], notes: list[Saying], limits: Limits
) -> Book:
    tables: list[Table] = []
    for grid in found:
        bounds.check_lines(grid.lines, limits)
        lines, repaired, example = _mended(grid.lines)
        table = with_sections(as_table(replace(grid, lines=lines)))
        if not table.rows and not table.headings:
            notes = [*notes, say("sheet_skipped", sheet=grid.name)]
            continue
        notes = [*notes, *grid.notes]
        if repaired:
            notes = [*notes, say("mojibake_repaired", count=repaired, example=example)]
        if not table.header_row:
            notes = [*notes, say("no_headings")]
        tables.append(table)
    if not any(table.rows for table in tables):
        raise Unreadable("empty_sheet")
    return Book(name=name, kind=kind, tables=tables, notes=notes)


def _mended(lines: Sequence[Sequence[str]]) -> tuple[list[list[str]], int, str]:
    """Repair broken letters; return the lines, how many cells changed, and one example."""
    repaired, example = 0, ""
    result: list[list[str]] = []
    for cells in lines:
        fresh = [mended(cell) for cell in cells]
        for old, new in zip(cells, fresh, strict=True):
            if old != new:
                repaired += 1
                example = example or f"{old} → {new}"
        result.append(fresh)
    return result, repaired, example
