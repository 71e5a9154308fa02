"""Dates and texts in the reader's language."""

from datetime import date

import pytest
from django.utils.translation import override

from commonroot.core.fields import Translated
from commonroot.programmes.queries import words
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def undated(precision, first=None, last=None):
    return SessionFactory.build(
        programme=ProgrammeFactory.build(run_by=None),
        precision=precision, held_on=first, until_on=last, starts_at=None, sorts_on=last,
    )  # fmt: skip


def test_session_is_told_on_the_hosts_clock(at):
    told = words.session_words(SessionFactory(), at=at)

    assert (told.day, told.clock, told.zone, told.utc) == (
        "Tue 1 December", "19:00–21:00", "Nairobi, UTC+3", "16:00 UTC",
    )  # fmt: skip
    assert (told.at, told.until) == ("2026-12-01T19:00:00+03:00", "2026-12-01T21:00:00+03:00")


def test_session_is_told_on_the_visitors_clock_with_their_day(at):
    told = words.session_words(SessionFactory(), at=at, zone="Asia/Manila")

    assert (told.day, told.clock, told.zone) == ("Wed 2 December", "00:00–02:00", "Manila, UTC+8")


def test_clock_is_isolated_from_right_to_left_text(at):
    with override("ar"):
        told = words.session_words(SessionFactory(), at=at)

        assert str(told.line).endswith('<bdi dir="ltr">19:00–21:00</bdi>')


@pytest.mark.parametrize(
    ("precision", "first", "last", "told"),
    [
        ("week", date(2027, 1, 17), None, "Week of 17 January 2027"),
        ("week", date(2026, 12, 6), None, "Week of 6 December"),
        ("month", date(2026, 4, 1), None, "April"),
        ("month", date(2027, 5, 1), None, "May 2027"),
        ("span", date(2023, 4, 1), date(2023, 5, 31), "April to May 2023"),
        ("span", date(2026, 12, 1), date(2027, 1, 31), "December to January 2027"),
        ("open", None, None, "No date yet"),
    ],
)
def test_what_is_known_only_roughly_is_told_so(at, precision, first, last, told):
    assert words.session_words(undated(precision, first, last), at=at).day == told


def test_narrow_column_leaves_out_the_year_that_the_weekday_tells(at):
    assert words.row_day_words(date(2027, 1, 17), today=TODAY) == "Sun 17 Jan"
    assert words.row_day_words(date(2025, 1, 17), today=TODAY) == "Fri 17 Jan 2025"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (120, "2 hours"),
        (60, "1 hour"),
        (90, "1 hour 30 minutes"),
        (45, "45 minutes"),
        (1, "1 minute"),
    ],
)
def test_length_in_words(minutes, told):
    assert words.length_words(minutes) == told


def test_text_falls_back_to_the_programmes_language_and_says_which():
    programme = ProgrammeFactory.build(run_by=None, languages=["fr"])
    texts = Translated({"en": "Evenings", "fr": "Soirées"})

    with override("ar"):
        shown = words.shown(texts, programme)
        foreign = words.is_foreign(texts, programme)

    assert (shown, foreign) == ('<bdi lang="fr" dir="ltr">Soirées</bdi>', "français")


def test_text_in_the_readers_language_is_left_as_it_is():
    assert words.shown(Translated({"en": "A & B"})) == "A & B"
    assert words.shown(Translated()) == ""


def test_hostile_text_in_another_language_is_escaped():
    assert words.shown(Translated({"fr": "<script>"})) == '<span lang="fr">&lt;script&gt;</span>'


def test_language_without_a_name_keeps_its_code():
    assert words.language_names(["en", "fr", "xx"]) == "English, français, xx"


def sessions(programme, *days, precision="day"):
    return [
        SessionFactory.build(programme=programme, held_on=day, precision=precision) for day in days
    ]


def test_cohort_is_told_by_its_weeks(at):
    programme = ProgrammeFactory.build(
        run_by=None, format="cohort", starts_on=date(2027, 1, 17), ends_on=date(2027, 7, 31)
    )
    weekly = [date(2027, 1, 17), date(2027, 1, 24), date(2027, 1, 31), date(2027, 4, 1)]

    by_day = words.programme_when(programme, sessions=sessions(programme, *weekly), at=at)
    by_week = words.programme_when(
        programme, sessions=sessions(programme, *weekly, precision="week"), at=at
    )

    assert (by_day, by_week) == ("3 weeks from Sun 17 Jan 2027", "3 weeks from 17 January 2027")


def test_course_is_told_from_day_to_day(at):
    programme = ProgrammeFactory.build(
        run_by=None, format="residential", starts_on=date(2026, 5, 18), ends_on=date(2026, 5, 23)
    )
    days = sessions(programme, date(2026, 5, 18), date(2026, 5, 23))

    assert words.programme_when(programme, sessions=days, at=at) == "Mon 18 May to Sat 23 May"


def test_programme_of_months_and_programme_without_date(at):
    months = ProgrammeFactory.build(
        run_by=None, starts_on=date(2023, 4, 1), ends_on=date(2024, 2, 29)
    )
    one = ProgrammeFactory.build(run_by=None, starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 30))
    none = ProgrammeFactory.build(run_by=None, starts_on=None)

    told = [
        words.programme_when(programme, sessions=[], at=at) for programme in (months, one, none)
    ]

    assert told == ["April 2023 to February 2024", "April 2027", "No date yet"]


def test_course_of_one_day_is_told_by_it(at):
    programme = ProgrammeFactory.build(
        run_by=None, format="residential", starts_on=date(2027, 5, 18), ends_on=date(2027, 5, 18)
    )

    told = words.programme_when(programme, sessions=[], at=at)

    assert told == "Tue 18 May 2027"


def test_line_is_the_day_alone_while_there_is_no_hour(at):
    told = words.session_words(undated("month", date(2027, 5, 1)), at=at)

    assert told.line == "May 2027"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 4, 1), date(2026, 5, 31), "Apr to May"),
        (date(2026, 12, 1), date(2027, 1, 31), "Dec to Jan 2027"),
        (date(2027, 12, 1), date(2028, 1, 31), "Dec 2027 to Jan 2028"),
    ],
)
def test_narrow_column_shortens_months(at, first, last, told):
    assert words.session_words(undated("span", first, last), at=at, row=True).day == told
