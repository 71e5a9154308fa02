"""Places in the sessions of a course, for those who were accepted to it."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.registration import queries
from commonroot.registration.actions.enrolling import enrol, leave
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db


def test_enrolling_gives_a_place_without_a_letter_and_only_once(at):
    session = SessionFactory(by_registration=False)
    person = ContactWayFactory().person

    first = enrol(person=person, session=session, by=Actor.system(), at=at)
    again = enrol(person=person, session=session, by=Actor.system(), at=at)

    assert (first.state, again) == ("placed", first)
    assert list(queries.roster(session, seen_by=Actor.system(), at=at)) == [first]
    assert Letter.objects.count() == 0


def test_who_leaves_a_course_frees_what_is_to_come_and_keeps_where_they_were(at, school):
    programme = ProgrammeFactory(run_by=school)
    place = RegistrationFactory(session__programme=programme)
    # Ticked in a session that is not over yet.
    came = RegistrationFactory(session__programme=programme, person=place.person, state="attended")

    freed = leave(person=place.person, programme=programme, by=Actor.system(), at=at)

    place.refresh_from_db()
    came.refresh_from_db()
    assert (freed, place.state, came.state) == (1, "cancelled", "attended")
