"""Rows as people, with what could not be read told by row and column."""

from datetime import date

import pytest

from commonroot.sheets.book import Table
from commonroot.sheets.columns import map_columns
from commonroot.sheets.people import PersonRow, rows_as_people
from commonroot.sheets.places import Places
from commonroot.sheets.reading import read, read_pasted
from tests.sheets.samples import csv_of


def people_of(lines: list[list[str]], places: Places | None = None) -> list[PersonRow]:
    table = read(csv_of(lines, delimiter=";"), "list.csv").tables[0]
    return list(rows_as_people(table, map_columns(table), places=places))


def told(person: PersonRow) -> list[str]:
    return [str(problem) for problem in person.problems]


def test_a_whole_row() -> None:
    person = people_of(
        [
            ["Name", "Contact", "Location", "Org", "Role", "Course", "Year", "Registered on", "DOB",
             "Language", "Consent", "Tags", "ID", "Notes"],
            ["PRADO, Luz", "luz@gmial.com / 0912 345 678", "Lima, Perú", "Red Tierra", "coach",
             "Organising 101", "2014", "27/12/2014", "1971", "Spanish", "sí", "a, b", "17",
             "Sings."],
        ]
    )[0]  # fmt: skip

    assert person == PersonRow(
        number=2,
        name="Luz Prado",
        given="Luz",
        family="Prado",
        emails=("luz@gmail.com",),
        phones=("+51912345678",),
        country="PE",
        likely_country="PE",
        city="Lima",
        organisation="Red Tierra",
        role="coach",
        course="Organising 101",
        year=2014,
        date=date(2014, 12, 27),
        born_year=1971,
        language="es",
        agreed=True,
        tags=("a", "b"),
        identifier="17",
        notes="Sings.",
        repairs=person.repairs,
    )
    assert [str(repair) for repair in person.repairs] == [
        "Row 2, column “Contact”: luz@gmial.com was read as luz@gmail.com."
    ]


def test_problems_name_the_row_and_the_column() -> None:
    head = ["Name", "Email", "Phone", "Country", "Date", "Year", "Consent"]
    good = ["Ali", "ali@example.org", "+201012345678", "Egypt", "27/12/2019", "2019", "yes"]
    bad = ["Luz", "luz@example", "12345", "Atlantis", "31/02/2019", "second", "perhaps"]

    person = people_of([head, good, good, bad])[2]

    assert told(person) == [
        "Row 4, column “Email”: we could not read the e-mail address luz@example.",
        "Row 4, column “Country”: we do not know the country Atlantis.",
        "Row 4, column “Phone”: we could not read the phone number 12345.",
        "Row 4, column “Year”: we could not read the year second.",
        "Row 4, column “Date”: 31/02/2019 is not a day.",
        "Row 4, column “Consent”: we could not tell whether perhaps means yes or no.",
    ]
    assert (person.name, person.emails, person.phones, person.date) == ("Luz", (), (), None)


def test_a_row_without_name_and_contact_is_refused() -> None:
    people = people_of([["Name", "Email", "City"], ["", "-", "Lima"], ["", "a@example.org", ""]])

    assert [str(person.refused) if person.refused else None for person in people] == [
        "Row 2 has neither a name nor an e-mail address or phone number, so we left it out.",
        None,
    ]


def test_rounded_and_homeless_phones_are_told_apart() -> None:
    people = people_of([["Name", "Phone"], ["Luz", "9.65E+12"], ["Ali", "0712 345 678"]])

    assert [told(person) for person in people] == [
        ["Row 2, column “Phone”: the spreadsheet rounded the phone number 9.65E+12; its last digits"
         " are lost."],
        ["Row 3, column “Phone”: the phone number 0712 345 678 has no country, and the row names"
         " none."],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["0712345678 / 0722345678", "amina@example.org / +254 712 345 678, (+254) 722345678"]
)
def test_two_phones_in_a_cell_are_both_kept(cell: str) -> None:
    person = people_of([["Name", "Phone", "Country"], ["Luz", cell, "Kenya"]])[0]

    assert person.phones == ("+254712345678", "+254722345678")


def test_name_and_address_in_one_cell_part() -> None:
    table = read_pasted("Luz Prado <luz@example.org>\nali@example.org\nEva Ruiz eva@example.org\n")

    people = list(rows_as_people(table.tables[0], map_columns(table.tables[0])))

    assert [(person.name, person.emails) for person in people] == [
        ("Luz Prado", ("luz@example.org",)),
        ("", ("ali@example.org",)),
        ("Eva Ruiz", ("eva@example.org",)),
    ]


def test_remarks_beside_an_address_are_neither_name_nor_phone() -> None:
    rows = [
        ["Given name", "Family name", "Contact", "Country"],
        ["Na", "Wanjala", "na@example.org (personal) / 0712 345 678", "Kenya"],
        ["Ali", "n/a", "ali@example.org (work)", "Kenya"],
    ]

    people = people_of(rows)

    assert [(one.name, one.emails, one.phones) for one in people] == [
        ("Na Wanjala", ("na@example.org",), ("+254712345678",)),
        ("Ali", ("ali@example.org",), ()),
    ]


def test_a_missing_country_is_supposed_from_other_rows_with_the_city() -> None:
    head = ["Name", "City", "Country", "Phone"]

    people = people_of(
        [head, ["Amina", "Eldoret", "Kenya", ""], ["Juma", "Eldoret", "", "0712345678"]]
    )

    assert [(p.country, p.likely_country, p.phones) for p in people] == [
        ("KE", "KE", ()),
        (None, "KE", ("+254712345678",)),
    ]


def test_a_missing_country_is_supposed_from_address_city_or_organisation() -> None:
    head = ["Name", "Email", "City", "Org"]

    people = people_of(
        [
            head,
            ["Rami", "rami@example.org.lb", "Tripoli", ""],
            ["Awa", "awa@example.org", "Dakar", ""],
            ["Ali", "ali@example.org", "", "Land Rights Network Cairo"],
            ["Luz", "luz@example.io", "", "Casa"],
        ]
    )

    assert [person.likely_country for person in people] == ["LB", "SN", "EG", None]
    assert [person.country for person in people] == [None] * 4


def test_what_one_table_teaches_serves_the_next() -> None:
    places = Places()
    people_of([["Name", "City", "Country"], ["Amina", "Eldoret", "Kenya"]], places)

    person = people_of([["Name", "City", "Phone"], ["Juma", "Eldoret", "0712345678"]], places)[0]

    assert person.phones == ("+254712345678",)


def test_a_city_that_rows_disagree_about_says_nothing() -> None:
    places = Places()
    places.learn([("Tripoli", "LB"), ("Tripoli", "LY")])

    assert places.learnt("Tripoli") is None


def test_a_country_that_is_also_a_city_stays_the_city() -> None:
    person = people_of([["Name", "City"], ["Luz", "Guatemala"], ["Eva", "Xela"]])[0]

    assert (person.city, person.country) == ("Guatemala", None)


def test_months_first_are_learnt_from_their_column() -> None:
    people = people_of([["Name", "Date"], ["Luz", "03/04/2019"], ["Ali", "12/27/2019"]])

    assert [person.date for person in people] == [date(2019, 3, 4), date(2019, 12, 27)]


def test_the_state_of_a_mailing_list_comes_from_the_file_it_is_in() -> None:
    heads = [
        "Email Address",
        "First Name",
        "OPTIN_TIME",
        "CONFIRM_TIME",
        "UNSUB_TIME",
        "LEID",
        "EUID",
    ]
    line = ["a@example.org", "Luz", "2019-01-02 03:04:05", "", "2020-01-02 03:04:05", "1", "e1"]

    person = people_of([heads, line])[0]

    assert (person.status, person.status_on, person.identifier) == (
        "unsubscribed",
        date(2020, 1, 2),
        "e1",
    )


def test_a_table_without_rows_gives_nobody() -> None:
    table = Table("list", 1, ["Name"], [])

    assert list(rows_as_people(table, map_columns(table))) == []
