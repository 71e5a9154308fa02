"""How the desk says ages and where a detail comes from."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.consent.rules import Purpose
from commonroot.web.queries import words

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "long"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "1 day"),
        (59, "59 days"),
        (60, "2 months"),
        (200, "6 months"),
        (729, "24 months"),
        (800, "2 years"),
    ],
)
def test_how_long_ago_in_the_largest_unit_that_fits(days, long):
    assert words.how_long(NOON - timedelta(days=days), at=NOON) == long


@pytest.mark.parametrize(
    ("age", "said"),
    [
        ((0, "never"), "never"),
        ((3, "weeks"), "3 wk"),
        ((6, "months"), "6 mo"),
        ((2, "years"), "2 y"),
    ],
)
def test_ages(age, said):
    assert words.age(*age) == said


def test_clocks_are_told_in_the_zone_asked_for():
    assert words.clock(NOON, zone="Africa/Nairobi") == "15:00"


def test_every_purpose_has_words_of_its_own():
    said = {words.purpose(purpose) for purpose in Purpose}

    assert len(said) == len(Purpose)
    assert said & {str(purpose) for purpose in Purpose} == {"pictures"}
    assert words.purpose("something else") == "something else"


def test_sources_have_words():
    assert words.source("import") == "from an old list"
    assert words.source("something else") == "something else"
