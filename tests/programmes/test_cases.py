"""Schedules of known courses, in the words in which they were announced."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.programmes import actions, queries
from commonroot.programmes.models import DateChange, Session
from commonroot.programmes.queries.planning import checks, dates, pages
from commonroot.programmes.queries.words import shown
from commonroot.programmes.rules import rhythm
from commonroot.programmes.rules.dates import When, day, month
from commonroot.programmes.rules.rhythm import Proposed, Slot
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
THEN = datetime(2012, 1, 1, tzinfo=UTC)
TUESDAY, WEDNESDAY, SATURDAY = 1, 2, 5


def planned(format="cohort", *, zone="UTC", **details):
    return ProgrammeFactory(
        format=format, time_zone=zone, published_at=None, **{"languages": ["en"], **details}
    )


def made(programme, proposed, *, title="Session", stretch="", zone="", at=THEN, **more):
    phase = None
    if stretch:
        phase = actions.add_phase(
            programme=programme,
            title=Translated({"en": stretch}),
            rule=Translated(),
            by=BY,
            at=at,
        )
    return actions.make_sessions(
        programme=programme,
        title=Translated({"en": title}),
        proposed=proposed,
        time_zone=zone or programme.time_zone,
        phase=phase,
        by=BY,
        at=at,
        **more,
    )


def days_of(programme):
    return [one.held_on for one in programme.sessions.order_by("position")]


def test_weekly_for_eight_weeks_then_small_groups_then_one_final():
    """Weekly for eight weeks from the week of 17 January 2021, two hours each; small groups once
    in each of April, May and June; one final in July; nothing in March after week 8.
    """
    programme = planned(apply_by=date(2020, 12, 6))

    weeks = made(
        programme, rhythm.weekly(from_week=date(2021, 1, 17), times=8), stretch="Weekly sessions"
    )
    made(programme, rhythm.monthly(first=date(2021, 4, 1), times=3), stretch="Small groups")
    made(programme, rhythm.monthly(first=date(2021, 7, 1), times=1), stretch="Closing gathering")

    assert [one.held_on for one in weeks] == [
        date(2021, 1, 17), date(2021, 1, 24), date(2021, 1, 31), date(2021, 2, 7),
        date(2021, 2, 14), date(2021, 2, 21), date(2021, 2, 28), date(2021, 3, 7),
    ]  # fmt: skip
    assert sum(one.minutes for one in weeks) == 16 * 60
    programme.refresh_from_db()
    assert (programme.starts_on - programme.apply_by).days == 42
    assert [(one.precision, one.held_on) for one in programme.sessions.filter(position__gte=8)] == [
        ("month", date(2021, 4, 1)),
        ("month", date(2021, 5, 1)),
        ("month", date(2021, 6, 1)),
        ("month", date(2021, 7, 1)),
    ]


def test_six_tuesdays_at_six_utc_are_two_in_the_afternoon_in_manila():
    """Six Tuesdays 15, 22, 29 October, 5, 12, 19 November 2024 at 06:00 UTC = 14:00 Manila,
    17:00 Sydney, 19:00 Auckland; at most thirty people.
    """
    programme = planned(zone="Asia/Manila")
    six = rhythm.weekly(from_week=date(2024, 10, 15), times=6, weekday=TUESDAY, clock=time(14))

    sessions = made(programme, six, places=30)

    assert [one.starts_at for one in sessions] == [
        datetime(2024, 10, 15, 6, tzinfo=UTC) + timedelta(weeks=week) for week in range(6)
    ]
    clocks = {
        zone: queries.session_words(sessions[0], at=THEN, zone=zone).clock[:5]
        for zone in ("Asia/Manila", "Australia/Sydney", "Pacific/Auckland")
    }
    assert clocks == {
        "Asia/Manila": "14:00",
        "Australia/Sydney": "17:00",
        "Pacific/Auckland": "19:00",
    }
    assert {one.places for one in sessions} == {30}


def test_late_selection_moves_seven_wednesdays_by_a_week():
    """Wednesdays 11 September to 23 October; selection was late and the start moved to the 18th:
    one step moves all seven to 30 October, tells people, keeps what it was, and says so on top.
    """
    announced = datetime(2024, 8, 1, tzinfo=UTC)
    late = datetime(2024, 9, 5, tzinfo=UTC)
    programme = planned(zone="Africa/Nairobi", apply_by=date(2024, 8, 30))
    seven = rhythm.weekly(from_week=date(2024, 9, 11), times=7, weekday=WEDNESDAY, clock=time(17))
    made(programme, seven, at=announced)
    actions.publish(programme=programme, by=BY, at=announced)
    before = days_of(programme)

    change = actions.shift(
        programme=programme,
        sessions=pages.coming_of(programme, at=late),
        days=7,
        by=BY,
        at=late,
    )

    programme.refresh_from_db()
    assert before == [date(2024, 9, 11) + timedelta(weeks=week) for week in range(7)]
    assert days_of(programme) == [date(2024, 9, 18) + timedelta(weeks=week) for week in range(7)]
    assert (programme.starts_on, programme.ends_on) == (date(2024, 9, 18), date(2024, 10, 30))
    assert {one.wall_time for one in programme.sessions.all()} == {time(17)}
    assert [one.moved_from for one in programme.sessions.all()[:1]] == [
        ["2024-09-11T14:00:00+00:00"]
    ]
    assert [past.what for past in pages.history(programme, at=late)] == [
        "7 dates moved 1 week later"
    ]
    soon, after = late + timedelta(minutes=9), late + timedelta(minutes=10)
    assert list(queries.changes_to_tell(at=soon)) == []
    assert list(queries.changes_to_tell(at=after)) == [change]
    assert queries.latest_change(programme, at=after) == change
    page = queries.programme_page(programme, at=after)
    assert page.moved == "Dates were changed on Thu 5 September. Those below hold."


def test_nine_fortnightly_wednesdays_and_a_last_saturday_of_its_own():
    """Fortnightly Wednesdays from 18 March: nine sessions by the rule end on 8 July, yet the call
    ends on Saturday 18 July. In Spanish and Portuguese.
    """
    programme = planned(languages=["es", "pt"], zone="America/Bogota")
    nine = rhythm.weekly(
        from_week=date(2026, 3, 18), times=9, every=2, weekday=WEDNESDAY, clock=time(18)
    )

    made(programme, [*nine[:-1], replace(nine[-1], when=day(date(2026, 7, 18)))])

    assert nine[-1].when == day(date(2026, 7, 8))
    assert days_of(programme)[-2:] == [date(2026, 6, 24), date(2026, 7, 18)]
    assert days_of(programme)[-1].weekday() == SATURDAY
    programme.refresh_from_db()
    assert programme.ends_on == date(2026, 7, 18)


def test_common_days_then_two_streams_then_a_common_last_day():
    """Tuesday 6 to Tuesday 13 November 2018: common days, then medicines and gender side by side,
    then a common last day.
    """
    programme = planned("residential", zone="Asia/Dhaka", mode="on_site")
    actions.set_streams(
        programme=programme,
        titles=[Translated({"en": "Medicines"}), Translated({"en": "Gender"})],
        by=BY,
        at=THEN,
    )
    morning, afternoon = Slot(time(9), 180), Slot(time(14), 180)
    side_by_side = [Slot(time(9), 180, stream=0), Slot(time(9), 180, stream=1)]

    common = rhythm.course(
        first=date(2018, 11, 6), last=date(2018, 11, 8), slots=[morning, afternoon]
    )
    apart = rhythm.course(
        first=date(2018, 11, 9), last=date(2018, 11, 12), slots=[*side_by_side, afternoon]
    )
    last = rhythm.course(first=date(2018, 11, 13), last=date(2018, 11, 13), slots=[morning])
    made(programme, [*common, *apart, *last])

    rows = list(programme.sessions.select_related("stream").order_by("position"))
    streams = [str(one.stream) if one.stream else "everybody" for one in rows]
    assert streams == [
        *["everybody"] * 6, *["Medicines", "Gender", "everybody"] * 4, "everybody",
    ]  # fmt: skip
    programme.refresh_from_db()
    assert (programme.starts_on, programme.ends_on) == (date(2018, 11, 6), date(2018, 11, 13))
    at_one_time = [
        one for one in checks.checks(programme, at=THEN) if "before another one ends" in one.title
    ]
    assert at_one_time == []


def test_online_preparation_before_the_course():
    """Online preparation 12 April to 20 May before 25 June to 4 July 2012, fifty places."""
    programme = planned("residential", zone="Africa/Johannesburg", mode="hybrid")
    weeks = rhythm.weekly(from_week=date(2012, 4, 12), times=6)
    made(programme, weeks, stretch="Online preparation")
    course = rhythm.course(
        first=date(2012, 6, 25), last=date(2012, 7, 4), slots=[Slot(time(9), 420)]
    )
    made(programme, course, stretch="The course", places=50)

    programme.refresh_from_db()
    assert (programme.starts_on, programme.ends_on) == (date(2012, 4, 12), date(2012, 7, 4))
    assert [len(one.rows) for one in pages.stretches(programme, at=THEN)] == [6, 10]
    assert weeks[-1].when.last == date(2012, 5, 23)


def test_six_days_for_thirty_to_forty_a_range_and_not_a_cap():
    """27 November to 2 December 2023, six days, 30 to 40 expected."""
    programme = planned("residential", places_words=Translated({"en": "30–40"}))

    made(
        programme,
        rhythm.course(first=date(2023, 11, 27), last=date(2023, 12, 2), slots=[Slot(time(9), 420)]),
    )

    assert len(days_of(programme)) == 6
    assert {one.places for one in programme.sessions.all()} == {None}
    assert str(shown(programme.places_words, programme)) == "30–40"


def test_eight_topics_of_two_weeks_from_june_to_october():
    """Eight topics, two weeks each: sixteen weeks from June to October 2013."""
    programme = planned()

    topics = made(programme, rhythm.weekly(from_week=date(2013, 6, 17), times=8, every=2))

    assert [topics[0].held_on, topics[-1].held_on] == [date(2013, 6, 17), date(2013, 9, 23)]
    assert topics[-1].held_on + timedelta(weeks=2) == date(2013, 10, 7)
    assert {one.precision for one in topics} == {"week"}


def test_a_series_known_to_the_month_moves_to_the_past_by_itself():
    """Sessions in April or May, May and July 2023, and February 2024: what is over stands among
    the past ones, what is known to the month is public without an hour.
    """
    programme = planned("open")
    spring = When("span", date(2023, 4, 1), date(2023, 5, 31))
    whens = [spring, month(2023, 5), month(2023, 7), month(2024, 2)]
    made(programme, [Proposed(when) for when in whens])
    actions.publish(programme=programme, by=BY, at=THEN)
    summer = datetime(2023, 6, 15, tzinfo=UTC)

    coming = [one.held_on for one in queries.coming_sessions(at=summer)]
    past = [one.held_on for one in queries.past_sessions(at=summer)]

    assert (coming, past) == (
        [date(2023, 7, 1), date(2024, 2, 1)],
        [date(2023, 5, 1), date(2023, 4, 1)],
    )
    words = [queries.session_words(one, at=summer).day for one in programme.sessions.all()]
    assert words == ["April to May", "May", "July", "February 2024"]


def test_an_announcement_copied_keeps_no_old_date_place_or_contact():
    """A page for Kathmandu once carried the dates and the place of Thessaloniki."""
    programme = planned(
        "residential",
        zone="Europe/Athens",
        mode="on_site",
        place=Translated({"en": "Thessaloniki"}),
        cost_words=Translated({"en": "EUR 50"}),
        organiser_words=Translated({"en": "A committee"}),
        schedule_words=Translated({"en": "Ten days in July"}),
        apply_by=date(2013, 4, 1),
    )
    sessions = made(
        programme,
        rhythm.course(first=date(2013, 7, 1), last=date(2013, 7, 2), slots=[Slot(time(9), 420)]),
        details={"join_address": "https://meet.example.org/old"},
    )
    parts = [actions.PartWritten(Translated({"en": "Story line"}), 60, exercise="story")]
    actions.set_parts(session=sessions[0], parts=parts, by=BY, at=THEN)

    copy = actions.copy_programme(programme=programme, run_by=programme.run_by, by=BY, at=THEN)

    assert checks.given(copy) == []
    assert checks.still_blank(copy) == [
        "dates", "schedule", "place", "contacts", "costs", "links",
    ]  # fmt: skip
    assert (copy.apply_by, copy.starts_on, copy.published_at) == (None, None, None)
    assert [one.precision for one in copy.sessions.all()] == ["open", "open"]
    kept = copy.sessions.first().parts.get()
    assert (str(kept.title), kept.minutes, kept.exercise) == ("Story line", 60, "story")
    assert str(copy.title) == "Organizing for Health (copy)"


def test_forty_six_days_are_too_few_for_visas_and_a_deadline_after_the_start_is_wrong():
    """Between 18 and 46 days lay between deadline and first day of known courses."""
    programme = planned(
        "residential",
        mode="on_site",
        place=Translated({"en": "Nairobi"}),
        apply_by=date(2023, 10, 12),
    )
    slots = [Slot(time(9), 420)]
    made(programme, rhythm.course(first=date(2023, 11, 27), last=date(2023, 11, 27), slots=slots))

    tight = [one.title for one in checks.checks(programme, at=THEN)]
    programme.apply_by = date(2023, 11, 27)
    wrong = [(one.title, one.stops) for one in checks.checks(programme, at=THEN)]

    assert tight == ["Too little time for visas"]
    assert wrong == [("The last day to apply is not before the first day", True)]


CLOCKS = [
    # Clocks go forward or back between the two weeks: the host's hour stays, the instant moves.
    ("Europe/Berlin", date(2025, 3, 26), time(19), ["18:00", "17:00"]),
    ("America/New_York", date(2024, 10, 30), time(19), ["23:00", "00:00"]),
    ("America/Santiago", date(2024, 9, 4), time(19), ["23:00", "22:00"]),
    ("Africa/Casablanca", date(2025, 2, 19), time(19), ["18:00", "19:00"]),
    ("Asia/Kathmandu", date(2025, 3, 26), time(19), ["13:15", "13:15"]),
    ("Pacific/Apia", date(2025, 3, 26), time(19), ["06:00", "06:00"]),
]


@pytest.mark.parametrize(("zone", "first", "clock", "utc"), CLOCKS)
def test_the_hosts_clock_stays_through_clock_changes(zone, first, clock, utc):
    programme = planned(zone=zone)
    two = rhythm.weekly(from_week=first, times=2, weekday=first.weekday(), clock=clock)

    sessions = made(programme, two)

    assert [f"{one.starts_at:%H:%M}" for one in sessions] == utc
    assert [queries.session_words(one, at=THEN).clock for one in sessions] == ["19:00–21:00"] * 2


# A time that a clock change skips is the later one, a repeated one the first.
ODD_HOURS = [
    ("Europe/Berlin", datetime(2025, 3, 30, 2, 30), "01:30"),
    ("Europe/Berlin", datetime(2025, 10, 26, 2, 30), "00:30"),
    ("America/New_York", datetime(2025, 3, 9, 2, 30), "07:30"),
    ("America/Santiago", datetime(2024, 9, 8, 0, 30), "04:30"),
]


@pytest.mark.parametrize(("zone", "wall", "utc"), ODD_HOURS)
def test_skipped_and_repeated_hours(zone, wall, utc):
    programme = planned(zone=zone)

    (session,) = made(programme, [Proposed(day(wall.date()), wall.time())])

    assert f"{session.starts_at:%H:%M}" == utc


def test_a_shift_over_a_clock_change_keeps_the_hour_and_undoing_it_puts_all_back(at):
    programme = planned(zone="Europe/Berlin")
    first = rhythm.weekly(from_week=date(2027, 3, 24), times=2, weekday=WEDNESDAY, clock=time(19))
    made(programme, [*first, Proposed(month(2027, 5))])
    before = list(programme.sessions.values_list("starts_at", flat=True))

    change = actions.shift(
        programme=programme, sessions=programme.sessions.all(), days=7, by=BY, at=at
    )
    moved = list(programme.sessions.values_list("starts_at", flat=True))
    actions.undo_change(change=change, by=BY, at=at)

    assert [f"{one:%d %H:%M}" for one in moved[:2]] == ["31 17:00", "07 17:00"]
    assert moved[2] is None  # known to the month: no shift by a week says another one
    assert list(programme.sessions.values_list("starts_at", flat=True)) == before
    assert DateChange.objects.filter(undone_at=None).count() == 0
    assert list(queries.changes_to_tell(at=at + timedelta(hours=1))) == []


def test_when_a_country_changes_its_clocks_the_instant_follows_and_people_are_told(at):
    programme = planned(zone="Africa/Casablanca")
    (session,) = made(programme, [Proposed(day(date(2027, 1, 14)), time(19))])
    other_rules = session.starts_at + timedelta(hours=1)
    Session.objects.filter(pk=session.pk).update(
        starts_at=other_rules, ends_at=other_rules + timedelta(hours=2)
    )
    off = dates.sessions_off_the_clock(at=at)

    done = actions.follow_clocks(sessions=off, by=BY, at=at)

    session.refresh_from_db()
    assert (done, session.starts_at) == (1, datetime(2027, 1, 14, 18, tzinfo=UTC))
    assert dates.sessions_off_the_clock(at=at) == []
    assert [one.kind for one in queries.changes_to_tell(at=at + timedelta(hours=1))] == ["clock"]
