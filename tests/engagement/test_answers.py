"""Answers to rounds of questions: kept, counted by starting background, read, stopped."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, queries
from commonroot.engagement.models import FollowUp
from commonroot.messaging.models import Letter
from tests.factories.engagement import (
    FollowUpFactory,
    PromiseFactory,
    WaveFactory,
    agree,
)
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
PUBLIC = Actor.public()


def test_an_answer_is_kept_and_proves_the_address(at):
    follow_up = FollowUpFactory(promise=PromiseFactory())
    way = ContactWayFactory(person=follow_up.person)

    actions.answer_follow_up(follow_up=follow_up, outcome="happened", way=way, by=PUBLIC, at=at)
    actions.answer_follow_up(
        follow_up=follow_up,
        engagement="more",
        word="It worked.",
        by=PUBLIC,
        at=at + timedelta(hours=1),
    )

    follow_up.refresh_from_db()
    way.refresh_from_db()
    assert (follow_up.state, follow_up.outcome, follow_up.engagement, follow_up.word) == (
        "answered",
        "happened",
        "more",
        "It worked.",
    )
    assert (follow_up.answered_at, way.confirmed_at) == (at, at)


def test_saying_nothing_is_no_answer(at):
    follow_up = FollowUpFactory()

    actions.answer_follow_up(follow_up=follow_up, by=PUBLIC, at=at)

    follow_up.refresh_from_db()
    assert follow_up.state == "sent"


def test_a_late_answer_still_counts(at):
    follow_up = FollowUpFactory(state=FollowUp.State.SILENT)

    actions.answer_follow_up(follow_up=follow_up, engagement="same", by=PUBLIC, at=at)

    assert follow_up.state == "answered"


def test_stop_asking_withdraws_at_once_and_ends_every_open_round(at):
    first = FollowUpFactory()
    agree(first.person, Purpose.FOLLOW_UP)
    other = FollowUpFactory(
        person=first.person, wave=WaveFactory(months=12), state=FollowUp.State.SILENT
    )
    done = FollowUpFactory(
        person=first.person, wave=WaveFactory(months=3), state=FollowUp.State.ANSWERED
    )
    LetterFactory(subject_key=first.person.key, purpose="follow_up", audience="school")

    actions.stop_asking(follow_up=first, language="en", by=PUBLIC, at=at)

    for row in (other, done):
        row.refresh_from_db()
    assert (first.state, other.state, done.state) == ("withdrawn", "withdrawn", "answered")
    assert may(first.person, Purpose.FOLLOW_UP, SCHOOL, at=at) is False
    assert Letter.objects.get().state == "cancelled"


def test_my_page_asks_the_latest_open_question(at):
    older = FollowUpFactory(asked_at=at - timedelta(days=9))
    newer = FollowUpFactory(
        person=older.person, wave=WaveFactory(months=12), asked_at=at - timedelta(days=2)
    )
    FollowUpFactory(asked_at=at)

    assert queries.message_of(older.person, at=at) == newer
    assert queries.message_of(PersonFactory(), at=at) is None


def test_parts_add_up_by_starting_background(at, django_assert_num_queries):
    wave = WaveFactory()
    rows = [
        ("new", "answered", "more", True),
        ("new", "sent", "", True),
        ("new", "not_asked", "", False),
        ("movement", "answered", "less", True),
        ("movement", "silent", "", True),
        ("movement", "withdrawn", "", False),
        ("elsewhere", "unreachable", "", False),
        ("elsewhere", "paused", "", False),
        ("elsewhere", "answered", "same", True),
    ]
    for background, state, engagement, asked in rows:
        FollowUpFactory(
            wave=wave,
            background=background,
            state=state,
            engagement=engagement,
            asked_at=at if asked else None,
        )

    with django_assert_num_queries(1):
        parts = {part.background: part for part in queries.wave_parts(wave)}

    assert list(parts) == ["movement", "elsewhere", "new"]
    new, movement, elsewhere = parts["new"], parts["movement"], parts["elsewhere"]
    assert (
        new.total,
        new.asked,
        new.answered,
        new.no_reply,
        new.not_asked,
        new.more,
        new.unknown,
    ) == (
        3,
        2,
        1,
        1,
        1,
        1,
        2,
    )
    assert (movement.withdrawn, movement.less, movement.no_reply) == (1, 1, 1)
    assert (elsewhere.unreachable, elsewhere.paused, elsewhere.same) == (1, 1, 1)
    assert parts["new"].label == "new to activism"


def test_words_are_the_answers_newest_first(at):
    wave = WaveFactory()
    first, second = (
        FollowUpFactory(wave=wave, state="answered", answered_at=at - timedelta(days=days))
        for days in (3, 1)
    )
    FollowUpFactory(wave=wave)

    assert list(queries.words(wave)) == [second, first]


def test_reading_the_answers_is_written_down(at):
    wave = WaveFactory()

    actions.read_answers(wave=wave, by=BY, at=at)

    wave.refresh_from_db()
    assert wave.read_at == at


def test_the_person_page_finds_every_round(at):
    follow_up = FollowUpFactory()

    assert list(queries.follow_ups_of(follow_up.person)) == [follow_up]
    assert queries.follow_up(follow_up.key) == follow_up
    assert queries.wave(follow_up.wave.key) == follow_up.wave


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "Two weeks ago"),
        (3, "Three months ago"),
        (6, "Six months ago"),
        (12, "A year ago"),
        (24, "Two years ago"),
        (60, "5 years ago"),
        (7, "7 months ago"),
    ],
)
def test_ago_is_said_in_words(months, words):
    assert queries.ago_words(months) == words
