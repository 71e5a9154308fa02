"""When things of a list are due and how they stand."""

from datetime import date, timedelta

import pytest

from commonroot.handbook.rules.checks import (
    Anchor,
    Days,
    Found,
    When,
    after,
    before,
    count,
    due_on,
    state,
    too_late_from,
)

DAYS = Days(
    start=date(2026, 12, 2),
    end=date(2026, 12, 18),
    deadline=date(2026, 10, 1),
    hear=date(2026, 10, 15),
)
TODAY = date(2026, 12, 10)
PAST, COMING = date(2026, 12, 9), date(2026, 12, 10)


@pytest.mark.parametrize(
    ("when", "days", "expected"),
    [
        (None, DAYS, None),
        (before(42), DAYS, date(2026, 10, 21)),
        (before(42), Days(end=date(2026, 12, 18)), None),
        (after(14), DAYS, date(2027, 1, 1)),
        (after(14), Days(start=date(2026, 12, 2)), date(2026, 12, 16)),
        (before(7, Anchor.DEADLINE), DAYS, date(2026, 9, 24)),
        (When(Anchor.HEAR), DAYS, date(2026, 10, 15)),
        (When(Anchor.HEAR), Days(deadline=date(2026, 10, 1)), date(2026, 10, 1)),
    ],
)
def test_due_on_counts_from_the_days_that_are_settled(when, days, expected):
    assert due_on(when, days) == expected


@pytest.mark.parametrize(
    ("found", "said", "due", "expected"),
    [
        (Found(2, 2), "", PAST, "done"),
        (Found(3, 2), "", None, "done"),
        (Found(1, 2), "", PAST, "late"),
        (Found(1, 2), "", COMING, "open"),
        (Found(1, 2), "done", PAST, "late"),
        (Found(0, 0), "", PAST, "open"),
        (Found(2, 2), "not_needed", PAST, "not_needed"),
        (None, "done", PAST, "said"),
        (None, "", PAST, "late"),
        (None, "", None, "open"),
        (None, "not_needed", PAST, "not_needed"),
    ],
)
def test_state_follows_what_is_kept_then_what_is_said_then_the_day(found, said, due, expected):
    assert state(found, said=said, due_on=due, today=TODAY) == expected


def test_what_is_not_needed_is_not_counted():
    assert count(["done", "said", "open", "late", "not_needed"]) == (2, 4)
    assert count([]) == (0, 0)


@pytest.mark.parametrize(
    ("due", "days", "by_hand", "expected"),
    [
        (date(2026, 11, 1), DAYS, True, date(2026, 12, 16)),
        (date(2026, 11, 1), DAYS, False, date(2027, 1, 1)),
        (date(2026, 12, 5), DAYS, True, date(2027, 1, 1)),
        (date(2027, 1, 2), DAYS, True, None),
        (date(2027, 1, 2), DAYS, False, None),
        (date(2026, 11, 1), Days(start=date(2026, 12, 2)), False, date(2026, 12, 16)),
        (None, DAYS, True, None),
        (date(2026, 11, 1), Days(), True, None),
    ],
)
def test_what_had_its_time_is_let_go(due, days, by_hand, expected):
    assert too_late_from(due, days, by_hand=by_hand) == expected


def test_nothing_is_late_any_more_once_it_was_let_go():
    def on(until: date) -> str:
        return state(None, said="", due_on=PAST, until=until, today=TODAY)

    assert [on(TODAY), on(COMING + timedelta(days=1))] == ["open", "late"]
