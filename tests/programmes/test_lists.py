"""Strips and rows of the first page and the catalogue."""

from datetime import date, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.programmes.models import Material, Presenter, Programme
from commonroot.programmes.queries import lists, runs_high_care
from commonroot.programmes.queries.presenters import naming
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db


def course(**fields):
    return ProgrammeFactory(format="residential", **fields)


def test_running_course_leads_to_its_dates(at):
    programme = course(starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 27))

    strip = lists.programme_strip(programme, at=at)

    assert (strip.link, strip.link_url, strip.stamp) == ("See the dates", strip.url, "")


def test_open_call_has_a_stamp_and_no_link(at):
    programme = course(
        apply_by=date(2026, 12, 6), starts_on=date(2027, 1, 17), ends_on=date(2027, 1, 27)
    )

    strip = lists.programme_strip(programme, at=at)

    assert (strip.stamp, strip.link) == ("Apply by Sun 6 Dec", "")


def test_course_whose_call_has_ended_has_neither(at):
    programme = course(
        apply_by=date(2026, 11, 1), starts_on=date(2027, 1, 17), ends_on=date(2027, 1, 27)
    )

    strip = lists.programme_strip(programme, at=at)

    assert (strip.stamp, strip.link, strip.link_url) == ("", "", strip.url)


def test_series_without_a_session_to_come_is_told_by_its_months(at):
    programme = ProgrammeFactory(starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30))

    strip = lists.programme_strip(programme, at=at)

    assert (strip.when, strip.zone, strip.link) == ("April", "", "")


def test_series_leads_to_its_next_session(at):
    programme = SessionFactory().programme

    strip = lists.programme_strip(programme, at=at)

    assert strip.when == 'Next: Tue 1 December, <bdi dir="ltr">19:00–21:00</bdi>'
    assert (strip.zone, strip.link) == ("Nairobi, UTC+3", "See the sessions")


def test_session_is_told_on_the_clock_that_was_chosen_without_a_script(at):
    strip = lists.session_strip(SessionFactory(), at=at, zone="Asia/Manila", taken=9)

    assert strip.when == 'Wed 2 December, <bdi dir="ltr">00:00–02:00</bdi>'
    assert strip.zone == "your time (Manila, UTC+8)"
    assert strip.text == "A session of Organizing for Health. 1 place left."


def test_session_carries_its_instant_while_no_clock_is_chosen(at):
    strip = lists.session_strip(SessionFactory(), at=at, zone=None, taken=10)

    assert 'data-at="2026-12-01T19:00:00+03:00"' in strip.when
    assert (strip.zone, strip.link) == ("Nairobi, UTC+3", "Wait for a place")


def test_session_without_an_hour_has_no_instant(at):
    session = SessionFactory(
        starts_at=None, ends_at=None, precision="month", held_on=date(2027, 5, 1)
    )

    strip = lists.session_strip(session, at=at, zone=None, taken=0)

    assert strip.when == "May 2027"


def test_session_without_a_limit_says_nothing_of_places(at):
    strip = lists.session_strip(SessionFactory(places=None), at=at, zone=None, taken=40)

    assert (strip.text, strip.link) == ("A session of Organizing for Health.", "Save a place")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"format": "open"}, "online"),
        ({"format": "open", "mode": Programme.Mode.HYBRID}, "on site with online parts"),
        ({"format": "residential", "mode": Programme.Mode.ON_SITE}, "residential"),
        (
            {
                "format": "residential",
                "mode": Programme.Mode.ON_SITE,
                "places_words": Translated({"en": "30–40 people"}),
            },
            "residential, 30–40 people",
        ),
        (
            {
                "format": "residential",
                "place": Translated({"en": "Kisumu, Kenya"}),
                "places_words": Translated({"en": "30–40 people"}),
            },
            "Kisumu, Kenya",
        ),
        ({"format": "open", "places_words": Translated({"en": "30 people"})}, "online"),
    ],
)
def test_where_is_the_place_or_how_people_meet(fields, told):
    programme = ProgrammeFactory.build(run_by=None, languages=["en", "fr"], **fields)

    assert lists.where_parts(programme) == (told, "English, français")


def test_course_that_was_is_listed_by_its_month_or_as_undated(at):
    dated, undated = course(ends_on=date(2025, 5, 14)), course()

    rows = [lists.past_course_row(programme, at=at).when for programme in (dated, undated)]

    assert rows == ["May 2025", "No date"]


def test_past_session_says_who_presented_as_agreed_and_what_there_is(at, school):
    session = SessionFactory(starts_at=at - timedelta(days=9))
    agreed, silent = PersonFactory(shown_name="Amina O."), PersonFactory()
    for person, name in ((agreed, "Amina O."), (silent, "Somebody")):
        Presenter.objects.create(
            session=session, person=person, state=Presenter.State.AGREED, shown_name=name
        )
    answer(
        person=agreed, purpose=Purpose.NAMING, audience=naming(session.key), yes=True,
        how="form", by=Actor.system(), at=at,
    )  # fmt: skip
    Material.objects.create(
        programme=session.programme, session=session, position=0, kind="recording",
        title={"en": "All of it"}, address="https://video.example.org/1", added_at=at,
    )  # fmt: skip

    (row,) = lists.past_session_rows([session], at=at)

    assert (str(row.title), row.third) == ("Power Analysis!", "Amina O. · recording")


def test_catalogue_is_narrowed_by_place(at):
    kisumu = ProgrammeFactory(mode="on_site", place=Translated({"en": "Kisumu, Kenya"}))
    online = ProgrammeFactory()

    offered = [item["label"] for item in lists.filter_words(lists.Choice(), at=at)["places"]]
    found = [lists.narrowed([kisumu, online], lists.Choice(place=place)) for place in offered[1:]]

    assert offered == ["All places", "Kisumu, Kenya", "online"]
    assert found == [[kisumu], [online]]


def test_whoever_acts_for_the_school_acts_for_every_course(organiser):
    before = runs_high_care(organiser)
    ProgrammeFactory(care="high")

    assert (before, runs_high_care(organiser)) == (False, True)
