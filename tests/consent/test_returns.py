"""What follows from letters that came back: addresses that rest, and agreements taken back."""

from datetime import timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent import actions, queries, tasks
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.actions import add_way
from commonroot.people.models import ContactWay
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def somebody(at):
    person = PersonFactory()
    add_way(person=person, kind="mail", value="amina@example.org", at=at)
    add_way(person=person, kind="mail", value="amina@example.net", at=at)
    return person


def returned(person, kind, *, at, purpose="news", address="amina@example.org"):
    return LetterFactory(
        subject_key=person.key, address=address, purpose=purpose, state="sent",
        returned=kind, returned_at=at,
    )  # fmt: skip


def broken(person):
    return {way.value for way in person.ways.all() if way.state == ContactWay.State.BROKEN}


def test_an_address_that_does_not_exist_is_written_to_no_more(at):
    person = somebody(at)
    returned(person, "hard", at=at)

    first, second = tasks.heed_returns(at=at), tasks.heed_returns(at=at)

    assert (first, second, broken(person)) == (1, 0, {"amina@example.org"})
    entry = AuditEntry.objects.get(verb="letter came back")
    assert (entry.person_key, entry.facts) == (person.key, {"returned": "hard"})


@pytest.mark.parametrize(
    ("days", "address", "rests"),
    [
        ((0, 3, 29), "amina@example.org", {"amina@example.org"}),
        ((0, 3, 31), "amina@example.org", set()),
        ((0, 3), "amina@example.org", set()),
        ((0, 3, 29), "amina@example.net", set()),
    ],
    ids=["three in a month", "longer apart", "two", "one of them elsewhere"],
)
def test_three_that_came_back_for_now_in_a_month_count_as_one_for_good(at, days, address, rests):
    person = somebody(at)
    for number, day in enumerate(days):
        where = address if number == 1 else "amina@example.org"
        returned(person, "soft", at=at - timedelta(days=day), address=where)

    tasks.heed_returns(at=at)

    assert broken(person) == rests


def test_calling_letters_unwanted_takes_back_the_yes_to_their_kind_alone(at):
    person = somebody(at)
    for purpose in (Purpose.NEWS, Purpose.FOLLOW_UP):
        actions.answer(person=person, purpose=purpose, yes=True, how="form", by=BY, at=at)
    waiting = LetterFactory(subject_key=person.key, purpose="news", audience="school")
    returned(person, "complaint", at=at)

    tasks.heed_returns(at=at)

    stands = dict(Agreement.objects.values_list("purpose", "state"))
    assert stands == {"news": "withdrawn", "follow_up": "given"}
    assert LedgerEvent.objects.latest("pk").form == "stop"
    assert Letter.objects.get(pk=waiting.pk).state == Letter.State.CANCELLED
    assert broken(person) == set()


def test_what_nobody_is_asked_for_cannot_be_taken_back_by_a_complaint(at):
    person = somebody(at)
    returned(person, "complaint", at=at, purpose="notice")

    assert tasks.heed_returns(at=at) == 1
    assert not LedgerEvent.objects.exists()


def test_a_letter_to_nobody_we_know_any_more_is_done_with(at):
    letter = LetterFactory(subject_key="gone", state="sent", returned="hard", returned_at=at)

    assert actions.heed_return(letter=letter, by=BY, at=at) is True
    assert actions.heed_return(letter=letter, by=BY, at=at) is False
    assert not queries.to_heed(at=at).exists()
