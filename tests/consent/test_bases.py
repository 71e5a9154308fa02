"""Who is kept for which reason, and who for none any more."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions
from commonroot.consent.models import LedgerEvent
from commonroot.consent.queries import bases
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people.models import Membership, Person
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

BY = Actor.system()
DAY = timedelta(days=1)
PROGRAMME = Audience(AudienceKind.PROGRAMME, "course")


def say(person, *, yes=True, at, purpose=Purpose.REGISTER):
    actions.answer(person=person, purpose=purpose, yes=yes, how="form", by=BY, at=at)


def left(*, at, since=None):
    found = bases.left_without(Person.objects.all(), at=at, since=since or at)
    return list(found.order_by("pk"))


def test_a_yes_a_place_a_circle_and_an_account_are_bases(at, school):
    yes, place, circle, account, nothing = (PersonFactory() for _ in range(5))
    say(yes, at=at, purpose=Purpose.NEWS)
    actions.serve(
        person=place,
        purpose=Purpose.THIS_PROGRAMME,
        audience=PROGRAMME,
        until=at + DAY,
        by=BY,
        at=at,
    )
    Membership.objects.create(person=circle, circle=school, role="member", since=at.date())
    Person.objects.filter(pk=account.pk).update(account=AccountFactory())

    found = bases.with_a_basis(Person.objects.all(), at=at)

    assert set(found) == {yes, place, circle, account}
    assert list(bases.without_a_basis(Person.objects.all(), at=at)) == [nothing]
    assert bases.has_another_basis(yes, at=at) is True
    assert bases.has_another_basis(nothing, at=at) is False


def test_a_no_an_old_list_and_what_ran_out_are_none(at, school):
    no, old_list, over, left_circle = (PersonFactory() for _ in range(4))
    say(no, yes=False, at=at)
    actions.keep_until_asked(person=old_list, by=BY, at=at)
    actions.serve(
        person=over, purpose=Purpose.THIS_PROGRAMME, audience=PROGRAMME, until=at, by=BY, at=at
    )
    Membership.objects.create(
        person=left_circle, circle=school, role="member", since=at.date(), until=at.date()
    )

    assert list(bases.with_a_basis(Person.objects.all(), at=at)) == []


def test_who_was_not_asked_yet_is_not_left_without(at):
    person = PersonFactory()
    actions.keep_until_asked(person=person, by=BY, at=at - 300 * DAY)

    before = left(at=at)
    actions.end_unknown(person=person, by=BY, at=at - 200 * DAY)

    assert (before, left(at=at)) == ([], [person])


def test_an_unknown_basis_ends_once_and_only_while_it_is_unknown(at):
    person, said = PersonFactory(), PersonFactory()
    actions.keep_until_asked(person=person, by=BY, at=at)
    say(said, at=at)

    ended = [actions.end_unknown(person=one, by=BY, at=at) for one in (person, person, said)]

    assert ended == [True, False, False]
    assert LedgerEvent.objects.filter(state="expired").count() == 1


@pytest.mark.parametrize("days", [1, 0])
def test_time_passes_between_the_last_reason_and_the_end(at, school, days):
    since = at - 14 * DAY
    young, served, spoke, circle = (PersonFactory(created_at=since - DAY) for _ in range(4))
    Person.objects.filter(pk=young.pk).update(created_at=since + days * DAY)
    actions.serve(
        person=served, purpose=Purpose.THIS_PROGRAMME, audience=PROGRAMME,
        until=since + days * DAY, by=BY, at=since - DAY,
    )  # fmt: skip
    say(spoke, yes=False, at=since + days * DAY)
    Membership.objects.create(
        person=circle, circle=school, role="member", since=since.date() - 9 * DAY,
        until=since.date() + days * DAY,
    )  # fmt: skip

    assert left(at=at, since=since) == ([] if days else [young, served, spoke, circle])


def test_the_latest_word_about_the_register_decides_whether_it_was_a_no(at):
    no, took_back, came_back, never, silent = (PersonFactory() for _ in range(5))
    say(no, yes=False, at=at)
    say(took_back, at=at)
    say(took_back, yes=False, at=at + DAY)
    say(came_back, yes=False, at=at)
    say(came_back, at=at + DAY)
    actions.keep_until_asked(person=silent, by=BY, at=at)
    actions.end_unknown(person=silent, by=BY, at=at + DAY)
    say(never, yes=False, at=at, purpose=Purpose.NEWS)

    assert set(bases.said_no(Person.objects.all())) == {no, took_back}


def test_what_nobody_was_served_for_cannot_end(at):
    person = PersonFactory()

    actions.stop_serving(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=Audience(AudienceKind.SCHOOL),
        by=Actor.system(),
        at=at,
    )

    assert not LedgerEvent.objects.filter(person=person).exists()
