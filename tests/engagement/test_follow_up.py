"""Rounds of questions: who is asked, what the letter says, the second try, silence."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, emails, queries, tasks
from commonroot.engagement.actions import follow_up
from commonroot.engagement.models import FollowUp, Wave
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Link
from tests.factories.engagement import (
    FollowUpFactory,
    ParticipationFactory,
    PromiseFactory,
    WaveFactory,
    agree,
)
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
PUBLIC = Actor.public()


def participant(wave, *, background="new", **fields):
    """Somebody of the course with an address who agreed to be asked later."""
    person = PersonFactory(**fields)
    ContactWayFactory(person=person)
    agree(person, Purpose.FOLLOW_UP)
    ParticipationFactory(programme=wave.programme, person=person, background=background)
    return person


def test_a_round_asks_those_who_agreed_and_lists_everybody(at):
    wave = WaveFactory()
    asked = participant(wave, background="movement")
    said_no = participant(wave)
    agree(said_no, Purpose.FOLLOW_UP, yes=False)
    unasked = ParticipationFactory(programme=wave.programme).person
    paused = ParticipationFactory(programme=wave.programme, person__frozen_at=at).person
    without = participant(wave)
    ContactWay.objects.filter(person=without).delete()
    ParticipationFactory(programme=wave.programme, role="presenter")

    number = actions.send_wave(wave=wave, by=BY, at=at)

    assert number == 1
    assert dict(FollowUp.objects.values_list("person", "state")) == {
        asked.pk: "sent",
        said_no.pk: "withdrawn",
        unasked.pk: "not_asked",
        paused.pk: "paused",
        without.pk: "unreachable",
    }
    assert list(Letter.objects.values_list("subject_key", "purpose")) == [(asked.key, "follow_up")]
    row = FollowUp.objects.get(person=asked)
    assert (row.background, row.asked_at) == ("movement", at)


def test_a_round_is_sent_once_by_its_sweep_when_its_day_has_come(at):
    wave, later = WaveFactory(), WaveFactory(months=12, due_on=at.date() + timedelta(days=1))
    participant(wave)

    first, second = tasks.send_due_waves(at=at), tasks.send_due_waves(at=at)
    again = actions.send_wave(wave=wave, by=BY, at=at)

    later.refresh_from_db()
    assert (first, second, again, later.sent_at) == (1, 0, 0, None)
    assert Letter.objects.count() == 1


def test_a_round_that_was_cut_off_asks_the_rest_and_nobody_twice(at, monkeypatch):
    wave = WaveFactory()
    people = [participant(wave) for _number in range(3)]
    monkeypatch.setattr(follow_up, "ASKED_AT_A_TIME", 1)
    post, posted = emails.post_follow_up, []

    def cut_off(**values):
        if len(posted) == 1:
            raise InterruptedError
        posted.append(values)
        return post(**values)

    monkeypatch.setattr(emails, "post_follow_up", cut_off)
    with pytest.raises(InterruptedError):
        actions.send_wave(wave=wave, by=BY, at=at)
    monkeypatch.setattr(emails, "post_follow_up", post)
    before = list(queries.waves_due(at=at))

    asked = actions.send_wave(wave=wave, by=BY, at=at)

    assert (before, list(queries.waves_due(at=at)), asked) == ([wave], [], 3)
    assert sorted(Letter.objects.values_list("subject_key", flat=True)) == sorted(
        person.key for person in people
    )


def test_who_ends_a_round_second_says_nothing_more_of_it(at, monkeypatch):
    wave = WaveFactory()
    participant(wave)
    post = emails.post_follow_up

    def ended_by_another(**values):
        Wave.objects.update(sent_at=at - timedelta(minutes=1))
        return post(**values)

    monkeypatch.setattr(emails, "post_follow_up", ended_by_another)

    actions.send_wave(wave=wave, by=BY, at=at)

    wave.refresh_from_db()
    assert wave.sent_at == at - timedelta(minutes=1)
    assert not AuditEntry.objects.filter(verb="round of questions sent").exists()


def test_a_round_for_the_new_asks_nobody_else(at):
    wave = WaveFactory(months=3, only_new=True)
    new = participant(wave)
    participant(wave, background="movement")

    actions.send_wave(wave=wave, by=BY, at=at)

    assert list(FollowUp.objects.values_list("person", flat=True)) == [new.pk]


def test_the_letter_carries_the_promise_back_with_four_links(at, settings):
    settings.DEMO = True
    wave = WaveFactory()
    person = participant(wave, shown_name="Amina")
    promise = PromiseFactory(person=person, programme=wave.programme)

    actions.send_wave(wave=wave, by=BY, at=at)
    consent_tasks.deliver_due(at=at)

    post = Letter.objects.get()
    follow_up = FollowUp.objects.get()
    assert follow_up.promise == promise
    assert post.subject == "One question for you"
    assert "Six months ago you wrote:" in post.text
    assert "“I will meet the nurses’ union before the budget is read.”" in post.text
    assert [answer["url"].rpartition("?a=")[2] for answer in post.values["answers"]] == [
        "happened",
        "still",
        "different",
        "not_now",
    ]
    assert "It happened:" in post.text
    assert Link.objects.get(scope="answer").thing == f"follow_up:{follow_up.key}"
    assert Link.objects.get(scope="unsubscribe").thing == "follow_up"


def test_without_a_promise_the_letter_asks_what_they_do_now(at, settings):
    settings.DEMO = True
    wave = WaveFactory()
    participant(wave)

    actions.send_wave(wave=wave, by=BY, at=at)
    consent_tasks.deliver_due(at=at)

    post = Letter.objects.get()
    assert "Six months ago The Struggle for Health ended." in post.text
    assert [answer["label"] for answer in post.values["answers"]] == [
        "More than before",
        "About the same",
        "Less than before",
    ]


def test_who_is_at_high_risk_gets_nothing_but_a_link(at, settings):
    settings.DEMO = True
    wave = WaveFactory()
    person = participant(wave, risk="high")
    PromiseFactory(person=person, programme=wave.programme, text="Canary promise.")

    actions.send_wave(wave=wave, by=BY, at=at)
    consent_tasks.deliver_due(at=at)

    text = Letter.objects.get().text
    assert "Canary" not in text
    assert "Struggle" not in text
    assert "It happened" not in text
    assert "/p/" in text


def test_the_silent_are_written_to_once_more_after_two_weeks(at):
    follow_up = FollowUpFactory(asked_at=at - timedelta(days=14), person=PersonFactory())
    ContactWayFactory(person=follow_up.person)
    agree(follow_up.person, Purpose.FOLLOW_UP)
    FollowUpFactory(wave=follow_up.wave, asked_at=at - timedelta(days=13))

    first, second = tasks.try_the_silent_again(at=at), tasks.try_the_silent_again(at=at)

    follow_up.refresh_from_db()
    assert (first, second, follow_up.reminded_at) == (1, 0, at)
    post = Letter.objects.get()
    assert (post.once, post.values["again"]) == (f"follow_up:{follow_up.key}:2", True)


def test_a_first_letter_that_waits_for_a_hand_does_not_go_beside_the_second(at):
    wave = WaveFactory()
    person = participant(wave)
    ContactWay.objects.filter(person=person).update(kind="phone")
    actions.send_wave(wave=wave, by=BY, at=at)

    tasks.try_the_silent_again(at=at + timedelta(days=14))

    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == [
        "cancelled",
        "held",
    ]


def test_who_said_no_or_paused_in_between_is_not_tried_again(at):
    follow_up = FollowUpFactory(asked_at=at - timedelta(days=15))

    tried = actions.try_again(follow_up=follow_up, at=at)

    assert (tried, Letter.objects.count()) == (False, 0)


def test_after_thirty_days_silence_ends_the_round(at):
    post = LetterFactory(state="held")
    follow_up = FollowUpFactory(asked_at=at - timedelta(days=30), post=post)
    bare = FollowUpFactory(asked_at=at - timedelta(days=31), wave=follow_up.wave)

    first, second = tasks.end_silence(at=at), tasks.end_silence(at=at)

    for row in (follow_up, bare, post):
        row.refresh_from_db()
    assert (first, second, follow_up.state, bare.state, post.state) == (
        2,
        0,
        "silent",
        "silent",
        "cancelled",
    )


def test_a_letter_that_came_back_says_so(at):
    follow_up = FollowUpFactory(post=LetterFactory(state="bounced", ended_at=at))

    settled = [tasks.settle_follow_ups(at=at), tasks.settle_follow_ups(at=at)]

    follow_up.refresh_from_db()
    assert (settled, follow_up.state) == ([1, 0], "bounced")


@pytest.mark.parametrize(
    ("says_no", "frozen", "state"),
    [(True, False, "withdrawn"), (False, True, "paused"), (False, False, "not_asked")],
)
def test_a_letter_stopped_on_its_way_says_why(at, says_no, frozen, state):
    follow_up = FollowUpFactory(
        post=LetterFactory(state="cancelled", ended_at=at), person__frozen_at=at if frozen else None
    )
    if says_no:
        agree(follow_up.person, Purpose.FOLLOW_UP, yes=False)

    assert actions.settle_follow_up(follow_up=follow_up, at=at) == state


def test_planning_again_changes_nothing(at):
    wave = WaveFactory()

    planned = actions.plan_waves(
        programme=wave.programme,
        ended_on=wave.programme.ends_on,
        at=datetime(2026, 5, 15, tzinfo=UTC),
    )
    again = actions.plan_waves(
        programme=wave.programme,
        ended_on=wave.programme.ends_on,
        at=datetime(2026, 5, 16, tzinfo=UTC),
    )

    assert planned == again
    assert wave in planned
    assert list(queries.waves(wave.programme)) == planned


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "After two weeks"),
        (3, "After 3 months"),
        (6, "After 6 months"),
        (12, "After 1 year"),
        (60, "After 5 years"),
    ],
)
def test_rounds_are_called_by_their_distance(months, words):
    assert queries.after_words(months) == words


def test_an_answer_of_a_moment_ago_is_not_called_silence(at):
    read_before = FollowUpFactory()
    FollowUp.objects.update(state="answered", answered_at=at)

    actions.fall_silent(follow_up=read_before, at=at)

    assert FollowUp.objects.get().state == "answered"
