"""Founding the school, describing circles, giving mandates."""

from datetime import timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles import actions, queries
from commonroot.circles.models import Circle, Mandate
from commonroot.core.fields import Translated
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def test_the_founded_school_is_the_school_of_this_folder(school):
    assert queries.school() == school
    assert (school.name, school.languages, school.tie) == (
        {"en": "Long Table School"}, ["en", "ar"], "same",
    )  # fmt: skip


def test_a_second_school_is_refused(school, at):
    with pytest.raises(actions.SchoolExists, match="There is a school here already"):
        actions.found_school(
            name="Another", sentence="Too.", languages=["en"], country="UG",
            time_zone="Africa/Kampala", by=BY, at=at,
        )  # fmt: skip

    assert list(Circle.objects.all()) == [school]


def test_a_role_that_there_is_not_is_refused(school, at):
    account = AccountFactory()

    with pytest.raises(ValueError, match="queen"):
        actions.give_mandate(account=account, circle=school, role="queen", until=None, by=BY, at=at)

    assert Mandate.objects.count() == 0


def test_a_mandate_given_again_has_the_new_end_and_the_old_beginning(school, at):
    account = AccountFactory()
    later, end = at + timedelta(days=30), at + timedelta(days=60)

    for moment, until in ((at, None), (later, end)):
        actions.give_mandate(
            account=account, circle=school, role="organiser", until=until, by=BY, at=moment
        )

    assert list(Mandate.objects.values_list("since", "until")) == [(at, end)]


def test_a_mandate_ends_with_its_end(school, at):
    account = AccountFactory()
    actions.give_mandate(
        account=account, circle=school, role="organiser", until=at, by=BY, at=at - timedelta(days=1)
    )

    before = queries.actor_for(account, person_id=None, at=at - timedelta(seconds=1))
    then = queries.actor_for(account, person_id=None, at=at)

    assert (len(before.held), len(then.held)) == (1, 0)


def test_a_described_circle_is_listed_under_its_new_name(at):
    first = actions.open_circle(kind="theme", name=Translated({"en": "Water"}), by=BY, at=at)
    second = actions.open_circle(kind="theme", name=Translated({"en": "Midwives"}), by=BY, at=at)

    actions.describe(
        circle=first,
        name=Translated({"en": "Air", "fr": "Air"}),
        sentence=Translated({"en": "What we breathe."}),
        by=BY,
        at=at,
    )

    first.refresh_from_db()
    assert (first.name, first.sentence) == (
        {"en": "Air", "fr": "Air"}, {"en": "What we breathe."},
    )  # fmt: skip
    assert list(queries.directory()) == [first, second]
    assert AuditEntry.objects.filter(verb="circle described", thing_key=first.key).count() == 1


def test_a_closed_circle_leaves_the_directory_and_is_found_by_its_key(at):
    closed = actions.open_circle(
        kind="theme", name=Translated({"en": "Water"}), state=Circle.State.CLOSED, by=BY, at=at
    )

    assert list(queries.directory()) == []
    assert queries.circle(closed.key) == closed
    assert queries.circle("nothing") is None


@pytest.mark.parametrize(
    ("role", "fits"), [("region", True), ("organiser", True), ("circle contact", False)]
)
def test_a_role_is_given_only_where_it_makes_sense(school, at, role, fits):
    def invite():
        actions.invite(
            address="leila@example.org", shown_name="Leila", language="en", circle=school,
            role=role, until=None, by=BY, at=at,
        )  # fmt: skip

    if fits:
        invite()
    else:
        with pytest.raises(actions.NotForThatCircle):
            invite()

    assert Mandate.objects.count() == fits


def test_whoever_acts_everywhere_speaks_for_no_circle(db):
    assert queries.circles_of(Actor.system()) == []
