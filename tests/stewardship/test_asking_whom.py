"""Whom an organiser asks whether details are still right, and who is left out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonroot.accounts.models import AuditEntry
from commonroot.consent import actions as consent
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from commonroot.stewardship import actions, queries, rules, tasks
from commonroot.stewardship.models import DetailsQuestion, DetailsRound
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.stewardship.asking import BY, DAY, SYSTEM, asked, everybody, known

pytestmark = pytest.mark.django_db


# Whom.


def test_who_is_left_out_is_counted_under_the_first_reason(school, at):
    amina = known(at, shown_name="Amina")
    phone = known(at, shown_name="Baraka", way="phone")
    signal = known(at, shown_name="Chiku", channel="signal")
    ContactWayFactory(person=signal, kind="phone", value="+254700000009")
    known(at, frozen_at=at)
    PersonFactory()
    consent.keep_until_asked(person=PersonFactory(), by=SYSTEM, at=at)
    known(at, provisional=True)
    known(at, way="")
    ContactWay.objects.filter(person=known(at)).update(state="broken")
    known(at, channel="circle")
    known(at, confirmed_at=at - timedelta(days=300))
    for state in ("unsafe", "declined", "asked", "silent"):
        asked(at, known(at), state=state)

    found = queries.asking_preview(everybody(), at=at)

    assert [person.shown_name for person in found.sample] == ["Amina", "Baraka", "Chiku"]
    assert (found.count, found.by_hand, found.total) == (3, 2, 15)
    assert found.left_out == [
        ("paused everything", 1),
        ("no agreement to be in the register", 3),
        ("said to be unsafe to write to", 1),
        ("asked not to be asked", 1),
        ("are reached through their circle only", 1),
        ("no address that works", 2),
        ("were asked not long ago", 2),
        ("said not long ago that all is right", 1),
    ]
    assert set(found.people) == {amina, phone, signal}


def test_a_preview_reads_as_often_for_one_as_for_many(school, at, django_assert_num_queries):
    known(at)
    with CaptureQueriesContext(connection) as one:
        queries.asking_preview(everybody(), at=at)
    for _ in range(3):
        known(at)

    with django_assert_num_queries(len(one)):
        queries.asking_preview(everybody(), at=at)


def test_nobody_to_ask_is_said(school, at):
    known(at, frozen_at=at)

    with pytest.raises(actions.NobodyToAsk):
        actions.ask_details(people=everybody(), by=BY, at=at)

    assert queries.asking_preview(everybody(), at=at).sample == []
    assert DetailsRound.objects.count() == 0


def test_a_list_is_asked_ten_minutes_later(school, at, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 1)  # one sweep takes as many portions as there are
    amina, baraka = known(at), known(at)
    known(at, frozen_at=at)

    round_ = actions.ask_details(people=everybody(), sentence="From Kenya", by=BY, at=at)

    before = tasks.write_questions(at=at + rules.RECALL - timedelta(seconds=1))
    after = tasks.write_questions(at=at + rules.RECALL)
    again = tasks.write_questions(at=at + rules.RECALL)
    assert (round_.origin, round_.sentence, round_.made_by) == (
        "list",
        "From Kenya",
        "account:leila",
    )
    assert (before, after, again) == (0, 2, 0)
    assert sorted(Letter.objects.values_list("subject_key", "purpose", "state")) == sorted(
        (person.key, "register", "queued") for person in (amina, baraka)
    )
    assert set(DetailsQuestion.objects.values_list("state", "asked_at")) == {
        ("asked", at + rules.RECALL)
    }
    assert AuditEntry.objects.get(verb="details asked").facts == {"people": 2}


def test_it_can_be_taken_back_until_it_leaves(school, at):
    known(at)
    first = actions.ask_details(people=everybody(), by=BY, at=at)

    count = actions.take_round_back(round_=first, by=BY, at=at + timedelta(minutes=9))
    twice = actions.take_round_back(round_=first, by=BY, at=at + timedelta(minutes=9))
    second = actions.ask_details(people=everybody(), by=BY, at=at)
    with pytest.raises(actions.LeftAlready):
        actions.take_round_back(round_=second, by=BY, at=at + rules.RECALL)

    first.refresh_from_db()
    assert (count, twice) == (1, 0)
    assert first.taken_back_at == at + timedelta(minutes=9)
    assert list(DetailsQuestion.objects.values_list("round", flat=True)) == [second.pk]


def test_one_person_is_asked_also_when_they_said_so_yesterday(school, at):
    person = known(at, confirmed_at=at - DAY)
    asked(at - DAY, person, state="silent")

    round_ = actions.ask_person(person=person, by=BY, at=at)

    assert round_.origin == "person"
    assert DetailsQuestion.objects.filter(person=person).count() == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"frozen_at": "at"}, "paused everything"), ({"channel": "circle"}, "their circle only")],
)
def test_one_who_may_not_be_asked_is_refused_with_the_reason(school, at, fields, reason):
    person = known(at, **{name: at if value == "at" else value for name, value in fields.items()})

    with pytest.raises(actions.NobodyToAsk, match=reason):
        actions.ask_person(person=person, by=BY, at=at)


def test_nobody_is_asked_twice_at_once(school, at):
    person = known(at)
    actions.ask_person(person=person, by=BY, at=at)

    with pytest.raises(actions.NobodyToAsk, match="not long ago"):
        actions.ask_person(person=person, by=BY, at=at)
