"""The letter that asks whether details are still right, how it ends, and what they answer."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.models import Change, ContactWay, Link, Person
from commonroot.stewardship import actions, queries, rules, tasks
from commonroot.stewardship.models import DetailsQuestion
from tests.factories.engagement import agree
from tests.stewardship.asking import BY, DAY, asked, everybody, known, post_state

pytestmark = pytest.mark.django_db


# The letter.


def text_of(question, at):
    consent_tasks.deliver_due(at=at)
    return Letter.objects.get(pk=question.post_id)


@pytest.fixture
def post_box(settings):
    settings.DEMO = True


@pytest.mark.usefixtures("school", "post_box")
@pytest.mark.parametrize(
    ("risk", "subject"),
    [("open", "Are your details still right?"), ("careful", "One question for you")],
)
def test_the_letter_asks_and_tells_nothing(at, risk, subject):
    question = asked(at, known(at, shown_name="Amina", city="Kisumu", risk=risk))

    letter = text_of(question, at)

    assert (letter.subject, letter.state) == (subject, "sent")
    assert "Dear Amina," in letter.text
    assert letter.text.count("/p/") == 2
    assert "?a=right" in letter.text
    assert "?a=change" in letter.text
    assert "Kisumu" not in letter.text
    assert "/u/" in letter.text


@pytest.mark.usefixtures("school", "post_box")
def test_who_chose_high_care_gets_a_link_and_nothing_else(at):
    letter = text_of(asked(at, known(at, risk="high")), at)

    assert (letter.subject, letter.html) == ("For you", "")
    assert letter.text.count("/p/") == 1
    assert "Long Table School" not in letter.text
    assert "?a=" not in letter.text


def test_samples_are_read_before_anything_is_asked(school, at, monkeypatch):
    people = [known(at, shown_name="Amina", risk="open"), known(at, language="es", risk="high")]

    found = actions.sample_letters(people, school=school)
    monkeypatch.setattr("commonroot.stewardship.emails.TEMPLATE", "stewardship/emails/gone")
    broken = actions.sample_letters(people, school=school)

    assert [(person, "/p/…" in text) for person, _subject, text in found] == [
        (person, True) for person in people
    ]
    assert found[0][1] == "Are your details still right?"
    assert broken == []
    assert (Letter.objects.count(), Link.objects.count()) == (0, 0)


def test_who_has_a_phone_is_asked_by_hand(school, at):
    question = asked(at, known(at, way="phone"))

    assert (question.post.way, question.post.state) == ("hand", "held")


def test_who_said_no_meanwhile_is_not_written_to(school, at):
    said_no, lost = known(at), known(at)
    actions.ask_details(people=everybody(), by=BY, at=at)
    agree(said_no, Purpose.REGISTER, yes=False)
    ContactWay.objects.filter(person=lost).delete()

    tasks.write_questions(at=at + rules.RECALL)

    assert set(DetailsQuestion.objects.values_list("state", flat=True)) == {"stopped"}
    assert Letter.objects.count() == 0


def test_a_question_taken_up_twice_is_written_once(school, at):
    question = asked(at)

    assert actions.write_to(question=question, at=at) is False
    assert Letter.objects.count() == 1


# Once more, and the ends.


def test_who_is_silent_for_two_weeks_is_written_to_once_more(school, at):
    question = asked(at)
    later = at + rules.SECOND_TRY
    held = tasks.ask_again(at=later)
    post_state(question, "sent")

    early = tasks.ask_again(at=later - timedelta(seconds=1))
    done, again = tasks.ask_again(at=later), tasks.ask_again(at=later)

    question.refresh_from_db()
    assert (held, early, done, again) == (0, 0, 1, 0)
    assert (question.asked_at, question.reminded_at) == (at, later)
    assert Letter.objects.count() == 2
    assert question.post.once == f"still_right:{question.key}:2"


def test_the_second_letter_says_that_it_is_the_second(school, at, post_box):
    question = asked(at, known(at, risk="open"))
    text_of(question, at)
    tasks.ask_again(at=at + rules.SECOND_TRY)
    question.refresh_from_db()

    letter = text_of(question, at + rules.SECOND_TRY)

    assert letter.subject == "Once more: are your details still right?"


def test_who_answered_a_moment_ago_is_not_written_to_again(school, at):
    question = asked(at)
    DetailsQuestion.objects.update(state="answered")

    assert actions.write_again(question=question, at=at) is False
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(("post", "state"), [("bounced", "returned"), ("cancelled", "stopped")])
def test_a_letter_that_did_not_arrive_ends_it_at_once(school, at, post, state):
    question = asked(at)
    before = tasks.end_questions(at=at)
    post_state(question, post)

    done, again = tasks.end_questions(at=at), tasks.end_questions(at=at)

    question.refresh_from_db()
    assert (before, done, again, question.state) == (0, 1, 0, state)


@pytest.mark.parametrize(
    ("post", "after", "state"),
    [
        ("sent", rules.SILENT, "silent"),
        ("unknown", rules.SILENT, "silent"),
        ("held", rules.BY_HAND, "unsent"),
    ],
)
def test_silence_and_a_letter_nobody_sent_are_two_ends(school, at, post, after, state):
    question = asked(at)
    post_state(question, post)

    early = tasks.end_questions(at=at + after - timedelta(seconds=1))
    done, again = tasks.end_questions(at=at + after), tasks.end_questions(at=at + after)

    question.refresh_from_db()
    assert (early, done, again, question.state) == (0, 1, 0, state)


def test_a_letter_nobody_sent_leaves_the_pile(school, at):
    question = asked(at, known(at, way="phone"))

    tasks.end_questions(at=at + rules.BY_HAND)

    assert Letter.objects.get(pk=question.post_id).state == "cancelled"


def test_an_answer_at_the_same_moment_has_the_last_word(school, at):
    question = asked(at)
    DetailsQuestion.objects.update(state="answered")

    actions.end_question(question=question, at=at)

    assert DetailsQuestion.objects.get().state == "answered"


def test_a_question_without_its_letter_ends_in_silence(school, at):
    question = asked(at, post=None)

    assert actions.end_question(question=question, at=at) == "silent"


# Answers.


def test_all_right_confirms_each_field_the_person_and_the_address(school, at):
    question = asked(at, known(at, city="Kisumu"))
    by, way = Actor(kind="link", key="k"), ContactWay.objects.get()
    later = at + DAY

    actions.say_all_right(question=question, way=way, by=by, at=later)

    person, way = Person.objects.get(), ContactWay.objects.get()
    assert (person.confirmed_at, way.confirmed_at) == (later, later)
    assert person.provenance["city"][2] == "2026-11-23"
    row = DetailsQuestion.objects.get()
    assert (row.state, row.said, row.answered_at) == ("answered", "right", later)
    assert Letter.objects.get().state == "cancelled"  # still in the pile: it is answered


def test_what_had_changed_is_written_with_its_cause(school, at):
    question = asked(at, known(at, city="Kisumu", country="KE"))
    by = Actor(kind="link", key="k")

    actions.say_changed(
        question=question, changes={"city": "Nakuru", "country": "KE"}, way=None, by=by, at=at
    )
    actions.say_all_right(question=question, way=None, by=by, at=at + DAY)

    change, row = Change.objects.get(), DetailsQuestion.objects.get()
    assert (change.cause, change.after) == (f"still right:{question.key}", {"city": "Nakuru"})
    assert (row.said, row.answered_at) == ("changed", at)
    assert Person.objects.get().provenance["city"] == ["link", "2026-11-22", "2026-11-23"]


def test_nothing_changed_after_all_is_all_right(school, at):
    question = asked(at, known(at, city="Kisumu"))

    actions.say_changed(question=question, changes={"city": "Kisumu"}, way=None, by=BY, at=at)

    assert DetailsQuestion.objects.get().said == "right"


def test_a_late_answer_counts(school, at):
    question = asked(at, state="silent", post=None)

    actions.say_all_right(question=question, way=None, by=BY, at=at)

    assert DetailsQuestion.objects.get().state == "answered"


@pytest.mark.parametrize(
    ("act", "state"), [(actions.stop_asking_details, "declined"), (actions.call_unsafe, "unsafe")]
)
def test_two_words_that_end_it_for_good(school, at, act, state):
    question = asked(at)

    act(question=question, by=BY, at=at)

    later = at + timedelta(days=3000)
    assert (DetailsQuestion.objects.get().state, Letter.objects.get().state) == (state, "cancelled")
    assert queries.asking_preview(everybody(), at=later).count == 0
    assert list(queries.grown_old(at=later)) == []
