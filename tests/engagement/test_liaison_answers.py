"""Circles before a course: what they answer, who is reminded, what is decided, what is due."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, tasks
from commonroot.engagement.actions.contacts import end_contact
from commonroot.engagement.models import Introduction, Liaison, Pathway
from commonroot.engagement.queries import liaison as reading
from commonroot.engagement.queries.letters import contacts
from commonroot.engagement.queries.liaison_due import due
from commonroot.messaging.models import Letter
from commonroot.people.models import Interest, Membership, Person
from commonroot.programmes.models import Programme
from tests.engagement.before_course import (
    BY,
    TEN,
    agreeing,
    asked,
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

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    """Letters leave into the post box of the demo."""
    settings.DEMO = True


@pytest.fixture
def course(at) -> Programme:
    return course_ahead(at)


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
