"""Two descriptions side by side."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.matching.levels import levels
from commonroot.matching.rarity import Rarity
from commonroot.matching.usage import Usage
from commonroot.matching.weights import shipped
from tests.matching.people import crowd, description

RARITY = Rarity.counted(crowd())
USAGE = Usage({"two@example.org": 2, "many@example.org": 9, "22222222": 2, "99999999": 9})


def found(one, other):
    return levels(one, other, rarity=RARITY, usage=USAGE)


def level(comparison, one, other):
    return found(description("", **one), description("", **other)).get(comparison)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Achieng Kamau", "Kamau Achieng", "whole"),
        ("Achieng", "Achieng", "single"),
        ("Achieng Grace Kamau", "Achieng Kamau", "within"),
        ("Achieng Kamau", "Kamau", "within_single"),
        ("Grace Kamau", "Grace Otieno", "other_family"),
        ("Grace Kamau", "Esther Kamau", "other_given"),
        ("Zuhura Kamau Grace", "Grace Kamau Wairimu", "crossed"),
        ("Grace Kamau", "Esther Otieno", "none"),
        ("G. Kamau", "Grace Kamau", "whole"),
        ("G. Kamau Wairimu", "Grace Kamau Zuhura", "crossed"),
    ],
)
def test_what_names_cover(one, other, expected):
    assert found(description(one), description(other))["cover"] == expected


def test_a_rare_name_has_fewer_namesakes_than_a_common_one():
    rare = found(description("Zuhura Wanza"), description("Zuhura Wanza"))
    common = found(description("Grace Kamau"), description("Grace Kamau"))

    assert rare["name"] == "1/64"
    assert common["name"] == "2"


def test_in_a_larger_country_the_same_name_has_more_namesakes():
    larger = Rarity.counted([one for _ in range(8) for one in crowd()])
    one = description("Grace Kamau")

    assert levels(one, one, rarity=larger, usage=USAGE)["name"] == "16"


def test_without_a_name_anybody_may_be_meant():
    nobody, somebody = description(""), description("Grace Kamau")

    assert found(nobody, somebody) == {"name": "256"}


def test_the_best_of_several_names_counts():
    married = description("Grace Kamau", ref=1)
    both = description("", ref=2)
    both = description("Grace Otieno").names + description("Grace Kamau").names
    person = description("Grace Otieno")
    person = type(person)(
        **{field: getattr(person, field) for field in person.__slots__} | {"names": both}
    )

    assert found(person, married)["cover"] == found(married, person)["cover"] == "whole"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("own@example.org", "own@example.org", "own"),
        ("two@example.org", "two@example.org", "few"),
        ("many@example.org", "many@example.org", "shared"),
        ("info@example.org", "info@example.org", "office"),
        ("amina.o@example.org", "amina.o@example.net", "local"),
        ("ao@example.org", "ao@example.net", "local_short"),
        ("amina.o@example.org", "amina.p@example.org", "slip"),
        ("amina71@example.org", "amina72@example.org", "other"),
        ("amina.o@example.org", "baraka@example.org", "other"),
        ("amina.o@example.org", "info@example.org", "other_office"),
    ],
)
def test_emails(one, other, expected):
    assert level("email", {"emails": (one,)}, {"emails": (other,)}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("+254711111111", "0711111111", "own"),
        ("+254722222222", "+254722222222", "few"),
        ("+254799999999", "+254799999999", "shared"),
        ("+254712345678", "+254712345679", "slip"),
        ("+254712345678", "+254787654321", "other"),
    ],
)
def test_phones(one, other, expected):
    assert level("phone", {"phones": (one,)}, {"phones": (other,)}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((1980, 5, 4), (1980, 5, 4), "day"),
        ((1980, 5, 4), (1980, 4, 5), "swapped"),
        ((1980, 5, 4), (1981, 5, 4), "near_year"),
        ((1980, 5, 4), (1990, 5, 4), "near_year"),
        ((1980, 5, 4), (1952, 5, 4), "other_year"),
        ((1980, 5, 4), (1980, 11, 23), "other_day"),
        ((1980, 5, 14), (1981, 5, 24), "other"),
        ((1980, 5, 14), (1985, 12, 24), "other"),
        ((1980, 5, 4), 1980, "year"),
        ((1980, 5, 4), 1979, "near"),
        (1990, 1980, "near"),
        (1990, 1975, "other_years"),
    ],
)
def test_births(one, other, expected):
    def born(said):
        if isinstance(said, int):
            return {"born_year": said}
        return {"born": datetime.date(*said)}

    assert level("born", born(one), born(other)) == expected


def test_a_digit_of_a_birth_date_may_be_wrong():
    one, other = datetime.date(1980, 5, 14), datetime.date(1980, 5, 24)

    assert level("born", {"born": one}, {"born": other}) == "other_day"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"emails": ("amina75@example.org",)}, {"born_year": 1975}, "year"),
        ({"emails": ("amina1975@example.org",)}, {"born_year": 1960}, "other_year"),
        ({"emails": ("amina75@example.org",)}, {"born_year": 1960}, "other_digits"),
        ({"emails": ("amina75@example.org",)}, {"emails": ("amina75@example.org",)}, None),
        ({"emails": ("amina@example.org",)}, {"born_year": 1960}, None),
    ],
)
def test_hints_of_addresses(one, other, expected):
    assert level("hint", one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Land Rights Network", "Land Rights Network", "same"),
        ("Land Rights Network", "LRN", "initials"),
        ("LRN", "Land Rights Network", "initials"),
        ("Land Rights Network Nairobi", "Réseau Terre Nairobi", "translated"),
        ("Kibera Art House", "Kibera Atr House", "near"),
        ("Land Rights Network", "Clean Water Action", "other"),
    ],
)
def test_organisations(one, other, expected):
    assert level("organisation", {"organisation": one}, {"organisation": other}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Nairobi", "NAIROBI", "large"),
        ("Kitale", "Kitale", "small"),
        ("Kitale", "Kitalle", "small"),
        ("Nairobi", "Mombasa", "other"),
    ],
)
def test_cities(one, other, expected):
    assert level("city", {"city": one}, {"city": other}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("A-100", "A-100", "same"), ("A-100", "A-101", "slip"), ("A-100", "B-777", "other")],
)
def test_identifiers(one, other, expected):
    assert level("identifier", {"identifiers": (one,)}, {"identifiers": (other,)}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("12 Kenyatta Avenue 00100", "12 Kenyata Ave nue 00100", "same"),
        ("12 Kenyatta Avenue 00100", "12 Kenyatta Avenue Old Town 00100", "near"),
        ("12 Kenyatta Avenue 00100", "Kenyatta Avenue Nairobi", "some"),
        ("12 Kenyatta Avenue 00100", "9 Moi Road", "other"),
    ],
)
def test_postal_addresses(one, other, expected):
    assert level("address", {"address": one}, {"address": other}) == expected


def test_another_country_is_told():
    one, other = description("Grace Kamau"), description("Grace Kamau", country="UG")

    assert found(one, other)["country"] == "other"
    assert "country" not in found(one, description("Grace Kamau", country=""))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Grace Kamau Jr.", "Grace Kamau Sr.", "other"),
        ("Grace Kamau Jr.", "Grace Kamau", "said_once"),
        ("Grace Kamau Jr.", "Grace Kamau Junior", None),
    ],
)
def test_generations(one, other, expected):
    assert found(description(one), description(other)).get("generation") == expected


PEOPLE = st.builds(
    lambda name, said: description(name, **said),
    st.sampled_from(
        ["Grace Kamau", "Kamau G.", "Grace Otieno", "Omar Ali", "Amir Aly", "أمينة", ""]
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "emails": st.sampled_from(
                [("amina1975@example.org",), ("two@example.org", "info@example.org")]
            ),
            "phones": st.sampled_from([("+254711111111",), ("+254711111112", "+254722222222")]),
            "born": st.sampled_from([datetime.date(1980, 5, 4), datetime.date(1990, 5, 4)]),
            "born_year": st.sampled_from([1975, 1980]),
            "organisation": st.sampled_from(["Land Rights Network", "LRN", "Clean Water"]),
            "city": st.sampled_from(["Nairobi", "Nairobbi", "Kitale"]),
            "country": st.sampled_from(["KE", "UG", ""]),
            "identifiers": st.sampled_from([("A-100",), ("A-101",)]),
            "address": st.sampled_from(["12 Kenyatta Avenue", "Kenyatta Avenue 12 Upper Hill"]),
        },
    ),
)


@given(PEOPLE, PEOPLE)
@settings(deadline=None)
def test_levels_are_the_same_from_either_side_and_all_have_a_weight(one, other):
    here, there = found(one, other), found(other, one)

    assert here == there
    assert {
        name: weight in shipped().levels[name] for name, weight in here.items()
    } == dict.fromkeys(here, True)
