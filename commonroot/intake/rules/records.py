"""Rows of lists as matching sees them."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from commonroot.matching.records import Record
from commonroot.sheets.book import Table
from commonroot.sheets.columns import map_columns, remap
from commonroot.sheets.fields import Column, Field
from commonroot.sheets.headings import short_key
from commonroot.sheets.people import PersonRow, rows_as_people
from commonroot.sheets.places import Places

# Headings of tables that programs wrote, where the usual meaning would mislead.
PLAIN = {
    "record id": Field.IDENTIFIER,
    "file": Field.IGNORED,
    "row": Field.IGNORED,
    "tags": Field.IGNORED,
    "person id": Field.IGNORED,
}
OF_YEARS = frozenset({"birth year", "year of birth", "born year"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: its file, its 1-based line, its own id if its table gives one."""

    file: str
    row: int
    record: str = ""


def record_of(row: PersonRow, *, ref: Hashable) -> Record:
    """Return what a row says of somebody, by the name `ref`.

    Identifiers stay out: lists number their rows, and a number of one list means nothing in the
    next.
    """
    return Record(
        ref=ref,
        names=(row.name,) if row.name else (),
        given=row.given,
        family=row.family,
        emails=row.emails,
        phones=row.phones,
        country=row.country or row.likely_country or "",
        city=row.city,
        organisation=row.organisation,
        born=row.born,
        born_year=row.born_year,
    )


def records_of_lists(
    lists: Iterable[tuple[str, Sequence[Table]]],
) -> Iterator[tuple[Place, Record]]:
    """Yield the rows of lists, each list a name and its tables, that are somebody.

    What the columns mean is found unattended. A record's `ref` is its number over all lists, from
    0. The sheets of a workbook after its first are called "name#sheet".
    """
    places, number = Places(), 0
    for name, tables in lists:
        for position, table in enumerate(tables):
            file = f"{name}#{table.name}" if position else name
            for row in rows_as_people(table, map_columns(table), places=places):
                if not row.refused:
                    yield Place(file, row.number), record_of(row, ref=number)
                    number += 1


def records_of_table(name: str, table: Table) -> Iterator[tuple[Place, Record]]:
    """Yield every row of one table with plain headings; a place has the cell under "record_id"."""
    columns, own = plain_columns(table)
    people = rows_as_people(table, columns)
    for number, (line, row) in enumerate(zip(table.rows, people, strict=True)):
        record = line.cells[own].strip() if own is not None else ""
        yield Place(name, row.number, record), record_of(row, ref=number)


def plain_columns(table: Table) -> tuple[list[Column], int | None]:
    """Return the columns of a table of records, and the place of its record_id if it has one."""
    keys = [short_key(heading.replace("_", " ")) for heading in table.headings]
    choices = {place: PLAIN[key] for place, key in enumerate(keys) if key in PLAIN}
    columns = remap(map_columns(table), choices)
    # A whole day of birth tells more than the year beside it.
    columns = [
        replace(column, confidence=0.5) if keys[column.index] in OF_YEARS else column
        for column in columns
    ]
    return columns, keys.index("record id") if "record id" in keys else None
