"""Two people beside one another: what is the same, what differs, and why in words."""

import pytest

from commonroot.people.models import EarlierCourse, Person
from commonroot.people.queries.reasons import why
from commonroot.people.queries.sides import Side, compared_rows, sides_of
from tests.factories.people import PersonFactory


def rows(one, other):
    """{label: (state, one, other)} of a comparison, marks and all."""
    found = compared_rows(Side(**one), Side(**other), language="en")
    return {row["label"]: (row["state"], str(row["one"]), str(row["other"])) for row in found}


def bdi(text):
    return f"<bdi>{text}</bdi>"


UNKNOWN = '<span class="muted">not known</span>'


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("Tomás Rueda", "RUEDA Tomas", "same"),
        ("Tomás Rueda", "Tomás Lara", "differs"),
    ],
)
def test_names_are_the_same_in_any_order(*, one, other, state):
    assert rows({"name": one}, {"name": other})["Name"][0] == state


def test_a_further_name_counts_and_is_told():
    [row] = compared_rows(
        Side("Amina Otieno", further=("Amina Wekesa", "أمينة")), Side("Wekesa Amina"), language="en"
    )

    assert (row["state"], row["one_note"]) == ("same", "also Amina Wekesa, أمينة")
    assert row["one"] == bdi("Amina Otieno")
    assert "other_note" not in row


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            {"city": "Cali", "country": "CO"},
            {"city": "cali"},
            ("same", bdi("Cali, Colombia"), bdi("cali")),
        ),
        (
            {"city": "Chattogram", "country": "BD"},
            {"city": "Chittagong"},
            ("same", bdi("Chattogram, Bangladesh"), bdi("Chittagong")),
        ),
        (
            {"city": "Chattogram", "country": "IN"},
            {"city": "Chittagong", "country": "BD"},
            (
                "differs",
                "<mark>Chattogram, India</mark>",
                "<mark>Chittagong, Bangladesh</mark>",
            ),
        ),
        (
            {"city": "Cali", "country": "CO"},
            {"city": "Lima", "country": "PE"},
            ("differs", "<mark>Cali, Colombia</mark>", "<mark>Lima, Peru</mark>"),
        ),
        (
            {"city": "Cali"},
            {"country": "CO"},
            ("unknown", bdi("Cali"), bdi("Colombia")),
        ),
        ({"city": "Cali"}, {}, ("unknown", bdi("Cali"), UNKNOWN)),
        (
            {"country": "CO"},
            {"country": "CO", "supposed": True},
            ("unknown", bdi("Colombia"), bdi("Colombia")),
        ),
    ],
)
def test_places_are_the_same_when_all_that_both_say_is(*, one, other, expected):
    assert rows({"name": "A", **one}, {"name": "A", **other})["Place"] == expected


def test_a_supposed_country_says_so():
    place = compared_rows(
        Side("A", country="CO", supposed=True), Side("A", country="PE"), language="en"
    )[1]

    assert (place["one_note"], "other_note" in place) == ("the country is supposed", False)


def test_numbers_are_one_with_or_without_their_country():
    found = rows(
        {"name": "A", "phones": ("+254711222333",)}, {"name": "A", "phones": ("0711222333",)}
    )

    assert found["Phone"][0] == "same"


def test_what_neither_says_is_left_out():
    assert list(rows({"name": "A"}, {"name": "B"})) == ["Name"]


def test_everything_else_stands_below_one_another():
    full = {
        "name": "A", "city": "Cali", "phones": ("+1",), "emails": ("a@example.org",),
        "organisation": "Maji", "born": "3 May 1990", "courses": ("Power 2014",), "agreed": "yes",
    }  # fmt: skip

    assert list(rows(full, {"name": "A"})) == [
        "Name", "Place", "Phone", "E-mail", "Organisation", "Born", "Course", "Agreed to",
    ]  # fmt: skip


def test_why_tells_what_speaks_for_and_against():
    found = why(
        "probable",
        [["same_phone", 5.2], ["same_city", 0.7], ["other_email", 0.1], ["name_within", -0.1]],
    )

    assert found == (
        "Probably.",
        "Same phone; same city.",
        "other e-mail address; one name has words that the other leaves out.",
    )


def test_only_the_strongest_reasons_are_told_and_unknown_ones_are_not():
    many = [[code, 1.0] for code in ("same_phone", "same_email", "same_city", "same_name")]

    assert why("possible", [["gone_code", 9.0], *many, ["same_address", 0.5]]) == (
        "Perhaps.",
        "Same phone; same e-mail address; same city; same name.",
        "",
    )


def test_without_reasons_only_how_sure_it_is():
    assert why("certain", []) == ("Almost surely.", "", "")


@pytest.mark.django_db
def test_courses_of_old_lists_follow_those_held_here(at):
    taught, other, careful = PersonFactory(), PersonFactory(), PersonFactory(risk=Person.Risk.HIGH)
    for person in (taught, other, careful):
        for title, year in (("Organising", 2014), ("Strategy", 0), ("Campaigns", 2016)):
            EarlierCourse.objects.create(
                person=person, title=title, year=year, source="import", said_on=at.date()
            )

    found = sides_of([taught, other, careful], courses={taught.pk: ("The Struggle for Health",)})

    assert [side.courses for side in found] == [
        ("The Struggle for Health", "Campaigns 2016"),
        ("Campaigns 2016", "Organising 2014"),
        (),
    ]
