"""Circles before a course: who is to be asked, whom they hear of, what they answer."""

from datetime import date, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import Circle
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, tasks
from commonroot.engagement.actions.contacts import end_contact
from commonroot.engagement.models import Introduction, Liaison, Pathway
from commonroot.engagement.queries import before
from commonroot.engagement.queries import liaison as reading
from commonroot.engagement.queries.letters import contacts
from commonroot.engagement.queries.liaison_due import due
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Interest, Membership, Person
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration
from tests.factories.engagement import (
    KenyaFactory,
    RegionFactory,
    ThemeFactory,
    agree,
    contact_of,
    take_part,
)
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
TEN = timedelta(minutes=10)
STARTS = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def demo(settings):
    """Letters leave into the post box of the demo."""
    settings.DEMO = True


@pytest.fixture
def course(at) -> Programme:
    """A course three months ahead."""
    programme = ProgrammeFactory(
        format="residential",
        title=Translated({"en": "The Struggle for Health"}),
        starts_on=STARTS,
        ends_on=date(2027, 3, 10),
        published_at=at - timedelta(days=1),
    )
    SessionFactory(programme=programme)
    return programme


def comes(programme: Programme, name: str = "Somebody", **fields) -> Person:
    """Somebody with a place in the course."""
    person = PersonFactory(shown_name=name, **fields)
    ContactWayFactory(person=person)
    RegistrationFactory(person=person, session=programme.sessions.get())
    take_part(person, programme)
    return person


def agreeing(programme: Programme, name: str, **fields) -> Person:
    person = comes(programme, name, **{"country": "KE", **fields})
    agree(person, Purpose.COUNTRY_CIRCLE)
    return person


def board(programme: Programme, at) -> reading.Board:
    return reading.board(programme, language="en", at=at)


def of(programme: Programme, country: str) -> Liaison:
    return Liaison.objects.select_related("circle").get(programme=programme, country=country)


def deliver(at) -> None:
    consent_tasks.deliver_due(at=at)
    tasks.settle_liaisons(at=at)


def asked(programme: Programme, at) -> Liaison:
    """The Kenya circle, written to about Amina; the letter has left."""
    agreeing(programme, "Amina Wekesa", wants="a study circle")
    contact_of(KenyaFactory(), "Leila")
    actions.make_liaisons(programme=programme, by=BY, at=at)
    actions.send_liaison(liaison=of(programme, "KE"), by=BY, at=at)
    deliver(at + TEN)
    return of(programme, "KE")


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

    tasks.keep_boards_of_circles(at=at)
    tasks.keep_boards_of_circles(at=at)

    made = board(course, at)
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

    new = actions.make_liaisons(programme=course, by=BY, at=at)

    [row] = board(course, at).rows
    assert (new, row.liaison.circle, row.liaison.state) == (0, circle, "open")
    circles.change_state(circle=circle, state="closed", since=at.date(), by=BY, at=at)
    actions.make_liaisons(programme=course, by=BY, at=at)
    assert of(course, "TD").circle is None
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
    assert (row.liaison.state, row.agreed, row.since, row.is_contacted) == ("asked", 1, 0, True)


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


def test_a_region_that_is_silent_is_reminded_and_hears_of_nobody(course, at):
    person = comes(course, "Person", country="TD")
    agree(person, Purpose.COUNTRY_CIRCLE)
    africa = RegionFactory()
    contact_of(africa, "Regional")
    actions.make_liaisons(programme=course, by=BY, at=at)
    actions.ask_region_before(liaison=of(course, "TD"), region=africa, by=BY, at=at)
    deliver(at + TEN)

    actions.nudge(liaison=of(course, "TD"), by=BY, at=at + timedelta(days=15))

    letters = Letter.objects.filter(template="engagement/emails/before_course").order_by("pk")
    assert [(one.values["again"], one.tells) for one in letters] == [(False, []), (True, [])]
    assert not Told.objects.exists()


def test_refusals_leave_everything_as_it_was(course, at):
    agreeing(course, "Amina")
    comes(course, country="TD")
    kenya = KenyaFactory()
    actions.make_liaisons(programme=course, by=BY, at=at)

    with pytest.raises(actions.NoCircle):
        actions.send_liaison(liaison=of(course, "TD"), by=BY, at=at)
    with pytest.raises(actions.NoContact):
        actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)
    with pytest.raises(actions.NobodyAsked):
        actions.answer_liaison(liaison=of(course, "KE"), answer="later", by=BY, at=at)
    with pytest.raises(actions.NobodyAsked):
        actions.nudge(liaison=of(course, "KE"), by=BY, at=at)
    contact_of(kenya)
    actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)
    with pytest.raises(actions.OnItsWay):
        actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)
    with pytest.raises(ValueError, match="sing"):
        actions.answer_liaison(liaison=of(course, "KE"), answer="sing", by=BY, at=at)

    assert Letter.objects.filter(template="engagement/emails/before_course").count() == 1


def test_a_circle_that_wants_to_meet_them_has_them_asked(course, at):
    liaison = asked(course, at)
    leila = liaison.sendings.get().person
    agreeing(course, "Told Later")

    actions.answer_liaison(
        liaison=liaison, answer="meet", words=" Water. ", contact=leila, by=BY, at=at + TEN
    )

    liaison = of(course, "KE")
    sending = liaison.sendings.get()
    membership = Membership.objects.get(circle=liaison.circle)
    assert (liaison.state, liaison.answer, sending.words) == ("answered", "meet", "Water.")
    assert membership.answered_on == at.date()
    assert [one.person.shown_name for one in Introduction.objects.all()] == ["Amina Wekesa"]
    actions.settle_answer(liaison=liaison, by=BY, at=at + TEN)
    assert of(course, "KE").settled_at == at + TEN
    assert list(reading.answers_of(liaison)) == [sending]


def test_an_answer_told_to_an_organiser_is_written_down(course, at):
    comes(course, "Somebody", country="KE")
    contact_of(KenyaFactory(), "Leila")
    actions.make_liaisons(programme=course, by=BY, at=at)
    actions.announce(programme=course, by=BY, at=at)
    Membership.objects.filter(circle__country="KE").update(channel="call")

    actions.answer_liaison(liaison=of(course, "KE"), answer="suggest", words="Mines", by=BY, at=at)

    assert of(course, "KE").sendings.get().person.shown_name == "Leila"
    Membership.objects.all().delete()
    of(course, "KE").sendings.all().delete()
    actions.answer_liaison(liaison=of(course, "KE"), answer="later", by=BY, at=at)
    assert (of(course, "KE").answer, of(course, "KE").sendings.count()) == ("later", 0)


def test_who_does_not_answer_is_overdue_and_reminded_of_whom_may_be_named_now(course, at):
    liaison = asked(course, at)
    later = at + timedelta(days=15)
    agreeing(course, "Brian")
    row = board(course, later).rows[0]
    assert (row.is_overdue, row.since, reading.state_words(row)) == (
        True,
        1,
        ("late", "no answer for long"),
    )

    actions.nudge(liaison=liaison, by=BY, at=later)

    last = Letter.objects.filter(template="engagement/emails/before_course").latest("pk")
    assert [one["name"] for one in last.values["sheet"]["named"]] == ["Amina Wekesa", "Brian"]
    assert last.values["again"] is True
    assert not board(course, later).rows[0].is_overdue
    deliver(later + TEN)
    assert {told.person.shown_name for told in Told.objects.all()} == {"Amina Wekesa", "Brian"}


def test_a_reminder_tells_nothing_any_more_when_all_took_their_yes_back(course, at):
    liaison = asked(course, at)
    agree(Person.objects.get(shown_name="Amina Wekesa"), Purpose.COUNTRY_CIRCLE, yes=False)

    with pytest.raises(actions.TooFew):
        actions.nudge(liaison=liaison, by=BY, at=at + timedelta(days=15))

    assert reading.named_to(liaison, at=at + TEN) == []


def test_late_means_six_weeks_before_it_begins(course, at):
    agreeing(course, "Amina")
    actions.make_liaisons(programme=course, by=BY, at=at)
    in_time, late = board(course, at), board(course, at + timedelta(days=70))

    assert (in_time.overdue, len(late.overdue)) == ([], 1)
    assert reading.state_words(late.rows[0]) == ("late", "late: not written to yet")


def test_letters_that_come_back_are_said(course, at):
    liaison = asked(course, at)
    Letter.objects.filter(template="engagement/emails/before_course").update(state="queued")
    liaison.sendings.update(told_at=None)
    Letter.objects.filter(template="engagement/emails/before_course").update(
        state="bounced", ended_at=at + TEN
    )

    tasks.settle_liaisons(at=at + TEN)

    row = board(course, at + TEN).rows[0]
    assert (row.liaison.state, reading.state_words(row)) == (
        "open",
        ("late", "came back from every contact"),
    )


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


def test_decisions_are_kept_with_their_reason_and_can_be_opened_again(course, at):
    comes(course, country="TD")
    theme = ThemeFactory()
    Interest.objects.create(person=comes(course), theme=theme, source="form", said_on=at.date())
    actions.make_liaisons(programme=course, by=BY, at=at)

    actions.leave_out(liaison=of(course, "TD"), why="War", by=BY, at=at)
    assert (of(course, "TD").state, of(course, "TD").why) == ("left", "War")
    actions.open_again(liaison=of(course, "TD"), by=BY, at=at)
    assert of(course, "TD").state == "open"
    actions.start_circle(liaison=of(course, "TD"), by=BY, at=at)

    assert (of(course, "TD").state, Pathway.objects.get().country) == ("start", "TD")
    with pytest.raises(ValueError, match=r"\w"):
        actions.start_circle(liaison=Liaison.objects.get(theme=theme), by=BY, at=at)


def test_a_contact_who_ended_is_written_to_no_more(course, at):
    agreeing(course, "Amina")
    kenya = KenyaFactory()
    leila = contact_of(kenya, "Leila")
    actions.make_liaisons(programme=course, by=BY, at=at)
    actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)

    end_contact(membership=Membership.objects.get(person=leila), on=at.date(), by=BY, at=at)
    deliver(at + TEN)

    assert Letter.objects.get(template="engagement/emails/before_course").state == "cancelled"
    with pytest.raises(actions.NoContact):
        actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at + TEN)


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


def test_an_answer_of_whom_nobody_knows_is_kept_and_asks_nobody(course, at):
    liaison = asked(course, at)
    second = contact_of(liaison.circle, "Second")
    Liaison.objects.update(circle=None)

    actions.answer_liaison(liaison=liaison, answer="meet", contact=second, by=BY, at=at + TEN)

    assert of(course, "KE").answer == "meet"
    assert not Introduction.objects.exists()
    assert reading.named_to(of(course, "KE"), at=at + TEN) == []


def test_letters_of_which_one_left_are_not_begun_anew(course, at):
    liaison = asked(course, at)
    later = at + timedelta(days=15)
    actions.nudge(liaison=liaison, by=BY, at=later)
    assert not actions.settle_liaison(liaison=liaison, at=later)

    assert actions.take_liaison_back(liaison=liaison, by=BY, at=later)

    assert (of(course, "KE").state, of(course, "KE").sendings.count()) == ("asked", 1)


def test_a_member_who_ended_keeps_what_they_were_served_for(course, at):
    kenya = KenyaFactory()
    leila = contact_of(kenya, "Leila")
    member = Membership.objects.create(person=leila, circle=kenya, role="member", since=at.date())

    end_contact(membership=member, on=at.date(), by=BY, at=at)

    member.refresh_from_db()
    assert member.until == at.date()
    assert [one.person for one in contacts(kenya, at=at)] == [leila]


def test_today_says_what_is_late_who_is_silent_and_stops_when_it_is_over(organiser, course, at):
    asked(course, at)
    agreeing(course, "Ana", country="BR")
    contact_of(KenyaFactory(country="BR", name=Translated({"en": "Brazil circle"})))
    actions.make_liaisons(programme=course, by=BY, at=at)
    late = at + timedelta(days=70)

    def told(actor: Actor, when) -> list[tuple[str, bool]]:
        return [(one.what, one.late) for one in due(actor, at=when)]

    assert told(organiser, late) == [
        ("Write to 1 circle before the course", True),
        ("1 circle has not answered", True),
    ]
    assert told(organiser, at)[0] == ("Write to 1 circle before the course", False)
    assert told(organiser, at + timedelta(days=150)) == []
    assert told(Actor.public(), late) == []
    actions.answer_liaison(liaison=of(course, "KE"), answer="suggest", by=BY, at=late)
    assert ("Kenya answered: We suggest a topic or a person", False) in told(organiser, late)
