"""Lists cut into sections by lines that name a country."""

import pytest

from commonroot.sheets.book import Row, Table
from commonroot.sheets.sections import with_sections

HEADINGS = ["Name", "Email", "Place"]


def table_of(*lines: list[str], headings: list[str] = HEADINGS) -> Table:
    return Table("list", 1, headings, [Row(n, line) for n, line in enumerate(lines, start=2)])


def person(name: str) -> list[str]:
    return [name, f"{name.lower()}@example.org", "Home"]


def test_each_row_belongs_to_the_country_above_it() -> None:
    table = table_of(
        person("Eva"),
        ["Kenya", "", ""],
        person("Amina"),
        person("Otieno"),
        ["", "Perú", ""],
        person("Luz"),
        ["-", "", ""],
        person("Nobody"),
    )

    made = with_sections(table)

    assert made.headings == [*HEADINGS, "Country"]
    assert [(row.number, row.cells[-1]) for row in made.rows] == [
        (2, ""),
        (4, "Kenya"),
        (5, "Kenya"),
        (7, "Perú"),
        (9, ""),
    ]
    assert [(line.number, line.reason.code) for line in made.dropped] == [
        (3, "dropped_section"),
        (6, "dropped_section"),
        (8, "dropped_section"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        table_of(person("Amina"), ["Jordan", "", ""], person("Luz")),
        table_of(["Jordan", "", ""], ["Chad", "", ""], person("Luz")),
        table_of(["Kenya", ""], ["Amina", "Nairobi"], ["Luz", "Lima"], headings=["Name", "City"]),
        table_of(
            ["Kenya", "", ""], person("Amina"), person("Luz"), headings=["Name", "Email", "País"]
        ),
        table_of(
            ["Kenya", "", ""],
            ["Amina", "amina@example.org", "Nakuru, Kenya"],
            ["Luz", "luz@example.org", "Lima, Perú"],
            headings=["Name", "Email", "Location"],
        ),
        table_of(["", "", ""], person("Amina")),
        table_of(),
    ],
    ids=[
        "one name",
        "mostly names",
        "two columns",
        "a column says it",
        "places",
        "no country",
        "nobody",
    ],
)
def test_other_lists_stay_as_they_are(table: Table) -> None:
    assert with_sections(table) is table
