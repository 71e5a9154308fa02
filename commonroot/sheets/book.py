"""What a table file holds once it is read: a book of tables of rows of text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from commonroot.sheets.sayings import Saying


@dataclass(frozen=True)
class Row:
    """One line of a sheet; `number` is its 1-based line, as the spreadsheet shows it."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Dropped:
    """A line that was not kept as a row, and why."""

    number: int
    reason: Saying


@dataclass(frozen=True)
class Table:
    """One sheet. Every row has as many cells as there are headings.

    `header_row` is the 1-based line of the headings, 0 when the sheet has none (then every
    heading is empty). `titles` are the texts above the headings. `encoding` and `delimiter` are
    None for workbooks.
    """

    name: str
    header_row: int
    headings: list[str]
    rows: list[Row]
    titles: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None

    def column(self, index: int) -> list[str]:
        """Return the cells of one column that hold anything, blanks trimmed."""
        return [text for row in self.rows if (text := row.cells[index].strip())]


@dataclass(frozen=True)
class Book:
    """One file: its tables in their order and what was noticed while reading."""

    name: str
    kind: str
    tables: list[Table]
    notes: list[Saying] = field(default_factory=list)

    @property
    def sheets(self) -> Sequence[Table]:
        """The tables, by the name spreadsheets give them."""
        return self.tables


@dataclass(frozen=True)
class Grid:
    """The raw lines of one sheet before its headings are found."""

    name: str
    lines: list[list[str]]
    encoding: str | None = None
    delimiter: str | None = None
    notes: list[Saying] = field(default_factory=list)
