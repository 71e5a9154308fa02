"""A course ahead, its people and circles, for tests of what happens before it."""

from datetime import date, timedelta

from commonroot.accounts.roles import Actor
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, tasks
from commonroot.engagement.models import Liaison
from commonroot.engagement.queries import liaison as reading
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from tests.factories.engagement import (
    KenyaFactory,
    agree,
    contact_of,
    take_part,
)
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

BY = Actor.system()
TEN = timedelta(minutes=10)
STARTS = date(2027, 3, 1)


def course_ahead(at) -> Programme:
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
