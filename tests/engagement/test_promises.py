"""Promises that come back on their day."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, tasks
from commonroot.engagement.queries.promises import since_words
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from tests.engagement.years import asked_later
from tests.factories.engagement import (
    PromiseFactory,
    agree,
)

pytestmark = pytest.mark.django_db
BY = Actor.system()
PUBLIC = Actor.public()


def test_a_promise_comes_back_on_its_day_in_their_morning_and_only_once(at):
    person = asked_later(time_zone="America/Bogota")
    promise = PromiseFactory(person=person, due_on=at.date(), made_at=at - timedelta(days=92))
    PromiseFactory(due_on=at.date())  # never agreed to be asked
    PromiseFactory(person=asked_later(), due_on=at.date() + timedelta(days=1))

    done = [tasks.bring_promises_back(at=at), tasks.bring_promises_back(at=at)]

    letter = Letter.objects.get()
    assert (done, letter.subject_key, letter.values["ago"]) == (
        [1, 0],
        person.key,
        "Three months ago",
    )
    assert (letter.due_at.astimezone(UTC).hour, letter.due_at >= at) == (13, True)
    promise.refresh_from_db()
    assert (promise.asked_at, promise.post) == (at, letter)


def test_an_answer_is_kept_and_still_at_it_comes_again(at):
    person = asked_later()
    promise = PromiseFactory(person=person, due_on=at.date())
    actions.bring_promise_back(promise=promise, at=at)

    actions.answer_promise(promise=promise, outcome="still", by=PUBLIC, at=at)
    actions.answer_promise(
        promise=promise, word="The union answered.", again=True, by=PUBLIC, at=at
    )
    later = datetime.combine(promise.due_on, at.time(), tzinfo=UTC)

    promise.refresh_from_db()
    assert (promise.outcome, promise.word, promise.answered_at) == (
        "still", "The union answered.", at,
    )  # fmt: skip
    assert [tasks.bring_promises_back(at=at), tasks.bring_promises_back(at=later)] == [0, 1]


@pytest.mark.parametrize("why", ["unsafe", "no way", "withdrew"])
def test_who_may_not_be_asked_gets_no_promise_back(at, why):
    promise = PromiseFactory(person=asked_later(), due_on=at.date())
    if why == "unsafe":
        consent.call_unsafe(person=promise.person, by=BY, at=at)
    elif why == "no way":
        ContactWay.objects.all().delete()
    else:
        agree(promise.person, Purpose.FOLLOW_UP, yes=False)

    assert actions.bring_promise_back(promise=promise, at=at) is False
    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (3, "A few days ago"), (15, "2 weeks ago"), (61, "2 months ago"), (92, "Three months ago"),
        (183, "Six months ago"), (370, "A year ago"), (1100, "3 years ago"),
    ],
)  # fmt: skip
def test_how_long_ago_a_promise_was_made(at, days, words):
    promise = PromiseFactory.build(made_at=at - timedelta(days=days))

    assert since_words(promise, on=at.date(), language="en") == words
