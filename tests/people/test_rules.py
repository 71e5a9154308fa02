"""Rules about people."""

from datetime import UTC, date, datetime, timedelta

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


@pytest.mark.parametrize(
    ("before", "after", "now", "then"),
    [
        ("a", "b", "b", ("a", True)),
        ("a", "b", "c", ("c", False)),
        ({"x": 1}, {"x": 2, "y": 3}, {"x": 2, "y": 3, "z": 4}, ({"x": 1, "z": 4}, True)),
        ({"x": 1, "w": 5}, {"x": 2, "w": 5}, {"x": 9, "w": 5}, ({"x": 9, "w": 5}, False)),
        (None, {"x": 2}, {"x": 3}, ({"x": 3}, False)),
    ],
)
def test_undoing_gives_back_what_nobody_changed(before, after, now, then):
    assert rules.three_way(before, after, now=now) == then


LONG_AGO, LATELY = date(2019, 1, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        (("", False, None), ("b", False, None), False),
        (("a", False, None), ("", True, LATELY), True),
        (("", False, None), ("", False, LATELY), True),
        (("a", True, LONG_AGO), ("b", False, LATELY), True),
        (("a", False, LATELY), ("b", True, LONG_AGO), False),
        (("a", False, LONG_AGO), ("b", False, LATELY), False),
        (("a", False, LATELY), ("b", False, None), True),
        (("a", False, None), ("b", False, None), True),
    ],
)
def test_the_better_of_two_values_is_proposed(mine, theirs, stands):
    assert rules.better_side(mine=mine, theirs=theirs) == stands


def test_things_in_another_order_have_another_name():
    assert rules.fingerprint(["a", "b"]) == rules.fingerprint(("a", "b"))
    assert rules.fingerprint(["a", "b"]) != rules.fingerprint(["b", "a"])
