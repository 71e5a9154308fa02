"""Lists cut into sections: a line that names a country, then the people of that country."""

from dataclasses import replace

from commonroot.sheets.book import Dropped, Row, Table
from commonroot.sheets.headings import aliases, short_key
from commonroot.sheets.sayings import say
from commonroot.sheets.values.blanks import is_blank
from commonroot.sheets.values.countries import as_country, as_place

FEWEST_COLUMNS = 3
HEADING = "Country"
# A column called "Place" may hold towns alone.
SOME = 0.2


def with_sections(table: Table) -> Table:
    """Return a table whose lines of one country alone became a column of countries.

    Only where no column says the country by its heading, and the first row or several rows are
    such lines; the lines themselves are dropped.
    """
    if len(table.headings) < FEWEST_COLUMNS:
        return table
    lines = {row.number: text for row in table.rows if (text := _section(row))}
    named = [number for number, text in lines.items() if not is_blank(text)]
    first = bool(named) and table.rows[0].number == named[0]
    if len(named) < (1 if first else 2) or len(lines) * 2 > len(table.rows):
        return table
    if any(_says_where(table, index) for index in range(len(table.headings))):
        return table
    rows: list[Row] = []
    country = ""
    for row in table.rows:
        if row.number in lines:
            country = "" if is_blank(lines[row.number]) else lines[row.number]
        else:
            rows.append(replace(row, cells=[*row.cells, country]))
    return replace(
        table,
        headings=[*table.headings, HEADING],
        rows=rows,
        dropped=[*table.dropped, *(Dropped(n, say("dropped_section")) for n in lines)],
    )


def _says_where(table: Table, index: int) -> bool:
    meant = aliases().get(short_key(table.headings[index]))
    cells = table.column(index)
    countries = sum(as_place(cell)[1] is not None for cell in cells)
    return meant == "country" or (meant == "place" and countries > SOME * len(cells))


def _section(row: Row) -> str:
    """Return the country that is all a row says, else ""; a dash alone ends a section."""
    filled = {text for cell in row.cells if (text := cell.strip())}
    if len(filled) != 1:
        return ""
    text = filled.pop()
    return text if as_country(text) or is_blank(text) else ""
