"""Somebody an organiser met: in the register by their yes, or kept until asked."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions, queries
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people.actions import NoSuchWay, suppress
from commonroot.people.models import Person
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def add(at, *, name="Amina Wekesa", way="amina@example.org", agreed=True, **details):
    return actions.add_by_hand(
        shown_name=name,
        way=way,
        agreed=agreed,
        details=details,
        witness="Leila Haddad",
        by=SYSTEM,
        at=at,
    )


def test_whoever_said_yes_is_in_the_register_with_how_they_said_it(at):
    person = add(at, country="KE", city="Kisumu")

    assert list(queries.register(at=at)) == [person]
    assert list(queries.ledger_of(person).values_list("state", "how")) == [("given", "spoken")]
    assert (person.country, person.ways.get().value) == ("KE", "amina@example.org")
    assert list(queries.to_be_asked(Person.objects.all())) == []


def test_whoever_does_not_know_yet_is_kept_and_not_written_to(at):
    person = add(at, agreed=False)

    assert list(queries.to_be_asked(queries.register(at=at))) == [person]
    assert queries.may(person, Purpose.FOLLOW_UP, queries.SCHOOL, at=at) is False


def test_a_way_that_cannot_be_read_keeps_nothing(at):
    with pytest.raises(NoSuchWay):
        add(at, way="0712 345")

    assert Person.objects.count() == 0


def test_the_same_person_is_not_added_twice(at):
    add(at)

    with pytest.raises(actions.KnownAlready, match="Amina Wekesa is here already"):
        add(at, name="Wekesa Amina")
    brother = add(at, name="Juma Wekesa Otieno")

    assert Person.objects.count() == 2
    assert brother.shown_name == "Juma Wekesa Otieno"


def test_who_asked_to_be_forgotten_is_not_brought_back(at):
    suppress(person=ContactWayFactory(value="amina@example.org").person, at=at)

    with pytest.raises(actions.AskedToBeForgotten):
        add(at)

    assert Person.objects.filter(shown_name="Amina Wekesa").count() == 0


def test_circles_are_counted_as_the_gate_would(at):
    kenya = Audience(AudienceKind.CIRCLE, "kenya", "KE")
    chad = Audience(AudienceKind.CIRCLE, "chad", "TD")
    water = Audience(AudienceKind.CIRCLE, "water")

    def answer(person, *, yes=True, purpose=Purpose.COUNTRY_CIRCLE, audience=None):
        actions.answer(
            person=person, purpose=purpose, yes=yes, how="page", by=SYSTEM, at=at, audience=audience
        )

    people = [PersonFactory(country="KE") for _ in range(3)]
    answer(people[0])
    answer(people[0], audience=kenya)
    answer(people[1])
    answer(people[2], yes=False)
    answer(PersonFactory(country="KE", frozen_at=at))
    answer(PersonFactory(country="UG"), audience=kenya)
    answer(people[2], purpose=Purpose.THEME_CIRCLE, audience=water)

    counted = queries.agreed_by_circle([kenya, chad, water], at=at)

    everybody = Person.objects.all()
    for circle, purpose in (
        (kenya, Purpose.COUNTRY_CIRCLE),
        (chad, Purpose.COUNTRY_CIRCLE),
        (water, Purpose.THEME_CIRCLE),
    ):
        gate = queries.allowed(everybody, "", purpose=purpose, audience=circle, at=at)
        assert counted[circle.key] == gate.count()
    assert counted == {"kenya": 3, "chad": 0, "water": 1}
