"""Rows of lists as matching sees them."""

from datetime import date

from commonroot.intake.rules.records import (
    Place,
    plain_columns,
    record_of,
    records_of_lists,
    records_of_table,
)
from commonroot.matching.records import Record
from commonroot.sheets.book import Row, Table
from commonroot.sheets.people import PersonRow


def table(headings, *rows, name="Sheet1"):
    """A table whose headings stand in line 1."""
    lines = [Row(number, list(cells)) for number, cells in enumerate(rows, start=2)]
    return Table(name=name, header_row=1, headings=list(headings), rows=lines)


def test_a_row_says_all_that_matching_looks_at_and_no_number_of_its_list():
    row = PersonRow(
        number=4, name="Olfa Mejri", given="Olfa", family="Mejri", emails=("o@example.org",),
        phones=("+21691234567",), likely_country="TN", city="Sfax", organisation="Dar",
        born=date(1980, 3, 2), born_year=1980, identifier="17",
    )  # fmt: skip

    assert record_of(row, ref=9) == Record(
        ref=9, names=("Olfa Mejri",), given="Olfa", family="Mejri", emails=("o@example.org",),
        phones=("+21691234567",), country="TN", city="Sfax", organisation="Dar",
        born=date(1980, 3, 2), born_year=1980,
    )  # fmt: skip


def test_the_country_said_goes_before_the_country_supposed_and_no_name_is_no_name():
    row = PersonRow(number=1, emails=("o@example.org",), country="LB", likely_country="TN")

    assert (record_of(row, ref=0).country, record_of(row, ref=0).names) == ("LB", ())


def test_rows_are_counted_over_all_lists_and_nobody_is_left_out():
    first = table(["Name", "E-mail"], ["Olfa Mejri", "o@example.org"], ["", ""])
    second = table(["Name", "E-mail"], ["Thabo Dlamini", ""], name="More")

    found = list(records_of_lists([("a.xlsx", [first, second]), ("b.csv", [second])]))

    assert [(place, record.ref) for place, record in found] == [
        (Place("a.xlsx", 2), 0),
        (Place("a.xlsx#More", 2), 1),
        (Place("b.csv", 2), 2),
    ]


def test_a_plain_table_keeps_every_row_and_its_own_ids():
    plain = table(["record_id", "name", "tags"], ["r1", "Olfa Mejri", "nick"], ["r2", "", ""])

    found = list(records_of_table("records.csv", plain))

    assert [place for place, _record in found] == [
        Place("records.csv", 2, "r1"),
        Place("records.csv", 3, "r2"),
    ]
    assert [record.names for _place, record in found] == [("Olfa Mejri",), ()]


def test_a_plain_table_may_have_no_ids():
    found = list(records_of_table("x.csv", table(["name"], ["Olfa Mejri"])))

    assert [place for place, _record in found] == [Place("x.csv", 2)]


def test_a_day_of_birth_goes_before_the_year_beside_it():
    plain = table(["name", "birth_year", "date_of_birth"], ["Olfa Mejri", "1981", "1980-03-02"])

    _columns, own = plain_columns(plain)
    [(_place, record)] = records_of_table("x.csv", plain)

    assert own is None
    assert (record.born, record.born_year) == (date(1980, 3, 2), 1980)
