"""Files and cells made to hurt: refused in words or read, and never slowly."""

import re
import time
from collections.abc import Callable

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
# Four times the length may take four times as long, and a little; squares would take sixteen.
TIMES, MOST_TIMES = 4, 9
NOISE_SECONDS = 0.02


def cells_of(length: int) -> list[str]:
    """Cells of that length at which careless patterns despair."""
    return [
        "@" * length,
        "a@" * (length // 2),
        "a@" + "a." * (length // 2 - 1),
        "a@b" + " " * (length - 4) + "c",
        "1" + " " * (length - 2) + "x",
        "(" * length,
        "<a@b" * (length // 4),
        "1/1/" * (length // 4),
        " at " * (length // 4),
        "'\u200b" * (length // 2),
        "\u00c3\u00a9" * (length // 2),
    ]


def seconds(work: Callable[[int], object], length: int) -> float:
    """The least time of three runs, each a sign longer, so that no cache remembers it."""
    times = []
    for more in range(3):
        started = time.process_time()
        work(length + more)
        times.append(time.process_time() - started)
    return min(times)


def grows_evenly(work: Callable[[int], object], *, length: int) -> bool:
    """Whether the work grows as what it works on: the same on a fast machine and on a slow one."""
    work(length // TIMES - 1)  # fills what is looked up once
    short = seconds(work, length // TIMES)
    return seconds(work, length) < MOST_TIMES * max(short, NOISE_SECONDS / MOST_TIMES)


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
    column = Column(0, "x", field, 1.0, say("why_nothing"))

    def work(length: int) -> None:
        cells = cells_of(length)
        table = Table("list", 1, ["x"], [Row(n, [cell]) for n, cell in enumerate(cells, start=2)])
        assert len(list(rows_as_people(table, [column]))) == len(cells)

    assert grows_evenly(work, length=LONG)


def test_no_heading_takes_long() -> None:
    def work(length: int) -> None:
        cells = cells_of(length)
        assert len(map_columns(Table("list", 1, cells, [Row(2, cells)]))) == len(cells)

    assert grows_evenly(work, length=LONG)


@pytest.mark.parametrize("piece", [b"<c ", b"<c r='A1'", b"r ", b'<c r="A1" ', b'<c r="A1">'])
def test_looking_for_far_cells_takes_time_only_by_length(piece: bytes) -> None:
    def work(length: int) -> None:
        assert FILLED_CELL.findall(b"<c " + piece * length) == []

    assert grows_evenly(work, length=200_000)


def test_what_grows_as_a_square_is_found() -> None:
    def square(length: int) -> None:
        re.findall("a+b", "a" * length)

    assert not grows_evenly(square, length=16_000)


def test_cells_up_to_the_limit_are_let_through() -> None:
    check_lines([cells_of(LONG), ["a" * BROWSER.characters]], BROWSER)
