"""Where letters to somebody go."""

import pytest

from commonroot.people.queries import working_way
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_a_proven_address_comes_before_one_that_was_only_typed(at):
    person = PersonFactory()
    ContactWayFactory(person=person)
    proven = ContactWayFactory(person=person, confirmed_at=at)

    assert working_way(person) == proven


def test_an_address_comes_before_a_phone_and_a_broken_one_never(at):
    person = PersonFactory()
    phone = ContactWayFactory(person=person, kind="phone", value="+254700000001")
    ContactWayFactory(person=person, state="broken", confirmed_at=at)
    before = working_way(person)
    mail = ContactWayFactory(person=person)

    assert (before, working_way(person)) == (phone, mail)


def test_a_phone_comes_first_for_whom_it_is_the_safe_way(at):
    person = PersonFactory(channel="signal")
    mail = ContactWayFactory(person=person)
    before = working_way(person)
    phone = ContactWayFactory(person=person, kind="phone", value="+254700000001")

    assert (before, working_way(person)) == (mail, phone)
