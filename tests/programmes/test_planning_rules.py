"""Rules of planning over plain values: rhythms, what to look at, fair hours."""

from datetime import UTC, date, datetime, time

import pytest

from commonroot.programmes.rules import checks, fair, rhythm
from commonroot.programmes.rules.checks import Found, ProgrammePlan, SessionPlan
from commonroot.programmes.rules.rhythm import Slot, TooMany
from commonroot.programmes.rules.shifting import Dated, as_text, from_text, last_day

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
STARTS = datetime(2026, 12, 10, 16, tzinfo=UTC)


def session(**changes):
    usual = {
        "key": "one", "precision": "day", "starts_at": STARTS,
        "ends_at": STARTS.replace(hour=18), "last": STARTS.date(), "minutes": 120,
        "places": 10, "by_registration": True, "has_address": True,
    }  # fmt: skip
    return SessionPlan(**{**usual, **changes})


def programme(*sessions, **changes):
    usual = {
        "format": "open", "online": True, "travels": False, "has_place": True, "apply_by": None,
        "sessions": sessions or (session(),),
    }  # fmt: skip
    return ProgrammePlan(**{**usual, **changes})


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        (programme(), []),
        (programme(sessions=()), ["no_sessions"]),
        (programme(session(cancelled=True)), ["no_sessions"]),
        (programme(missing=("fr",)), ["no_translation"]),
        (programme(session(missing=("fr",))), ["no_session_translation"]),
        (programme(blanked=("place",)), ["blanked"]),
        (programme(online=False, has_place=False), ["no_place"]),
        (programme(format="cohort"), ["no_deadline"]),
        (programme(apply_by=date(2026, 11, 21)), ["deadline_over"]),
        (programme(apply_by=date(2026, 12, 10)), ["deadline_after_start"]),
        (programme(apply_by=date(2026, 12, 1)), []),
        (programme(apply_by=date(2026, 12, 1), travels=True), ["visas"]),
        (programme(session(starts_at=None, ends_at=None, last=None, precision="open"),
                   apply_by=date(2026, 12, 1)), []),
        (programme(session(ends_at=AT)), ["past"]),
        (programme(session(ends_at=AT), published=True), []),
        (programme(session(starts_at=None, ends_at=None, last=date(2026, 11, 21))), ["past"]),
        (programme(session(minutes=10)), ["odd_length"]),
        (programme(session(minutes=721)), ["odd_length"]),
        (programme(session(parts=(60, 61))), ["parts_too_long"]),
        (programme(session(parts=(60, 60))), []),
        (programme(session(places=0)), ["no_places"]),
        (programme(session(places=0, by_registration=False), format="cohort",
                   apply_by=date(2026, 12, 1)), []),
        (programme(session(has_address=False)), ["no_addresses"]),
        (programme(session(has_address=False), online=False), []),
        (programme(session(has_address=False, starts_at=None, ends_at=None, last=None,
                           precision="open")), []),
        (programme(session(has_address=False, starts_at=AT.replace(day=30),
                           ends_at=AT.replace(day=30, hour=14))), ["no_address"]),
        (programme(session(by_registration=False)), ["not_by_registration"]),
        (programme(session(), session(key="two")), ["at_one_time"]),
        (programme(session(stream=1), session(key="two", stream=2)), []),
        (programme(session(stream=1), session(key="two")), ["at_one_time"]),
    ],
)  # fmt: skip
def test_what_to_look_at_before_it_is_public(plan, codes):
    assert [one.code for one in checks.look(plan, today=AT.date(), at=AT)] == codes


def test_what_stops_it_comes_first_and_carries_its_numbers():
    plan = programme(
        session(places=0), travels=True, format="residential", apply_by=date(2026, 12, 1)
    )

    assert checks.look(plan, today=AT.date(), at=AT) == [
        Found("no_places", "one", stops=True),
        Found("visas", values=(("days", 9), ("needed", 60))),
    ]


@pytest.mark.parametrize(
    ("case", "reasons"),
    [
        ({}, []),
        ({"published": False}, ["not_public"]),
        ({"published": False, "publish_at": STARTS}, ["later"]),
        ({"closed": True, "past": True}, ["closed", "past"]),
        ({"cancelled": True, "precision": "month"}, ["cancelled", "no_hour"]),
        ({"precision": "open", "by_registration": False}, ["no_hour", "not_by_registration"]),
    ],
)
def test_why_something_is_not_seen(case, reasons):
    usual = {"published": True, "publish_at": None, "closed": False, "past": False, "at": AT}

    assert checks.hidden(**{**usual, **case}) == reasons


@pytest.mark.parametrize(
    ("nth", "weekday", "on"),
    [(1, 1, date(2026, 12, 1)), (4, 0, date(2026, 12, 28)), (-1, 3, date(2026, 12, 31))],
)
def test_the_first_the_fourth_and_the_last_weekday_of_a_month(nth, weekday, on):
    assert rhythm.nth_weekday(date(2026, 12, 15), nth=nth, weekday=weekday) == on


def test_rhythms_that_mean_nothing_or_too_much():
    with pytest.raises(TooMany):
        rhythm.weekly(from_week=date(2021, 1, 17), times=121)
    with pytest.raises(ValueError, match="at least one day"):
        rhythm.course(first=date(2021, 1, 2), last=date(2021, 1, 1), slots=[Slot(time(9), 60)])


@pytest.mark.parametrize(
    ("precision", "until", "last"),
    [
        ("day", None, date(2026, 12, 10)),
        ("week", None, date(2026, 12, 16)),
        ("month", None, date(2026, 12, 31)),
        ("span", date(2027, 1, 31), date(2027, 1, 31)),
        ("span", None, date(2026, 12, 10)),
        ("open", None, None),
    ],
)
def test_the_last_day_of_what_is_known(precision, until, last):
    assert last_day(precision, held_on=date(2026, 12, 10), until_on=until) == last


@pytest.mark.parametrize(
    "dated",
    [
        Dated("day", date(2026, 12, 10), None, time(19), 90, "Asia/Kathmandu", "cancelled"),
        Dated("open", None, None, None, 120, "UTC"),
        Dated("span", date(2026, 4, 1), date(2026, 5, 31), None, 120, "UTC"),
    ],
)
def test_a_date_is_kept_as_text_and_read_back(dated):
    assert from_text(as_text(dated)) == dated
    assert dated.shifted(7).shifted(-7) == dated


@pytest.mark.parametrize(
    ("starts", "ends", "kind"),
    [
        ("09:00", "11:00", "good"),
        ("06:00", "08:30", "early"),
        ("20:00", "22:00", "late"),
        ("22:00", "23:30", "night"),
        ("04:00", "06:30", "night"),
    ],
)
def test_the_worst_hour_of_a_session_counts(starts, ends, kind):
    moments = (datetime.fromisoformat(f"2026-12-10 {one}") for one in (starts, ends))

    assert fair.worst(*moments) == kind


def test_a_session_over_midnight_is_in_the_night_unless_it_ends_with_the_day():
    late = datetime(2026, 12, 10, 22)

    assert fair.worst(late, datetime(2026, 12, 11, 0, 0)) == "night"
    assert fair.worst(late, datetime(2026, 12, 11, 9, 0)) == "night"


def test_the_fairest_hour_of_a_group_between_manila_and_lima():
    zones = {"Asia/Manila": 3, "America/Lima": 1, "Africa/Nairobi": 2}

    there = fair.locals_of(STARTS, STARTS.replace(hour=18), host="Africa/Nairobi", zones=zones)
    best = fair.best_hours(date(2026, 12, 10), host="Africa/Nairobi", minutes=60, zones=zones)

    assert [(one.zone, f"{one.starts:%H}", one.shift, one.kind) for one in there] == [
        ("America/Lima", "11", 0, "good"),
        ("Africa/Nairobi", "19", 0, "good"),
        ("Asia/Manila", "00", 1, "night"),
    ]
    assert (best[0][0], best[0][1]) == (time(15), 2)
    assert best[0][2] == {"good": 5, "early": 1, "late": 0, "night": 0}
    assert best[-1][1] > best[0][1]
