"""What sessions, programmes and circles ask of how carefully people in them are treated."""

from datetime import timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.people.actions import join_circle
from commonroot.people.models import Person
from commonroot.registration.actions.care import ask_for_care, settle_floors
from commonroot.registration.models import Registration
from commonroot.registration.queries.care import concerned, floor_of, floors, floors_to_settle
from commonroot.registration.tasks import treat_with_care
from tests.factories.people import PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.registration.test_asking import take

pytestmark = pytest.mark.django_db
BY = Actor.system()


def thing_of(kind, registration):
    """What somebody is in through that claim."""
    session = registration.session
    return {
        "session": session,
        "programme": session.programme,
        "team": session.programme.run_by,
    }[kind]


@pytest.mark.parametrize("kind", ["session", "programme", "team"])
def test_whoever_has_a_claim_is_treated_as_carefully_as_what_they_come_to_asks(at, kind):
    registration, elsewhere = RegistrationFactory(), PersonFactory()
    thing = thing_of(kind, registration)

    changed = ask_for_care(thing=thing, care="high", by=BY, at=at)

    registration.refresh_from_db()
    person = Person.objects.get(pk=registration.person_id)
    elsewhere.refresh_from_db()
    assert (changed, person.level, elsewhere.level) == (1, "high", "careful")
    assert person.kept_apart["shown_name"] == registration.person.shown_name or person.kept_apart
    assert list(concerned(thing, at=at)) == [person]
    assert floor_of(registration.session) == "high"
    assert AuditEntry.objects.filter(verb="care asked for", facts={"care": "high"}).count() == 1


def test_members_of_a_circle_are_too_as_long_as_they_belong_to_it(at, school):
    person = PersonFactory()
    membership = join_circle(
        person=person, circle=school, role="member", since=at.date(), by=BY, at=at
    )

    ask_for_care(thing=school, care="high", by=BY, at=at)
    assert list(concerned(school, at=at)) == [person]
    membership.until = at.date()
    membership.save()
    later = at + timedelta(days=1)

    assert floors(at=later) == {}
    assert treat_with_care(at=later) == 1
    person.refresh_from_db()
    assert (person.level, person.kept_apart) == ("careful", None)


def test_a_cancelled_claim_asks_for_nothing(at):
    registration = RegistrationFactory()
    ask_for_care(thing=registration.session, care="high", by=BY, at=at)

    Registration.objects.update(state=Registration.State.CANCELLED)

    assert floors_to_settle(at=at) == [(registration.person_id, "open")]
    assert (settle_floors(by=BY, at=at), settle_floors(by=BY, at=at)) == (1, 0)


def test_the_most_careful_of_several_holds(at):
    person = PersonFactory(risk="open")
    first, second = (RegistrationFactory(person=person) for _ in range(2))

    ask_for_care(thing=first.session, care="careful", by=BY, at=at)
    ask_for_care(thing=second.session.programme, care="high", by=BY, at=at)

    person.refresh_from_db()
    assert (person.risk, person.floor) == ("open", "high")


def test_who_registers_where_it_could_harm_gets_a_link_and_nothing_else_at_once(at, school):
    session = SessionFactory(starts_at=at + timedelta(days=10), care="high")

    take(session, at)

    person = Person.objects.get()
    assert person.level == "high"
    assert person.shown_name != person.kept_apart["shown_name"]
