"""Belonging to the network, and the organisations around it."""

from datetime import date, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.people.actions import merge
from commonroot.people.actions import network as belonging
from commonroot.people.actions import organisations as actions
from commonroot.people.actions.indexing import index_many
from commonroot.people.actions.network import NotWaiting
from commonroot.people.actions.organisations import HasAPage
from commonroot.people.models import Affiliation, NetworkMembership
from commonroot.people.queries import is_member, network
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def joined(person=None, *, at, at_once=True):
    return belonging.belong(
        person=person or PersonFactory(), basis="joined", at_once=at_once, by=BY, at=at
    )


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"state": "asked"}, False),
        ({"state": "left"}, False),
        ({"since": date(2026, 11, 23)}, False),
        ({"until": date(2026, 11, 21)}, False),
        ({"until": date(2026, 11, 22)}, True),
    ],
)
def test_who_counts_as_a_member(at, fields, counts):
    membership = joined(at=at)
    NetworkMembership.objects.filter(pk=membership.pk).update(**fields)

    assert is_member(membership.person, at=at) is counts
    assert [row.person for row in network.members(at=at)] == [membership.person] * counts


def test_unproven_address_counts_for_nothing(at):
    membership = joined(PersonFactory(provisional=True), at=at)

    assert not is_member(membership.person, at=at)
    assert list(network.to_welcome()) == []


def test_joining_again_changes_nothing_until_one_left(at):
    person = PersonFactory()
    first = joined(person, at=at)

    again = joined(person, at=at + timedelta(days=1))
    left = belonging.leave(person=person, by=BY, at=at)
    twice = belonging.leave(person=person, by=BY, at=at)
    back = joined(person, at=at + timedelta(days=2))

    assert (again, left, twice) == (first, True, False)
    assert back != first
    assert back.since == date(2026, 11, 24)


def test_whoever_applies_waits_for_an_answer_given_once(at):
    yes, no = joined(at=at, at_once=False), joined(at=at, at_once=False)
    assert list(network.memberships_asked()) == [yes, no]

    belonging.take_in(membership=yes, by=BY, at=at)
    belonging.refuse(membership=no, by=BY, at=at)

    assert (is_member(yes.person, at=at), is_member(no.person, at=at)) == (True, False)
    assert list(network.memberships_asked()) == []
    assert network.membership_by_key(no.key).until == at.date()
    with pytest.raises(NotWaiting):
        belonging.take_in(membership=no, by=BY, at=at)


def test_two_who_become_one_belong_once(at):
    one, other = PersonFactory(), PersonFactory()
    joined(one, at=at)
    joined(other, at=at)

    merge(other=other, into=one, cause="hand", by=BY, at=at)

    assert NetworkMembership.objects.filter(person=one).count() == 1
    assert network.membership(one).state == "member"


def test_welcome_is_written_down_once(at):
    membership = joined(at=at)

    assert [row for row in network.to_welcome()] == [membership]  # noqa: C416 - the rows themselves
    assert [belonging.welcomed(membership=membership, at=at) for _ in range(2)] == [True, False]


def organisation(name="Union of Nurses", *, at, **fields):
    return actions.add_organisation(name=name, by=BY, at=at, **fields)


def test_people_are_found_in_it_by_every_way_of_writing(at):
    found = organisation(at=at, also=["UoN", "Únion of Nurses "])
    now, then, alone, elsewhere = (PersonFactory() for _ in range(4))
    said = {"source": "hand", "said_on": at.date()}
    for person, name, until in (
        (now, "uon", None),
        (then, "Union of nurses", date(2024, 1, 1)),
        (elsewhere, "Union of Teachers", None),
    ):
        Affiliation.objects.create(
            person=person,
            organisation=name,
            sort_key=network.work_key(name) if until is None else "",  # written before names were
            until=until,
            **said,
        )
    alone.organisation = "UNION OF NURSES"
    alone.save()
    now.organisation = "UoN"
    now.save()
    index_many([alone, now])

    assert [(one.person_id, one.until) for one in network.belonging_to(found)] == [
        (now.pk, None), (alone.pk, None), (then.pk, date(2024, 1, 1)),
    ]  # fmt: skip
    assert network.written_but_unknown([found], most=9) == [("Union of Teachers", 1)]
    assert network.organisation_called("ÚNION OF NURSES") == found


def test_one_name_has_one_page_and_an_earlier_name_still_finds_it(at):
    first, second = organisation(at=at), organisation("Teachers", at=at)

    with pytest.raises(HasAPage):
        organisation("union  of NURSES", at=at)
    described = {"country": "KE", "address": "", "words": Translated({"en": "Care."}), "also": []}
    with pytest.raises(HasAPage):
        actions.describe_organisation(
            organisation=second, **described, name="Union of nurses", by=BY, at=at
        )
    actions.describe_organisation(
        organisation=first, **described, name="Union of Nurses", by=BY, at=at
    )
    actions.describe_organisation(organisation=first, **described, name="Carers", by=BY, at=at)

    assert [one.name for one in network.organisations()] == ["Carers", "Teachers"]
    assert network.organisation_called("union of nurses") == first
    assert network.organisation(first.key).country == "KE"


def test_tie_is_what_was_said_last_of_a_day(at):
    found = organisation(at=at)
    for kind, since in (("talked", date(2026, 1, 1)), ("joint", date(2026, 6, 1))):
        actions.say_tie(organisation=found, kind=kind, since=since, words="", by=BY, at=at)

    kinds = [
        getattr(network.tie(found, on=day), "kind", None)
        for day in (date(2025, 1, 1), date(2026, 2, 1), date(2026, 6, 1))
    ]

    assert kinds == [None, "talked", "joint"]


def test_role_ends_once(at):
    found = organisation(at=at)
    role = actions.give_role(
        organisation=found, kind="host", words="Kisumu", since=None, until=None, by=BY, at=at
    )

    actions.end_role(role=role, by=BY, at=at)
    actions.end_role(role=network.role(role.key), by=BY, at=at + timedelta(days=3))

    assert network.role(role.key).until == at.date()
