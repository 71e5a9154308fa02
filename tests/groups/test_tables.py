"""Tables of people as they are typed."""

import pytest

from commonroot.core.places import regions
from commonroot.groups.rules.tables import Unreadable, free_hours, people_of


def test_a_row_says_who_somebody_is_and_with_whom():
    rows = [
        {"key": "a", "name": "Amina", "country": "ke", "time_zone": "Africa/Nairobi",
         "languages": "sw; en;en", "team": "water", "free": "Mon 18:00-19:30", "with": "c"},
        {"person_id": "b", "display_name": "Bea", "team": "water", "apart": "c", "met": "a;c"},
        {"key": "c"},
    ]  # fmt: skip

    found = people_of(rows)

    amina = found.members[0]
    assert (amina.country, amina.languages) == ("KE", ("en", "sw"))
    assert amina.free == frozenset({(0, 36), (0, 37), (0, 38)})
    assert [one.name for one in found.members] == ["Amina", "Bea", ""]
    assert found.together == [("a", "c"), ("a", "b")]
    assert found.apart == [("b", "c")]
    assert found.met == [("b", "a"), ("b", "c")]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"name": "Amina"}], "Row 2 has no key."),
        ([{"key": "a"}, {"key": "a"}], "Row 3: “a” stands here a second time."),
        ([{"key": "a", "time_zone": "Mars"}], "Row 2: “Mars” is not a time zone."),
        ([{"key": "a", "with": "z"}], "“a” names “z”, who is not in the table."),
        ([{"key": "a", "free": "evenings"}], "Row 2: “evenings” is not like “Mon 18:00-21:00”."),
        ([{"key": "a", "free": "Mon 21-18"}], "Row 2: “Mon 21-18” is not like “Mon 18:00-21:00”."),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_row(rows, words):
    with pytest.raises(Unreadable) as refusal:
        people_of(rows)

    assert str(refusal.value) == words


def test_spans_take_in_the_half_hours_they_touch():
    assert free_hours("Monday 9-10; sun 23:30-24:00") == {(0, 18), (0, 19), (6, 47)}


def test_every_country_is_in_one_region():
    assert (regions()["KE"], len(regions())) == ("Eastern Africa", 249)
