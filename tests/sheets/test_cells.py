"""What a workbook's cells become as text."""

import io
from datetime import date, datetime, time, timedelta

import pytest

from commonroot.sheets.cells import cell_text
from commonroot.sheets.limits import BROWSER
from commonroot.sheets.reading import read
from commonroot.sheets.sayings import Unreadable
from commonroot.sheets.workbook_child import sheets
from tests.sheets.samples import HEADINGS, ROWS, csv_of, xls_of, xlsx_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Luz", "Luz"),
        ("'+254", "+254"),
        ("#N/A", ""),
        (True, "yes"),
        (False, "no"),
        (254712345678.0, "254712345678"),
        (12.5, "12.5"),
        (7, "7"),
        (None, ""),
        (date(2019, 2, 3), "2019-02-03"),
        (datetime(2019, 2, 3), "2019-02-03"),
        (datetime(2019, 2, 3, 4, 5, 6), "2019-02-03 04:05:06"),
        (time(4, 5), "04:05:00"),
        (timedelta(hours=26, minutes=3, seconds=4), "26:03:04"),
    ],
)
def test_a_cell_as_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_the_child_answers_with_plain_lists() -> None:
    lines = [HEADINGS, *ROWS]

    assert sheets(xlsx_of(lines), BROWSER) == {"sheets": [("List", lines, 0)], "notes": []}


def test_the_child_refuses_what_it_cannot_parse() -> None:
    with pytest.raises(Unreadable) as refusal:
        sheets(xls_of([["a"]])[:700], BROWSER)

    assert refusal.value.code == "broken_workbook"


def test_hidden_and_empty_sheets_are_told() -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        workbook.add_worksheet("Empty")
        for name in ("Seen", "Unseen"):
            page = workbook.add_worksheet(name)
            for number, line in enumerate([HEADINGS, *ROWS]):
                page.write_row(number, 0, line)
        page.hide()

    book = read(target.getvalue(), "list.xlsx")

    assert [table.name for table in book.tables] == ["Seen", "Unseen"]
    assert [str(note) for note in book.notes] == [
        "The sheet Empty is empty; we left it out.",
        "The sheet Unseen is hidden in the file; we read it too.",
    ]


def test_lines_that_end_as_on_old_machines() -> None:
    content = csv_of([HEADINGS, *ROWS]).replace(b"\r\n", b"\r")

    table = read(content, "list.csv").tables[0]

    assert [(row.number, row.cells) for row in table.rows] == [(2, ROWS[0]), (3, ROWS[1])]
