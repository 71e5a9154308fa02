"""Two of one again: what came since stays, too late is too late, the last goes first."""

from datetime import timedelta

import pytest
from django.db import connection

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.people import actions, queries
from commonroot.people.models import ContactWay, FormerKey, Merge, Pair, Person
from commonroot.stewardship.actions import forget
from tests.factories.accounts import AccountFactory
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def made_one(at, *, into: Person | None = None, other: Person | None = None) -> Merge:
    """A merge of two who have a name and an address each."""
    into = into or PersonFactory(shown_name="Amina")
    other = other or PersonFactory(shown_name="Amina W", city="Kisumu")
    ContactWayFactory(person=other)
    return actions.merge(other=other, into=into, cause="hand", by=BY, at=at)


def test_what_came_since_stays_and_is_told(at):
    merge = made_one(at)
    actions.add_way(person=merge.person, kind="phone", value="+254700000001", at=at)
    person = Person.objects.get()
    actions.edit(
        person=person, changes={"city": "Nairobi", "wants": "seeds"}, cause="edit", by=BY, at=at
    )
    told = queries.since(merge)

    undone = actions.undo_merge(merge=merge, by=BY, at=at + timedelta(days=30))

    assert undone.since == told == {"people.change": 1, "people.contactway": 1}
    assert undone.kept == 2
    assert (undone.into.city, undone.into.wants, undone.other.city) == (
        "Nairobi",
        "seeds",
        "Kisumu",
    )
    assert undone.into.provenance["city"] == ["system", "2026-11-22"]
    assert [way.kind for way in undone.into.ways.all()] == ["phone"]
    assert [way.kind for way in undone.other.ways.all()] == ["mail"]
    assert not FormerKey.objects.exists()
    assert queries.person(undone.other.key) == undone.other
    merge.refresh_from_db()
    assert (merge.log, merge.undone_at) == (None, at + timedelta(days=30))
    assert AuditEntry.objects.filter(verb="merge undone").count() == 1


def test_a_new_claim_to_the_same_session_keeps_its_place(at):
    session = SessionFactory()
    into, other = PersonFactory(), PersonFactory()
    RegistrationFactory(person=into, session=session, state="waiting")
    theirs = RegistrationFactory(person=other, session=session, state="placed")
    merge = made_one(at, into=into, other=other)
    theirs.refresh_from_db()
    theirs.state = "cancelled"
    theirs.save()
    RegistrationFactory(person=into, session=session, state="placed")

    undone = actions.undo_merge(merge=merge, by=BY, at=at)

    claims = set(undone.into.registrations.values_list("state", flat=True))
    assert (claims, undone.kept) == ({"cancelled", "placed"}, 1)
    assert undone.other.registrations.get().state == "cancelled"


def test_what_was_deleted_since_stays_deleted(at):
    merge = made_one(at)
    ContactWay.objects.all().delete()

    undone = actions.undo_merge(merge=merge, by=BY, at=at)

    assert (undone.kept, undone.other.ways.count()) == (0, 0)


@pytest.mark.parametrize(("days", "may"), [(30, True), (31, False)])
def test_after_thirty_days_it_is_too_late(at, days, may):
    merge = made_one(at)
    later = at + timedelta(days=days)

    assert queries.can_be_undone(merge, at=later) == may
    assert queries.merges(at=later).count() == may
    if not may:
        with pytest.raises(actions.CannotUndo, match="30 days"):
            actions.undo_merge(merge=merge, by=BY, at=later)


def test_once_is_enough(at):
    merge = made_one(at)
    actions.undo_merge(merge=merge, by=BY, at=at)

    with pytest.raises(actions.CannotUndo, match="already"):
        actions.undo_merge(merge=merge, by=BY, at=at)

    assert not queries.merges(at=at).exists()


def test_of_two_merges_the_last_goes_first(at):
    first = made_one(at)
    second = made_one(at, into=first.person, other=PersonFactory())

    with pytest.raises(actions.CannotUndo, match="somebody else"):
        actions.undo_merge(merge=first, by=BY, at=at)

    assert queries.later_merge(first) == second
    assert queries.can_be_undone(first, at=at) is False
    assert queries.merge(first.key) == first


def test_nothing_is_known_to_have_come_once_the_values_are_blanked(at):
    merge = made_one(at)
    Merge.objects.update(log=None)

    merge.refresh_from_db()
    assert queries.since(merge)["people.contactway"] == 1


def different(one: Person, other: Person, *, at, state: str = "different") -> Pair:
    """What somebody said of two."""
    left, right = sorted((one.pk, other.pk))
    return Pair.objects.create(
        left_id=left, right_id=right, state=state, band="possible", probability=0.5, found_at=at
    )


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_who_was_forgotten_meanwhile_stays_forgotten(at):
    into, other, third = PersonFactory(), PersonFactory(), PersonFactory()
    for one in (into, other):
        different(one, third, at=at)
    merge = made_one(at, into=into, other=other)
    forget(person=fresh(third), by=BY, at=at)

    undone = actions.undo_merge(merge=merge, by=BY, at=at)

    connection.check_constraints()
    assert set(Person.objects.all()) == {undone.into, undone.other}
    assert not Pair.objects.exists()


@pytest.mark.parametrize("said", [("different",), ("different", "open"), ("open", "different")])
def test_what_was_said_of_somebody_made_one_meanwhile_is_said_of_who_is_left(at, said):
    into, other, third, fourth = (PersonFactory() for _one in range(4))
    for one in (into, other):
        for beside, state in zip((third, fourth), said, strict=False):
            different(one, beside, at=at, state=state)
    before = set(Pair.objects.values_list("left", "right", "state"))
    merge = made_one(at, into=into, other=other)
    later = made_one(at, into=fresh(fourth), other=fresh(third))

    actions.undo_merge(merge=merge, by=BY, at=at)

    connection.check_constraints()
    pairs = Pair.objects.values_list("left", "right", "state")
    assert set(pairs) == {(one.pk, fourth.pk, "different") for one in (into, other)}
    actions.undo_merge(merge=later, by=BY, at=at)
    connection.check_constraints()
    assert len(said) > 1 or set(pairs.all()) == before


def test_an_account_ended_meanwhile_keeps_nobody(at):
    account = AccountFactory()
    into = PersonFactory(keeper=account)
    other = PersonFactory(keeper=account)
    merge = made_one(at, into=into, other=other)
    Person.objects.update(keeper=None)
    account.delete()

    undone = actions.undo_merge(merge=merge, by=BY, at=at)

    connection.check_constraints()
    assert (undone.into.keeper, undone.other.keeper) == (None, None)


def test_a_change_that_would_point_at_nothing_is_left_out(at):
    account = AccountFactory()
    merge = made_one(at, into=PersonFactory(keeper=None), other=PersonFactory(keeper=account))
    log = merge.log
    log["changed"]["people.person"] = {str(merge.person_id): {"keeper_id": [10**9, None]}}
    log["changed"]["people.contactway"] = {
        str(merge.person.ways.get().pk): {"person_id": [10**9, merge.person_id]}
    }
    log["removed"]["people.pair"] = {"1": {"id": 1, "left_id": 10**9, "right_id": 10**9 + 1}}
    merge.save()
    Person.objects.update(keeper=None)

    undone = actions.undo_merge(merge=merge, by=BY, at=at)

    connection.check_constraints()
    assert (undone.into.keeper, undone.into.ways.count()) == (None, 1)
