"""A circle answers, the person named is asked, both are introduced, or not."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, queries, tasks
from commonroot.engagement.models import CircleLetter, Introduction
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Link
from commonroot.people.queries import link
from tests.factories.engagement import (
    CircleLetterFactory,
    IntroductionFactory,
    agree,
    contact_of,
    named_person,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.public()
TEN = timedelta(minutes=10)


def sent_letter() -> tuple[CircleLetter, Introduction]:
    """A sent letter that named one person, and its contact."""
    letter = CircleLetterFactory(state="sent")
    contact_of(letter.circle, "Wanjiku")
    return letter, IntroductionFactory(letter=letter, person=named_person())


def contact(letter: CircleLetter):
    return letter.circle.memberships.get().person


def say(letter, introduction, answer, at):
    return actions.answer_letter(
        letter=letter,
        person=introduction.person,
        answer=answer,
        contact=contact(letter),
        by=BY,
        at=at,
    )


def test_asking_to_be_introduced_asks_the_person_ten_minutes_later(at):
    letter, introduction = sent_letter()

    say(letter, introduction, "wanted", at)

    introduction.refresh_from_db()
    letter.refresh_from_db()
    assert (introduction.state, introduction.asked_by) == ("wanted", contact(letter))
    assert (letter.state, letter.answered_at) == ("answered", at)
    post = Letter.objects.get()
    assert (post.subject_key, post.purpose, post.due_at) == (
        introduction.person.key,
        "country_circle",
        at + TEN,
    )
    assert Link.objects.get(thing=f"introduction:{introduction.key}").person == introduction.person


def test_every_letter_about_it_can_stop_all_others(at):
    letter, introduction = sent_letter()
    ContactWayFactory(person=contact(letter), value="wanjiku@example.org")
    say(letter, introduction, "wanted", at)

    actions.answer_introduction(
        introduction=introduction, way=introduction.person.ways.first(), by=BY, at=at
    )

    own = Letter.objects.filter(subject_key=introduction.person.key)
    stops = [link(post.values["unsubscribe"].rsplit("/", 1)[-1], at=at) for post in own]
    assert [(stop.person, stop.scope, stop.thing) for stop in stops] == [
        (introduction.person, "unsubscribe", "country_circle")
    ] * 2


@pytest.mark.parametrize("answer", ["known", "not_now"])
def test_other_answers_write_to_nobody(at, answer):
    letter, introduction = sent_letter()

    kept = say(letter, introduction, answer, at)

    assert kept.state == answer
    assert Letter.objects.count() == 0


def test_an_answer_given_twice_changes_nothing(at):
    letter, introduction = sent_letter()

    say(letter, introduction, "wanted", at)
    say(letter, introduction, "wanted", at + TEN)

    introduction.refresh_from_db()
    assert (introduction.changed_at, Letter.objects.count()) == (at, 1)


def test_taken_back_before_it_left_nobody_is_asked(at):
    letter, introduction = sent_letter()

    say(letter, introduction, "wanted", at)
    say(letter, introduction, "suggested", at)

    introduction.refresh_from_db()
    assert (introduction.state, introduction.post) == ("suggested", None)
    assert Letter.objects.get().state == "cancelled"


def test_asked_again_after_the_question_left_sends_no_second_one(at, settings):
    settings.DEMO = True
    letter, introduction = sent_letter()
    say(letter, introduction, "wanted", at)
    consent_tasks.deliver_due(at=at + TEN)

    say(letter, introduction, "suggested", at + TEN)
    say(letter, introduction, "wanted", at + TEN)

    introduction.refresh_from_db()
    assert (introduction.state, Letter.objects.count()) == ("wanted", 1)


def test_asked_again_after_it_was_stopped_in_time_sends_a_new_one(at):
    letter, introduction = sent_letter()

    for answer in ("wanted", "not_now", "wanted"):
        say(letter, introduction, answer, at)

    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == [
        "cancelled",
        "queued",
    ]


def test_a_circle_cannot_answer_about_somebody_it_was_not_told_of(at):
    letter, _introduction = sent_letter()
    stranger = IntroductionFactory(letter=CircleLetterFactory())

    with pytest.raises(actions.NotNamed):
        say(letter, stranger, "wanted", at)


def test_a_circle_cannot_answer_about_somebody_who_took_it_back(at):
    letter, introduction = sent_letter()
    agree(introduction.person, Purpose.COUNTRY_CIRCLE, yes=False)

    with pytest.raises(actions.NotNamed):
        say(letter, introduction, "wanted", at)

    assert Letter.objects.count() == 0


def test_only_the_offered_answers_are_taken(at):
    letter, introduction = sent_letter()

    with pytest.raises(ValueError, match="introduced"):
        say(letter, introduction, "introduced", at)


@pytest.mark.parametrize("state", ["introduced", "declined"])
def test_what_the_person_answered_is_not_asked_again(at, state):
    letter, introduction = sent_letter()
    Introduction.objects.update(state=state)

    kept = say(letter, introduction, "wanted", at)

    assert (kept.state, Letter.objects.count()) == (state, 0)


def test_a_yes_sends_both_one_message_with_the_chosen_address(at, settings):
    settings.DEMO = True
    letter, introduction = sent_letter()
    second = ContactWayFactory(person=introduction.person, value="amina.two@example.org")
    say(letter, introduction, "wanted", at)

    actions.answer_introduction(introduction=introduction, way=second, by=BY, at=at + TEN)
    told_before = Told.objects.count()
    consent_tasks.deliver_due(at=at + TEN)
    tasks.tell_introductions(at=at + TEN)
    tasks.tell_introductions(at=at + TEN)

    theirs = Letter.objects.get(template="engagement/emails/introduced_contact")
    mine = Letter.objects.get(template="engagement/emails/introduced_person")
    assert "amina.two@example.org" in theirs.text
    assert contact(letter).ways.get().value in mine.text
    assert told_before == 0
    told = Told.objects.get()
    assert (told.person, told.what, told.purpose) == (
        introduction.person,
        ["name", "address"],
        "country_circle",
    )


def test_the_address_does_not_leave_when_the_person_takes_it_back_in_between(at, settings):
    settings.DEMO = True
    letter, introduction = sent_letter()
    say(letter, introduction, "wanted", at)
    way = introduction.person.ways.get()
    actions.answer_introduction(introduction=introduction, way=way, by=BY, at=at)

    agree(introduction.person, Purpose.COUNTRY_CIRCLE, yes=False)
    consent_tasks.deliver_due(at=at)

    assert Letter.objects.get(template="engagement/emails/introduced_contact").state == "cancelled"
    assert tasks.tell_introductions(at=at) == 0


def test_a_no_tells_nobody_anything(at):
    letter, introduction = sent_letter()
    say(letter, introduction, "wanted", at)

    answered = actions.answer_introduction(introduction=introduction, way=None, by=BY, at=at)

    assert answered.state == "declined"
    assert Letter.objects.filter(template__contains="introduced").count() == 0


def test_an_introduction_nobody_wants_any_more_is_refused(at):
    _letter, introduction = sent_letter()
    way = introduction.person.ways.get()

    with pytest.raises(actions.NotAsked):
        actions.answer_introduction(introduction=introduction, way=way, by=BY, at=at)


def test_a_contact_without_an_address_leaves_the_line_out(at, settings):
    settings.DEMO = True
    letter, introduction = sent_letter()
    say(letter, introduction, "wanted", at)
    ContactWay.objects.filter(person=contact(letter)).delete()

    actions.answer_introduction(
        introduction=introduction, way=introduction.person.ways.get(), by=BY, at=at
    )
    consent_tasks.deliver_due(at=at)

    mine = Letter.objects.get(template="engagement/emails/introduced_person")
    assert "You reach them at" not in mine.text
    assert queries.introduction("nothing") is None
    assert PersonFactory().introductions.count() == 0
