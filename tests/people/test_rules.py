"""Rules about people."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.people import rules

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        (" AMINA@example.org ", ("mail", "amina@example.org")),
        ("mailto:<amina@example.org>", ("mail", "amina@example.org")),
        ("+254 (712) 345-678", ("phone", "+254712345678")),
        ("00254712345678", ("phone", "+254712345678")),
        ("+٢٥٤٧١٢٣٤٥٦٧٨", ("phone", "+254712345678")),
        ("0712 345 678", None),
        ("amina@", None),
        ("amina@example.org, other@example.org", None),
        ("a" * 250 + "@example.org", None),
        ("Amina", None),
        ("", None),
    ],
)
def test_a_way_is_read_in_one_form(typed, way):
    assert rules.as_way(typed) == way


@pytest.mark.parametrize(
    ("one", "other", "cover"),
    [
        (["amina", "wekesa"], ["wekesa", "amina", "njeri"], True),
        (["amina"], ["amina", "wekesa"], True),
        (["amina", "wekesa"], ["amina", "otieno"], False),
        ([], ["amina"], False),
    ],
)
def test_names_cover_when_the_shorter_stands_in_the_longer(one, other, cover):
    assert rules.names_cover(one, other) is cover
    assert rules.names_cover(other, one) is cover


@pytest.mark.parametrize(
    ("passed", "state", "age"),
    [
        (timedelta(), "fresh", (0, "weeks")),
        (timedelta(days=22), "fresh", (3, "weeks")),
        (timedelta(days=60), "fresh", (8, "weeks")),
        (timedelta(days=61), "fresh", (2, "months")),
        (timedelta(days=365), "fresh", (11, "months")),
        (rules.YEAR, "ageing", (1, "years")),
        (3 * rules.YEAR, "ageing", (3, "years")),
        (3 * rules.YEAR + timedelta(seconds=1), "old", (3, "years")),
        (timedelta(days=4400), "old", (12, "years")),
        (timedelta(days=-1), "fresh", (0, "weeks")),
    ],
)
def test_details_age(passed, state, age):
    confirmed_at = NOON - passed

    assert rules.freshness(confirmed_at, at=NOON) == state
    assert rules.age(confirmed_at, at=NOON) == age


def test_what_was_never_confirmed_is_old():
    assert rules.freshness(None, at=NOON) == "old"
    assert rules.age(None, at=NOON) == (0, "never")


@pytest.mark.parametrize(
    ("word", "distance"), [("ali", 0), ("amin", 1), ("mohamed", 1), ("mohammed", 2)]
)
def test_longer_words_may_hold_more_typos(word, distance):
    assert rules.typo_distance(word) == distance


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("amnia", ["amina"]),
        ("amina", ["amina"]),
        ("wekes", ["wekesa"]),
        ("mohamad", ["mohamed"]),
        ("ali", []),
        ("otieno", []),
    ],
)
def test_a_word_is_found_in_spite_of_a_typo(word, near):
    assert rules.like(word, known=["amina", "wekesa", "mohamed", "alice"]) == near


def test_consonants_stand_apart_from_typed_words():
    assert rules.skeleton_word("latin", "slm") == "+slm"
    assert rules.skeleton_word("other", "slm") == "*slm"
