"""The delivery sweep: the gate stands between the outbox and the mail server."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions, tasks
from commonroot.consent.models import Unsafe
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.messaging.models import Letter
from commonroot.messaging.queries import letters_due
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory
from tests.messaging.conftest import probe_templates, sink

__all__ = ["probe_templates", "sink"]
pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()
SCHOOL = Audience(AudienceKind.SCHOOL)


def agreed(at):
    person = PersonFactory()
    actions.answer(person=person, purpose=Purpose.NEWS, yes=True, how="page", by=PUBLIC, at=at)
    return person


def news_for(person, **fields):
    return LetterFactory(subject_key=person.key, purpose="news", audience="school", **fields)


def test_the_sweep_sends_what_is_due_and_finds_nothing_the_second_time(sink, school, at):
    news_for(agreed(at))
    news_for(agreed(at), due_at=at + timedelta(hours=1))

    first, second = tasks.deliver_due(at=at), tasks.deliver_due(at=at)

    assert (first, second) == (1, 0)
    assert not letters_due(at=at).exists()
    assert sink.messages[0]["From"] == "Long Table School <school@example.org>"


def test_who_takes_it_back_between_posting_and_sending_gets_nothing(sink, school, at):
    person = agreed(at)
    letter = news_for(person)

    actions.answer(person=person, purpose=Purpose.NEWS, yes=False, how="page", by=PUBLIC, at=at)
    tasks.deliver_due(at=at)

    letter.refresh_from_db()
    assert (letter.state, letter.why) == ("cancelled", "no agreement")
    assert sink.connections == 0


def test_the_gate_is_asked_at_sending_not_at_posting(sink, school, at):
    """Each of these changes nothing in the outbox itself."""
    paused, unsafe, never_asked, named = (agreed(at) for _ in range(4))
    letters = [
        news_for(paused),
        news_for(unsafe),
        LetterFactory(subject_key=unsafe.key, purpose="notice", audience="school"),
        news_for(PersonFactory()),
        news_for(named, tells=[[never_asked.key, "naming", "public"]]),
    ]
    paused.frozen_at = at
    paused.save(update_fields=["frozen_at"])
    Unsafe.objects.create(person=unsafe, since=at)

    tasks.deliver_due(at=at)

    states = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
    assert set(states.values_list("state", "why")) == {("cancelled", "no agreement")}
    assert sink.recipients == []


def test_what_ran_out_before_its_day_stays(sink, school, at):
    later = at + timedelta(days=5 * 365)
    letter = news_for(agreed(at), due_at=later)

    tasks.deliver_due(at=later)

    letter.refresh_from_db()
    assert (letter.state, letter.why) == ("cancelled", "no agreement")
    assert sink.recipients == []


def test_a_pause_does_not_stop_what_is_owed(sink, school, at):
    person = PersonFactory(frozen_at=at)
    LetterFactory(subject_key=person.key, purpose="notice", audience="school")

    tasks.deliver_due(at=at)

    assert len(sink.arrived) == 1


def test_the_gate_costs_the_same_for_one_letter_and_for_fifty(
    settings, school, at, django_assert_max_num_queries
):
    settings.DEMO = True
    for _ in range(50):
        news_for(agreed(at))

    # Two queries of the gate, four of what stops or bares letters; the rest is the post box: one
    # row written per letter.
    with django_assert_max_num_queries(50 + 24):
        done = tasks.deliver_due(at=at)

    assert done == 50


def test_a_long_queue_is_left_for_the_next_run(settings, school, at, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(tasks, "BATCH", 2)
    monkeypatch.setattr(tasks, "AT_MOST_SECONDS", -1)
    for _ in range(3):
        news_for(agreed(at))

    runs = [tasks.deliver_due(at=at) for _ in range(3)]

    assert runs == [2, 1, 0]


def test_words_go_after_thirty_days_and_only_once(at):
    LetterFactory(left=True, ended_at=at)
    then = at + timedelta(days=30)

    first, second = tasks.blank_old_letters(at=then), tasks.blank_old_letters(at=then)

    assert (first, second) == (1, 0)
