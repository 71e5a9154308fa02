"""The stage a programme is in, and what is open then."""

from datetime import UTC, date, datetime

import pytest

from commonroot.programmes.rules import stages
from commonroot.programmes.rules.stages import Dates

APPLY_BY, STARTS, ENDS = date(2026, 12, 6), date(2027, 1, 17), date(2027, 7, 31)
WHOLE = Dates(published=True, apply_by=APPLY_BY, starts_on=STARTS, ends_on=ENDS, closed=False)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 11, 22), "call"),
        (APPLY_BY, "call"),
        (date(2026, 12, 7), "choose"),
        (STARTS, "run"),
        (ENDS, "run"),
        (date(2027, 8, 1), "hand_over"),
    ],
)
def test_stage_follows_the_dates(today, stage):
    assert stages.stage(WHOLE, today=today) == stage


def test_unpublished_is_planned_and_closed_is_years_after():
    planned = Dates(
        published=False, apply_by=APPLY_BY, starts_on=STARTS, ends_on=ENDS, closed=False
    )
    closed = Dates(published=True, apply_by=APPLY_BY, starts_on=STARTS, ends_on=ENDS, closed=True)

    assert stages.stage(planned, today=STARTS) == "plan"
    assert stages.stage(closed, today=STARTS) == "years"


def test_without_any_date_the_call_is_open():
    undated = Dates(published=True, apply_by=None, starts_on=None, ends_on=None, closed=False)

    assert stages.stage(undated, today=STARTS) == "call"


def test_strip_has_six_stages_with_their_days():
    assert stages.strip(WHOLE, today=date(2026, 12, 7)) == [
        ("plan", "done", None),
        ("call", "done", APPLY_BY),
        ("choose", "now", None),
        ("run", "later", STARTS),
        ("hand_over", "later", ENDS),
        ("years", "later", None),
    ]


@pytest.mark.parametrize(
    ("apply_by", "starts_on", "today", "is_open"),
    [
        (APPLY_BY, STARTS, APPLY_BY, True),
        (APPLY_BY, STARTS, date(2026, 12, 7), False),
        (None, STARTS, date(2027, 1, 16), True),
        (None, STARTS, STARTS, False),
        (None, None, STARTS, True),
    ],
)
def test_call_is_open_through_its_last_day(apply_by, starts_on, today, is_open):
    assert stages.call_is_open(apply_by=apply_by, starts_on=starts_on, today=today) is is_open


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({}, True),
        ({"by_registration": False}, False),
        ({"planned": False}, False),
        ({"published": False}, False),
        ({"ends_at": None}, False),
        ({"ends_at": datetime(2026, 12, 1, 16, 30, tzinfo=UTC)}, False),
    ],
)
def test_place_may_be_asked_for_until_the_session_is_over(changes, is_open):
    usual = {
        "by_registration": True,
        "planned": True,
        "published": True,
        "ends_at": datetime(2026, 12, 1, 18, 0, tzinfo=UTC),
    }
    at = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)

    assert stages.is_open_for_registration(**{**usual, **changes}, at=at) is is_open
