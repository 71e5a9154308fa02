"""Giving places up and on."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.registration import actions, tasks
from commonroot.registration.models import Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.registration.test_asking import take

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


def placed(session, **changed):
    way = ContactWayFactory()
    return RegistrationFactory(person=way.person, session=session, **changed)


def state(registration):
    registration.refresh_from_db()
    return registration.state


def test_cancelling_is_written_to_the_person_with_the_calendar_taking_it_out(at):
    registration = placed(SessionFactory())

    actions.cancel(registration=registration, by=PUBLIC, at=at)

    letter = Letter.objects.get()
    assert (state(registration), registration.cancelled_at) == ("cancelled", at)
    assert letter.template == "registration/emails/cancelled"
    assert "METHOD:CANCEL" in letter.calendar.splitlines()
    assert "SEQUENCE:1" in letter.calendar.splitlines()


def test_a_place_is_given_up_once(at):
    registration = placed(SessionFactory(), state="cancelled")

    with pytest.raises(actions.NothingToCancel):
        actions.cancel(registration=registration, by=PUBLIC, at=at)


@pytest.mark.parametrize(
    ("format_", "was", "becomes"),
    [
        ("open", "placed", "cancelled"),
        ("cohort", "placed", "excused"),
        ("cohort", "waiting", "cancelled"),
    ],
)
def test_i_cannot_come(at, format_, was, becomes):
    registration = placed(SessionFactory(programme__format=format_), state=was)

    actions.cannot_come(registration=registration, by=PUBLIC, at=at)

    assert state(registration) == becomes


def test_coming_after_all_takes_the_place_back_while_it_is_free(at):
    session = SessionFactory(places=1)
    registration = placed(session, state="excused")

    actions.come_after_all(registration=registration, by=PUBLIC, at=at)
    again = actions.come_after_all(registration=registration, by=PUBLIC, at=at)

    assert (state(registration), again.state) == ("placed", "placed")


def test_coming_after_all_is_refused_when_the_place_went_on(at):
    session = SessionFactory(places=1)
    registration = placed(session, state="excused")
    placed(session)

    with pytest.raises(actions.NoPlaceLeft):
        actions.come_after_all(registration=registration, by=PUBLIC, at=at)


def test_a_freed_place_is_offered_to_whoever_waits_longest_and_can_be_told(at):
    session = SessionFactory(places=1)
    silent = take(session, at)
    actions.cancel(registration=Registration.objects.get(key=silent.key), by=PUBLIC, at=at)
    newcomer = RegistrationFactory(
        session=session,
        state="waiting",
        person=ContactWayFactory(person__provisional=True).person,
        position=2,
    )
    first = placed(session, state="waiting", position=3)
    second = placed(session, state="waiting", position=4)

    assert tasks.fill_freed_places(at=at) == 1
    assert tasks.fill_freed_places(at=at) == 0
    assert [state(row) for row in (newcomer, first, second)] == ["waiting", "offered", "waiting"]
    letter = Letter.objects.latest("pk")
    assert (letter.template, letter.subject_key) == (
        "registration/emails/offered",
        first.person.key,
    )
    assert letter.values["until"] == "Tue 24 November, 15:00 (Nairobi, UTC+3)"


def test_an_offer_is_taken_once_and_twice_changes_nothing(at):
    registration = placed(SessionFactory(places=1), state="waiting")
    actions.offer_next(session=registration.session, by=Actor.system(), at=at)

    actions.take_offer(registration=registration, by=PUBLIC, at=at)
    actions.take_offer(registration=registration, by=PUBLIC, at=at)

    assert state(registration) == "placed"
    assert list(Letter.objects.order_by("pk").values_list("template", flat=True)) == [
        "registration/emails/offered",
        "registration/emails/placed",
    ]


@pytest.mark.parametrize("was", ["waiting", "offered"])
def test_an_offer_that_ran_out_or_never_was_cannot_be_taken(at, was):
    registration = placed(
        SessionFactory(), state=was, offered_until=at if was == "offered" else None
    )

    with pytest.raises(actions.OfferOver):
        actions.take_offer(registration=registration, by=PUBLIC, at=at)


def test_an_offer_nobody_took_lapses_and_goes_to_the_next(at):
    session = SessionFactory(places=1)
    first = placed(session, state="waiting", position=1)
    second = placed(session, state="waiting", position=2)
    tasks.fill_freed_places(at=at)
    later = at + timedelta(hours=49)

    ended = tasks.end_offers(at=later)
    offered = tasks.fill_freed_places(at=later)

    assert (ended, offered, tasks.end_offers(at=later)) == (1, 1, 0)
    assert [state(first), state(second)] == ["lapsed", "offered"]


@pytest.mark.parametrize(
    "changed", [{"starts_at": None, "ends_at": None, "precision": "month"}, {"places": 0}]
)
def test_nothing_is_offered_without_a_day_or_a_free_place(at, changed):
    session = SessionFactory(**changed)
    placed(session, state="waiting")

    assert actions.offer_next(session=session, by=Actor.system(), at=at) == []


def test_nothing_is_offered_when_nobody_could_answer_in_time(at):
    session = SessionFactory(places=1)
    placed(session, state="waiting")

    made = actions.offer_next(session=session, by=Actor.system(), at=STARTS - timedelta(hours=1))

    assert made == []


def test_an_unconfirmed_place_is_free_after_three_days(at):
    session = SessionFactory(places=1)
    take(session, at)
    take(session, at, way_text="+254700000021", name="Juma")
    later = at + timedelta(days=3)

    freed = (
        tasks.free_unconfirmed(at=later - timedelta(minutes=1)),
        tasks.free_unconfirmed(at=later),
    )

    assert freed == (0, 1)
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == [
        "lapsed",
        "waiting",
    ]
    assert tasks.fill_freed_places(at=later) == 1  # the one with a phone is reached by hand
    assert tasks.free_unconfirmed(at=later) == 0


def test_a_claim_that_was_confirmed_a_moment_ago_does_not_lapse(at):
    registration = placed(SessionFactory())

    assert actions.lapse(registration=registration, by=Actor.system(), at=at) is False
    assert state(registration) == "placed"


def test_newcomers_nobody_heard_of_are_forgotten_after_a_month(at):
    take(SessionFactory(), at)
    tasks.free_unconfirmed(at=at + timedelta(days=4))
    later = at + timedelta(days=31)

    forgotten = (tasks.forget_newcomers(at=later), tasks.forget_newcomers(at=later))

    assert forgotten == (1, 0)
    assert (Person.objects.count(), Registration.objects.count()) == (0, 0)


def test_whoever_is_forgotten_gives_coming_places_on_without_a_letter(at):
    person = PersonFactory()
    RegistrationFactory(person=person, session=SessionFactory())
    waits = RegistrationFactory(person=person, session=SessionFactory(), state="waiting")
    came = RegistrationFactory(person=person, session=SessionFactory(), state="attended")

    freed = actions.release_places(person=person, by=PUBLIC, at=at)

    assert freed == 2
    assert (state(waits), state(came)) == ("cancelled", "attended")
    assert Letter.objects.count() == 0
