"""Places in the sessions of a course, for those who were accepted to it."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.registration import queries
from commonroot.registration.actions.enrolling import enrol
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import SessionFactory

pytestmark = pytest.mark.django_db


def test_enrolling_gives_a_place_without_a_letter_and_only_once(at):
    session = SessionFactory(by_registration=False)
    person = ContactWayFactory().person

    first = enrol(person=person, session=session, by=Actor.system(), at=at)
    again = enrol(person=person, session=session, by=Actor.system(), at=at)

    assert (first.state, again) == ("placed", first)
    assert list(queries.roster(session, seen_by=Actor.system(), at=at)) == [first]
    assert Letter.objects.count() == 0
