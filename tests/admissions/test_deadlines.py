"""When an application may be handed in, to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.admissions.rules.answers import hour_words, is_empty
from commonroot.admissions.rules.deadlines import Window, link_days, window

CLOSES = datetime(2026, 11, 15, 20, 59, 59, tzinfo=UTC)
OPENS = datetime(2026, 9, 1, 6, tzinfo=UTC)
LAST = CLOSES + timedelta(microseconds=999_999)
OVER = CLOSES + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "begun_at", "grace", "where"),
    [
        (OPENS - timedelta(microseconds=1), None, 0, Window.EARLY),
        (OPENS, None, 0, Window.OPEN),
        (LAST, None, 0, Window.OPEN),
        (OVER, None, 0, Window.OVER),
        (OVER, LAST, 0, Window.OVER),
        (OVER, LAST, 10, Window.GRACE),
        (OVER, OVER, 10, Window.OVER),
        (OVER, None, 10, Window.OVER),
        (LAST + timedelta(minutes=10), LAST, 10, Window.GRACE),
        (OVER + timedelta(minutes=10), LAST, 10, Window.OVER),
    ],
)
def test_the_second_of_the_deadline_counts_and_the_next_does_not(at, begun_at, grace, where):
    found = window(opens_at=OPENS, closes_at=CLOSES, grace_minutes=grace, begun_at=begun_at, at=at)

    assert found == where


def test_without_dates_a_call_is_open():
    assert window(opens_at=None, closes_at=None, at=OVER) == Window.OPEN


@pytest.mark.parametrize(
    ("closes_at", "days"), [(None, 90), (CLOSES, 135), (OPENS - timedelta(days=9), 90)]
)
def test_a_link_works_two_months_past_the_deadline(closes_at, days):
    assert link_days(closes_at=closes_at, at=OPENS, least=90) == days


def test_hours_are_told_in_spans():
    told = hour_words([[0, 36], [0, 37], [0, 40], [2, 19]], days=["Mon", "Tue", "Wed"])

    assert told == "Mon 18:00–19:00 20:00–20:30, Wed 9:30–10:00"


@pytest.mark.parametrize(
    ("value", "empty"),
    [(None, True), ("", True), ([], True), ({}, True), (False, False), (0, False), ("a", False)],
)
def test_no_and_nought_are_answers(value, empty):
    assert is_empty(value) == empty
