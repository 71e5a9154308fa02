"""What the pages of a programme and a session say, by the moment."""

from datetime import date, timedelta

import pytest

from commonroot.core.fields import Translated
from commonroot.programmes import queries
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db


def course(first, last, **fields):
    return ProgrammeFactory(
        format="residential", starts_on=first, ends_on=last, apply_by=first, **fields
    )


@pytest.mark.parametrize(
    ("first", "last", "heading"),
    [
        (date(2027, 1, 17), date(2027, 1, 27), "Apply"),
        (date(2026, 11, 20), date(2026, 11, 27), "Under way"),
        (date(2026, 5, 4), date(2026, 5, 14), "This one is over"),
        (None, None, "No date yet"),
    ],
)
def test_heading_over_the_way_in_follows_the_dates(at, first, last, heading):
    page = queries.programme_page(course(first, last), at=at)

    assert page.way_in == heading


def test_series_asks_to_save_a_place_in_the_next_session(at):
    session = SessionFactory()

    page = queries.programme_page(session.programme, at=at)

    assert (page.way_in, page.bar, page.bar_second, page.bar_button) == (
        "Save a place", "Tue 1 Dec", "Power Analysis!", "Save a place",
    )  # fmt: skip
    assert (page.next_words, page.next_url) == (
        "Next: Tue 1 December", f"/en/sessions/{session.key}/#save",
    )  # fmt: skip


def test_series_whose_sessions_were_has_nothing_to_save(at):
    session = SessionFactory()

    page = queries.programme_page(session.programme, at=session.ends_at + timedelta(days=1))

    assert (page.bar, page.bar_second, page.next_url) == ("", "", "")
    assert [row.key for row in page.past_rows] == [session.key]


def test_open_call_stands_in_the_bar(at):
    page = queries.programme_page(course(date(2027, 1, 17), date(2027, 1, 27)), at=at)

    assert (page.bar, page.bar_second, page.bar_button) == (
        "Apply by Sun 17 Jan 2027", "", "Apply",
    )  # fmt: skip


def test_themes_stand_in_one_line(at):
    themes = [{"en": "power mapping"}, {"en": "media"}, {"fr": "récits"}]

    page = queries.programme_page(ProgrammeFactory(themes=themes), at=at)

    assert dict(page.facts)["Themes"] == 'power mapping, media, <span lang="fr">récits</span>'


def test_sessions_outside_any_phase_stand_under_no_title(at):
    session = SessionFactory()

    page = queries.programme_page(session.programme, at=at)

    assert [(phase.title, len(phase.rows)) for phase in page.phases] == [("", 1)]


def test_session_without_a_limit_has_no_line_of_places(at):
    page = queries.session_page(SessionFactory(places=None), at=at, taken=12)

    assert (page.places_left, page.places_line, "Places" in dict(page.facts)) == (None, "", False)


def test_session_with_a_limit_tells_places_with_their_denominator(at):
    page = queries.session_page(SessionFactory(), at=at, taken=3)

    assert dict(page.facts)["Places"] == "<strong>7 left</strong> of 10"


def test_parts_of_a_session_have_a_length_where_it_is_known(at):
    session = SessionFactory()
    for position, minutes in enumerate((45, None)):
        session.parts.create(
            position=position, title=Translated({"en": f"Part {position}"}), minutes=minutes
        )

    page = queries.session_page(session, at=at)

    assert [(one.title, one.length) for one in page.parts] == [
        ("Part 0", "45 minutes"),
        ("Part 1", ""),
    ]
