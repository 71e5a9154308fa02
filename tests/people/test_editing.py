"""What a person says of themself is written down with what stood there before."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.people import actions
from commonroot.people.models import Change, ContactWay, Membership, Person
from tests.factories.accounts import AccountFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def test_somebody_new_has_only_what_people_may_say_of_themselves(at):
    with pytest.raises(ValueError, match="risk"):
        actions.add_person(
            shown_name="Amina", origin="hand", by=BY, at=at, details={"risk": "open"}
        )

    assert Person.objects.count() == 0


def test_where_a_value_came_from_is_kept_and_blanks_came_from_nowhere(at):
    person = actions.add_person(
        shown_name="Amina", origin="import", by=BY, at=at, details={"city": "Kisumu", "country": ""}
    )

    assert person.provenance == {
        "shown_name": ["import", "2026-11-22"],
        "city": ["import", "2026-11-22"],
    }


def test_a_way_added_again_only_gains_its_confirmation(at):
    person = PersonFactory()
    later = at + timedelta(days=1)

    def add(moment, *, confirmed):
        return actions.add_way(
            person=person, kind="mail", value="a@example.org", at=moment, confirmed=confirmed
        )

    add(at, confirmed=False)
    add(later, confirmed=False)
    unproven = ContactWay.objects.get().confirmed_at
    add(later, confirmed=True)
    add(later + timedelta(days=1), confirmed=True)

    way = ContactWay.objects.get()
    assert unproven is None
    assert (way.created_at, way.confirmed_at) == (at, later)


def test_an_edit_keeps_what_stood_there(at):
    person = PersonFactory(shown_name="Amina", city="Kisumu")

    changed = actions.edit(
        person=person, changes={"city": "Mombasa", "shown_name": "Amina"}, cause="page",
        by=BY, at=at,
    )  # fmt: skip

    change = Change.objects.get()
    assert changed is True
    assert (change.before, change.after) == ({"city": "Kisumu"}, {"city": "Mombasa"})


def test_the_same_again_is_no_edit(at):
    person = PersonFactory(city="Kisumu")

    changed = actions.edit(person=person, changes={"city": "Kisumu"}, cause="page", by=BY, at=at)

    assert changed is False
    assert Change.objects.count() == 0


def test_care_is_nothing_that_an_edit_may_lower(at):
    person = PersonFactory(risk="high")

    with pytest.raises(ValueError, match="risk"):
        actions.edit(person=person, changes={"risk": "open"}, cause="page", by=BY, at=at)

    person.refresh_from_db()
    assert person.risk == "high"


def test_joining_a_circle_twice_is_joining_once(school, at):
    person = PersonFactory()

    first, second = (
        actions.join_circle(person=person, circle=school, role="member", since=day, by=BY, at=at)
        for day in (at.date(), at.date() + timedelta(days=9))
    )

    assert first == second
    assert list(Membership.objects.values_list("since", flat=True)) == [at.date()]


def test_an_account_is_somebody():
    person, account = PersonFactory(), AccountFactory()

    actions.connect_account(person=person, account=account)

    person.refresh_from_db()
    account.refresh_from_db()
    assert (person.account, account.person) == (account, person)


def test_whoever_opens_a_link_is_no_longer_provisional(at):
    way = ContactWayFactory(person__provisional=True)

    actions.confirm(person=way.person, way=way, by=Actor.system(), at=at)
    actions.confirm(person=way.person, way=way, by=Actor.system(), at=at + timedelta(days=1))

    way.refresh_from_db()
    assert (way.confirmed_at, way.person.provisional) == (at, False)
    assert way.person.confirmed_at == at + timedelta(days=1)
