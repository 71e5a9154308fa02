"""Files and cells made to hurt: refused in words or read, and never slowly."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.sheets.book import Row, Table
from commonroot.sheets.columns import Column, Field, map_columns
from commonroot.sheets.limits import BROWSER, FILLED_CELL, check_lines
from commonroot.sheets.people import rows_as_people
from commonroot.sheets.reading import read
from commonroot.sheets.sayings import Unreadable, say
from tests.sheets.samples import HEADINGS, ROWS, xls_of, xlsx_of

LONG = 9_999
CELLS = [
    "@" * LONG,
    "a@" * (LONG // 2),
    "a@" + "a." * (LONG // 2 - 1),
    "a@b" + " " * (LONG - 4) + "c",
    "1" + " " * (LONG - 2) + "x",
    "(" * LONG,
    "<a@b" * (LONG // 4),
    "1/1/" * (LONG // 4),
    " at " * (LONG // 4),
    "'\u200b" * (LONG // 2),
    "\u00c3\u00a9" * (LONG // 2),
]


def reading_of(content: bytes, name: str) -> str:
    try:
        return read(content, name).kind
    except Unreadable:
        return "refused"


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.tsv", "a.txt", "pasted"]))
def test_any_bytes_are_text_or_refused(content: bytes, name: str) -> None:
    assert reading_of(content, name) in {"csv", "tsv", "refused"}


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), max_size=8),
    st.sampled_from(["a.xlsx", "a.xls"]),
)
def test_a_workbook_with_changed_bytes_is_read_or_refused(
    changes: list[tuple[int, int]], name: str
) -> None:
    # A workbook holds the time of its making, so its length is not known beforehand.
    lines = [HEADINGS, *ROWS]
    content = bytearray(xlsx_of(lines) if name == "a.xlsx" else xls_of(lines))
    for place, byte in changes:
        content[place % len(content)] = byte

    assert reading_of(bytes(content), name) in {"xlsx", "xls", "csv", "refused"}


@pytest.mark.parametrize("field", [field for field in Field if field is not Field.IGNORED])
def test_no_cell_takes_long_whatever_its_column_holds(field: Field) -> None:
    table = Table("list", 1, ["x"], [Row(n, [cell]) for n, cell in enumerate(CELLS, start=2)])
    list(rows_as_people(table, [Column(0, "x", field, 1.0, say("why_nothing"))]))  # fills caches
    started = time.process_time()

    people = list(rows_as_people(table, [Column(0, "x", field, 1.0, say("why_nothing"))]))

    assert len(people) == len(CELLS)
    assert time.process_time() - started < 1.5


def test_no_heading_takes_long() -> None:
    table = Table("list", 1, CELLS, [Row(2, CELLS)])
    started = time.process_time()

    columns = map_columns(table)

    assert len(columns) == len(CELLS)
    assert time.process_time() - started < 4


@pytest.mark.parametrize("piece", [b"<c ", b"<c r='A1'", b"r ", b'<c r="A1" ', b'<c r="A1">'])
def test_looking_for_far_cells_takes_time_only_by_length(piece: bytes) -> None:
    content = b"<c " + piece * 200_000
    started = time.process_time()

    found = FILLED_CELL.findall(content)

    assert found == []
    assert time.process_time() - started < 2


def test_cells_up_to_the_limit_are_let_through() -> None:
    check_lines([CELLS, ["a" * BROWSER.characters]], BROWSER)
