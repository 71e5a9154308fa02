"""Circles before a course: who is to be asked, whom they hear of."""

from datetime import date, timedelta

import pytest

from commonroot.circles import actions as circles
from commonroot.circles.models import Circle
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, tasks
from commonroot.engagement.models import Liaison
from commonroot.engagement.queries import before
from commonroot.engagement.queries import liaison as reading
from commonroot.engagement.queries.boards import to_keep
from commonroot.messaging.models import Letter
from commonroot.people.actions import merge
from commonroot.people.models import ContactWay, Interest, Membership
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration
from tests.engagement.before_course import (
    BY,
    TEN,
    agreeing,
    board,
    comes,
    course_ahead,
    deliver,
    of,
)
from tests.factories.engagement import (
    KenyaFactory,
    RegionFactory,
    ThemeFactory,
    agree,
    contact_of,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    """Letters leave into the post box of the demo."""
    settings.DEMO = True


@pytest.fixture
def course(at) -> Programme:
    return course_ahead(at)


def test_one_row_for_each_country_and_theme_of_those_with_a_place(course, at):
    water, closed = ThemeFactory(), ThemeFactory(state=Circle.State.CLOSED)
    kenya = KenyaFactory()
    amina = comes(course, country="KE")
    for theme in (water, closed):
        Interest.objects.create(person=amina, theme=theme, source="form", said_on=at.date())
    comes(course, country="TD")
    comes(course, country="")
    comes(course, country="KE", risk="high")
    hidden = comes(course, country="AF", risk="high")
    gone = comes(course, country="BR")
    Registration.objects.filter(person=gone).update(state="cancelled")
    paused = comes(course, country="KE", frozen_at=at)

    before = to_keep(at=at)
    new = [tasks.keep_boards_of_circles(at=at), tasks.keep_boards_of_circles(at=at)]

    made = board(course, at)
    assert (before, new, to_keep(at=at)) == ([course], [3, 0], [])
    assert [(row.name, row.people, row.liaison.circle, row.route.value) for row in made.rows] == [
        ("Chad", 1, None, "start"),
        ("Kenya", 1, kenya, "nobody"),
        ("Water and Health", 1, water, "nobody"),
    ]
    assert (made.no_country, made.left_out) == (1, 1)
    assert made.ask_by == date(2027, 1, 18)
    assert {hidden, paused}.isdisjoint(reading.placed(course, at=at))


def test_the_board_costs_the_same_for_one_country_and_for_many(
    course, at, django_assert_max_num_queries
):
    for country in ("KE", "TD", "BR", "IN", "GH", "PE"):
        agreeing(course, country, country=country)
    actions.make_liaisons(programme=course, by=BY, at=at)

    with django_assert_max_num_queries(12):
        rows = board(course, at).rows

    assert len(rows) == 6


def test_rows_follow_who_comes_and_which_circles_there_are(course, at):
    somebody = comes(course, country="TD")
    other = comes(course, country="BR")
    actions.make_liaisons(programme=course, by=BY, at=at)
    Registration.objects.filter(person=other).delete()
    actions.start_circle(liaison=of(course, "TD"), why="Nobody there yet", by=BY, at=at)
    circle = circles.open_circle(
        kind="country", name=Translated({"en": "Chad"}), country="TD", by=BY, at=at
    )

    differs = to_keep(at=at)
    new = actions.make_liaisons(programme=course, by=BY, at=at)

    [row] = board(course, at).rows
    assert (new, row.liaison.circle, row.liaison.state) == (0, circle, "open")
    assert (differs, to_keep(at=at)) == ([course], [])
    circles.change_state(circle=circle, state="closed", since=at.date(), by=BY, at=at)
    actions.make_liaisons(programme=course, by=BY, at=at)
    assert (of(course, "TD").circle, to_keep(at=at)) == (None, [])
    assert somebody in reading.placed(course, at=at)


def test_a_letter_names_who_agreed_and_nobody_else(course, at):
    amina = agreeing(course, "Amina Wekesa", wants="a study circle", offers="teach")
    comes(course, "Grace Refused", country="KE")
    agreeing(course, "Hidden Name", risk="high")
    leila = contact_of(KenyaFactory(), "Leila")
    actions.make_liaisons(programme=course, by=BY, at=at)

    written = actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)

    letter = Letter.objects.get(template="engagement/emails/before_course")
    text = str(letter.values)
    assert (written, letter.subject_key, letter.due_at) == (1, leila.key, at + TEN)
    assert "Amina Wekesa" in text
    assert "A study circle. Teach." in text
    assert "Not everyone is named." in text
    assert "Grace" not in text
    assert "Hidden" not in text
    assert [key for key, *_rest in letter.tells] == [amina.key]
    assert not Told.objects.exists()
    deliver(at + TEN)
    told = Told.objects.get()
    assert (told.person, told.what, told.purpose) == (
        amina,
        ["name", "offers", "wants"],
        "country_circle",
    )
    row = board(course, at + TEN).rows[0]
    assert (row.liaison.state, row.agreed, row.since) == ("asked", 1, 0)


def test_who_was_made_one_with_another_on_the_way_was_told_of_all_the_same(course, at):
    amina = agreeing(course, "Amina Wekesa")
    contact_of(KenyaFactory())
    actions.make_liaisons(programme=course, by=BY, at=at)
    actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)
    into = PersonFactory(country="KE")
    merge(other=amina, into=into, cause="hand", by=BY, at=at)

    deliver(at + TEN)

    assert (Told.objects.get().person, Told.objects.get().what) == (into, ["name"])
    assert reading.named_to(of(course, "KE"), at=at + TEN) == [into]
    assert [(row.agreed, row.since) for row in board(course, at + TEN).rows] == [(1, 0)]


def test_who_takes_their_yes_back_before_it_leaves_stops_the_letter(course, at):
    amina = agreeing(course, "Amina Wekesa")
    contact_of(KenyaFactory())
    actions.make_liaisons(programme=course, by=BY, at=at)
    actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)

    agree(amina, Purpose.COUNTRY_CIRCLE, yes=False)
    deliver(at + TEN)

    liaison = of(course, "KE")
    assert (liaison.state, liaison.asked_at, liaison.came_back) == ("open", None, False)
    assert Letter.objects.get(template="engagement/emails/before_course").state == "cancelled"
    assert not Told.objects.exists()


@pytest.mark.parametrize(("people", "may"), [(4, False), (5, True)])
def test_the_country_alone_is_told_only_where_nobody_can_be_meant(course, at, people, may):
    for number in range(people):
        comes(course, f"Person {number}", country="KE")
    comes(course, "Hidden", country="KE", risk="high")
    contact_of(KenyaFactory())
    actions.make_liaisons(programme=course, by=BY, at=at)

    if may:
        actions.send_liaisons(programme=course, by=BY, at=at)
        sheet = Letter.objects.get(template="engagement/emails/before_course").values["sheet"]
        assert (sheet["first"], sheet["named"]) == ("People who live in Kenya take part.", [])
    else:
        assert actions.send_liaisons(programme=course, by=BY, at=at) == 0
        with pytest.raises(actions.TooFew):
            actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)


def test_the_letter_to_all_alike_says_nothing_of_who_comes(course, at):
    comes(course, "Somebody", country="KE")
    contact_of(KenyaFactory(), "Leila")
    elsewhere = KenyaFactory(country="PE", name=Translated({"en": "Peru circle"}))
    contact_of(elsewhere, "Rosa")
    contact_of(KenyaFactory(country="GH", state="dormant"), "Kofi")
    KenyaFactory(country="BD")
    actions.make_liaisons(programme=course, by=BY, at=at)

    told = actions.announce(programme=course, by=BY, at=at)
    again = actions.announce(programme=course, by=BY, at=at)

    texts = [
        letter.values["sheet"] for letter in Letter.objects.filter(template__endswith="course")
    ]
    without = [{**text, "to_title": ""} for text in texts]
    assert (told, again, len(texts)) == (2, 0, 2)
    assert without[0] == without[1]
    assert (of(course, "KE").state, of(course, "KE").sendings.count()) == ("asked", 0)
    assert reading.share(course).contacted == 1


def test_a_quiet_circle_is_never_written_to_without_a_decision(course, at):
    agreeing(course, "Kofi", country="GH")
    quiet = KenyaFactory(country="GH", name=Translated({"en": "Ghana"}), state="dormant")
    contact_of(quiet)
    actions.make_liaisons(programme=course, by=BY, at=at)
    liaison = of(course, "GH")

    with pytest.raises(actions.QuietCircle):
        actions.send_liaison(liaison=liaison, by=BY, at=at)

    assert board(course, at).rows[0].route == "quiet"
    assert actions.send_liaisons(programme=course, by=BY, at=at) == 0
    assert actions.send_liaison(liaison=liaison, quiet_too=True, by=BY, at=at) == 1


@pytest.mark.parametrize(("people", "title"), [(1, "Who works in Chad?"), (5, "Before The")])
def test_the_region_is_asked_about_a_country_and_hears_of_nobody(course, at, people, title):
    for number in range(people):
        person = comes(course, f"Person {number}", country="TD")
        agree(person, Purpose.COUNTRY_CIRCLE)
    africa = RegionFactory()
    contact_of(africa, "Regional")
    actions.make_liaisons(programme=course, by=BY, at=at)
    assert board(course, at).rows[0].route == "region"

    actions.ask_region_before(liaison=of(course, "TD"), region=africa, by=BY, at=at)

    letter = Letter.objects.get(template="engagement/emails/before_course")
    assert letter.values["sheet"]["title"].startswith(title)
    assert letter.tells == []
    assert "Person" not in str(letter.values)
    assert (people == 1) == ("Struggle" not in str(letter.values))
    assert (of(course, "TD").state, of(course, "TD").circle) == ("region", africa)
    assert actions.take_liaison_back(liaison=of(course, "TD"), by=BY, at=at)
    assert (of(course, "TD").state, of(course, "TD").circle) == ("open", None)
    assert not actions.take_liaison_back(liaison=of(course, "TD"), by=BY, at=at)
    with pytest.raises(ValueError, match="country"):
        actions.ask_region_before(liaison=of(course, "TD"), region=KenyaFactory(), by=BY, at=at)


def test_late_means_six_weeks_before_it_begins(course, at):
    agreeing(course, "Amina")
    actions.make_liaisons(programme=course, by=BY, at=at)
    in_time, late = board(course, at), board(course, at + timedelta(days=70))

    assert (in_time.overdue, len(late.overdue)) == ([], 1)
    assert reading.state_words(late.rows[0]) == ("late", "late: not written to yet")


def test_own_words_stand_in_the_language_of_the_letter_alone(course, at):
    actions.say_briefing(programme=course, words={"en": "We study mines.", "fr": " "}, by=BY, at=at)
    agreeing(course, "Amina")
    contact_of(KenyaFactory(languages=["sw", "fr", "en"]))
    english = contact_of(KenyaFactory(), "English")
    Membership.objects.filter(person=english).update(language="en")
    actions.make_liaisons(programme=course, by=BY, at=at)

    actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)

    assert {
        letter.language: letter.values["sheet"]["own"]
        for letter in Letter.objects.filter(template="engagement/emails/before_course")
    } == {"fr": "", "en": "We study mines."}


def test_letters_reach_a_contact_in_the_way_said_for_the_circle(course, at):
    agreeing(course, "Amina")
    leila = contact_of(KenyaFactory(), "Leila")
    ContactWayFactory(person=leila, kind=ContactWay.Kind.PHONE, value="+254700000001", mark="x")
    Membership.objects.filter(person=leila).update(channel="signal")
    actions.make_liaisons(programme=course, by=BY, at=at)

    actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)

    letter = Letter.objects.get(template="engagement/emails/before_course")
    assert (letter.way, letter.address, letter.state) == ("hand", "+254700000001", "held")


def test_a_theme_hears_of_who_works_on_it_and_agreed_to_that_circle(course, at):
    water = ThemeFactory()
    contact_of(water)
    for number in range(5):
        person = comes(course, f"Person {number}", country="KE")
        Interest.objects.create(person=person, theme=water, source="form", said_on=at.date())
    Programme.objects.update(starts_on=None)
    actions.make_liaisons(programme=course, by=BY, at=at)
    liaison = Liaison.objects.get(theme=water)

    actions.send_liaison(liaison=liaison, by=BY, at=at)
    assert actions.take_liaison_back(liaison=liaison, by=BY, at=at)
    agree(person, Purpose.THEME_CIRCLE, circle=water)
    actions.send_liaison(liaison=liaison, by=BY, at=at + TEN)

    one, other = Letter.objects.filter(template="engagement/emails/before_course").order_by("pk")
    assert one.values["sheet"]["first"] == "People who work on Water and Health take part."
    assert other.values["sheet"]["first"].startswith("Who works on Water and Health, takes part")
    assert [name["name"] for name in other.values["sheet"]["named"]] == ["Person 4"]
    assert reading.begins_on(course) == date(2027, 3, 1)
    course.starts_on = None
    assert reading.begins_on(course) == course.sessions.get().held_on
    assert not tasks.settle_liaisons(at=at)
    course.sessions.update(held_on=None)
    sheet = reading_before(liaison, course)
    assert sheet.course == "We are preparing The Struggle for Health."


def reading_before(liaison: Liaison, programme: Programme) -> before.Before:
    programme.starts_on = None
    liaison.programme = programme
    return before.before_course(
        liaison, circle=liaison.circle, people=[], of_country=False, language="en"
    )
