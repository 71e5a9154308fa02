"""Files out: inert, streaming, and read back as they were."""

import csv
import io
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.sheets.cells import guarded, unguarded
from commonroot.sheets.reading import read
from commonroot.sheets.write import csv_chunks, write_csv, write_xlsx

HEADINGS = ["Name", "Email", "Notes"]
# Letters of many scripts and the signs that hurt; no control characters, which XML has not.
TEXT = st.text(
    st.sampled_from("aZé ñßЖщعمハ漢हि'\"=+-@;,|\t\n＝\u200b0129.%/"), min_size=0, max_size=20
)  # fmt: skip
LINE = st.tuples(st.just("Luz Prado"), TEXT, TEXT).map(list)


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+254", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"),
        *(" =1", "\u200b=1", "'=1", "''+1", "\ufeff@x"),
    ],
)
def test_what_could_start_a_formula_is_guarded_and_comes_back(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "Luz", "'Abd", "1-2", "a=b", "٠١", "7", "a@example.org"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text())
def test_the_guard_comes_off_as_it_went_on(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_csv_has_its_mark_its_line_ends_and_its_quotes() -> None:
    target = io.BytesIO()

    write_csv(target, headings=["Name", "Phone"], rows=[['Luz "L"', "+51999"]])

    assert target.getvalue() == (b'\xef\xbb\xbf"Name","Phone"\r\n"Luz ""L""","\'+51999"\r\n')


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=8))
def test_csv_is_read_back_as_it_was_written(lines: list[list[str]]) -> None:
    content = b"".join(csv_chunks(HEADINGS, lines))

    table = read(content, "list.csv").tables[0]

    assert (table.headings, [row.cells for row in table.rows]) == (HEADINGS, lines)


@settings(max_examples=8, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=8))
def test_xlsx_is_read_back_as_it_was_written(lines: list[list[str]]) -> None:
    target = io.BytesIO()
    write_xlsx(target, headings=HEADINGS, rows=lines)

    table = read(target.getvalue(), "list.xlsx").tables[0]

    assert (table.headings, [row.cells for row in table.rows]) == (HEADINGS, lines)


def test_xlsx_holds_no_formula_no_link_and_no_number() -> None:
    target = io.BytesIO()

    write_xlsx(target, headings=["Name"], rows=[["=1+1"], ["https://example.org"], ["254712"]])

    with zipfile.ZipFile(target) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert [sheet.count(mark) for mark in ("<f>", "<hyperlink", 't="n"', "<c ")] == [0, 0, 0, 4]
    assert sheet.count('t="s"') + sheet.count('t="inlineStr"') == 4


def test_xlsx_leaves_out_what_a_workbook_cannot_hold() -> None:
    target = io.BytesIO()

    write_xlsx(target, headings=["Name", "Notes"], rows=[["Lu\x00z\x0b", "a"]], sheet="x" * 40)

    table = read(target.getvalue(), "list.xlsx").tables[0]
    assert (table.name, [row.cells for row in table.rows]) == ("x" * 31, [["Luz", "a"]])


def test_rows_are_taken_only_as_they_are_written() -> None:
    taken: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number in range(1200):
            taken.append(number)
            yield [str(number)]

    chunks = csv_chunks(["Number"], rows())
    next(chunks)
    next(chunks)

    assert len(taken) == 500


def test_ten_thousand_rows_are_written_nearly_as_fast_as_the_plainest_writer_does() -> None:
    lines = [[f"cell {row} {place}" for place in range(20)] for row in range(10_000)]

    ours, size = seconds(lambda: sum(map(len, csv_chunks(["heading"] * 20, lines))))
    plain, _none = seconds(lambda: csv.writer(io.StringIO()).writerows(lines))

    assert ours < 10 * plain
    assert size > 2_000_000


def seconds(work: Callable[[], object]) -> tuple[float, Any]:
    """The least time of three tries, and what came of it: a busy machine slows only some."""
    tries = []
    for _ in range(3):
        started = time.process_time()
        result = work()
        tries.append(time.process_time() - started)
    return min(tries), result
