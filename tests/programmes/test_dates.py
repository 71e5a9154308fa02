"""When something is, and the rhythms that make dates."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonroot.core.time import instant
from commonroot.programmes.rules import dates
from commonroot.programmes.rules.dates import When

TODAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


def test_eight_weeks_from_a_week_without_a_weekday_are_weeks():
    whens = dates.read_rule("weekly, eight times, from the week of 2021-01-17")

    assert [when.precision for when in whens] == ["week"] * 8
    assert [when.first for when in whens] == [
        date(2021, 1, 17), date(2021, 1, 24), date(2021, 1, 31), date(2021, 2, 7),
        date(2021, 2, 14), date(2021, 2, 21), date(2021, 2, 28), date(2021, 3, 7),
    ]  # fmt: skip


def test_months_of_a_sentence():
    whens = dates.read_rule("each small group once a month: April, May, June 2021")

    assert whens == [dates.month(2021, 4), dates.month(2021, 5), dates.month(2021, 6)]


def test_one_meeting_in_a_month():
    assert dates.read_rule("one meeting of everyone in July 2021") == [dates.month(2021, 7)]


@pytest.mark.parametrize(
    "sentence", ["bi-monthly", "weekly, many times, from the week of 2021-01-17", ""]
)
def test_other_sentences_are_refused(sentence):
    with pytest.raises(ValueError, match=r".*"):
        dates.read_rule(sentence)


@pytest.mark.parametrize(
    ("weekday", "first"),
    [
        ("sunday", date(2021, 1, 17)),
        ("tuesday", date(2021, 1, 19)),
        ("saturday", date(2021, 1, 23)),
    ],
)
def test_weekday_of_a_weekly_rhythm_is_the_first_on_or_after_the_week_begins(weekday, first):
    whens = dates.weekly(times=2, from_week=date(2021, 1, 17), weekday=weekday)

    assert whens == [dates.day(first), dates.day(first + timedelta(days=7))]


@given(
    from_week=DAYS,
    weekday=st.sampled_from(dates.WEEKDAYS),
    times=st.integers(1, 30),
    every=st.integers(1, 4),
)
def test_every_weekly_date_falls_on_its_weekday_at_its_distance(from_week, weekday, times, every):
    days = [
        when.first
        for when in dates.weekly(times=times, from_week=from_week, weekday=weekday, every=every)
    ]

    assert len(days) == times
    assert {day.weekday() for day in days} == {dates.WEEKDAYS.index(weekday)}
    assert 0 <= (days[0] - from_week).days <= 6
    assert {(later - day).days for day, later in pairwise(days)} <= {7 * every}


@pytest.mark.parametrize(("times", "every"), [(0, 1), (1, 0)])
def test_rhythm_without_meetings_is_refused(times, every):
    with pytest.raises(ValueError, match="at least one"):
        dates.weekly(times=times, from_week=TODAY, every=every)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+9 days", date(2026, 12, 1)),
        ("-1 day", date(2026, 11, 21)),
        ("+8 weeks", date(2027, 1, 17)),
        ("+3 months", date(2027, 2, 22)),
        ("-9 months", date(2026, 2, 22)),
        ("9 days", None),
        ("tomorrow", None),
    ],
)
def test_days_counted_from_today(text, expected):
    assert dates.relative_day(text, today=TODAY) == expected


def test_months_from_the_last_of_a_long_month_end_with_the_short_one():
    assert dates.moved_months(date(2027, 1, 31), 1) == date(2027, 2, 28)


@given(on=DAYS, count=st.integers(-60, 60))
def test_moving_months_lands_in_that_month(on, count):
    moved = dates.moved_months(on, count)

    assert (moved.year * 12 + moved.month) - (on.year * 12 + on.month) == count
    assert moved.day <= on.day


def test_span_is_from_the_first_to_the_last_day_of_its_months():
    assert dates.read_held("2023-04/2023-05", today=TODAY) == When(
        "span", date(2023, 4, 1), date(2023, 5, 31)
    )


def test_month_knows_its_last_day():
    assert dates.read_held("2024-02", today=TODAY) == When(
        "month", date(2024, 2, 1), date(2024, 2, 29)
    )


@pytest.mark.parametrize("text", ["2023-05/2023-04", "2023-13", "spring", "", "2023-04/"])
def test_spans_that_are_none_are_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        dates.read_held(text, today=TODAY)


@pytest.mark.parametrize(
    ("ends_at", "sorts_on", "past"),
    [
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), date(2026, 11, 22), True),
        (datetime(2026, 11, 22, 12, 1, tzinfo=UTC), date(2026, 11, 22), False),
        (None, date(2026, 11, 21), True),
        (None, date(2026, 11, 30), False),
        (None, None, False),
    ],
)
def test_month_is_coming_until_it_is_over_and_no_date_never_past(ends_at, sorts_on, past):
    at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    assert dates.is_past(ends_at=ends_at, sorts_on=sorts_on, at=at) is past


def test_listing_puts_known_hours_before_months_and_no_date_last():
    april_day = dates.listing_order(
        starts_at=datetime(2027, 4, 6, 16, tzinfo=UTC), sorts_on=date(2027, 4, 6), position=4
    )
    april = dates.listing_order(starts_at=None, sorts_on=date(2027, 4, 30), position=1)
    last_of_april = dates.listing_order(
        starts_at=datetime(2027, 4, 30, 16, tzinfo=UTC), sorts_on=date(2027, 4, 30), position=3
    )
    some_time = dates.listing_order(starts_at=None, sorts_on=None, position=0)

    assert sorted([some_time, april, last_of_april, april_day]) == [
        april_day,
        last_of_april,
        april,
        some_time,
    ]


def test_programme_lasts_from_its_first_to_its_last_known_day():
    whens = [dates.NO_DATE, dates.month(2021, 7), dates.week(date(2021, 1, 17))]

    assert dates.begins_and_ends(whens) == (date(2021, 1, 17), date(2021, 7, 31))
    assert dates.begins_and_ends([dates.NO_DATE]) == (None, None)


# Clock changes in Berlin 2027: 28 March 02:00 → 03:00, 31 October 03:00 → 02:00.
def test_time_skipped_by_a_clock_change_is_the_later_one():
    assert instant(date(2027, 3, 28), time(2, 30), "Europe/Berlin") == datetime(
        2027, 3, 28, 1, 30, tzinfo=UTC
    )


def test_time_that_comes_twice_is_the_first():
    assert instant(date(2027, 10, 31), time(2, 30), "Europe/Berlin") == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )


@given(
    on=st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31)),
    wall=st.times(),
    zone=st.sampled_from(
        [
            "UTC",
            "Africa/Nairobi",
            "Asia/Manila",
            "America/New_York",
            "Europe/Berlin",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
        ]
    ),
)
def test_clock_on_the_wall_shows_what_was_decided_or_the_skipped_time_moved_on(on, wall, zone):
    from zoneinfo import ZoneInfo

    back = instant(on, wall, zone).astimezone(ZoneInfo(zone))

    shown = back.replace(tzinfo=None)
    wanted = datetime.combine(on, wall)
    assert shown == wanted or timedelta(0) < shown - wanted <= timedelta(hours=1)


def test_weekly_hour_stays_the_same_on_the_wall_across_a_clock_change():
    days = [
        when.first for when in dates.weekly(times=2, from_week=date(2027, 3, 23), weekday="tuesday")
    ]

    starts = [instant(day, time(19, 0), "Europe/Berlin") for day in days]

    assert [start.hour for start in starts] == [18, 17]


@pytest.mark.parametrize(
    ("sentence", "per_group"),
    [
        ("each small group once a month: April, May, June 2021", True),
        ("Each small group once a month", True),
        ("once a month: April, May, June 2021", False),
        ("each group on Tuesdays", False),
    ],
)
def test_a_rhythm_of_groups_is_told_by_its_words(sentence, per_group):
    assert dates.is_per_group(sentence) is per_group
