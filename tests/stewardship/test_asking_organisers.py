"""Asking by itself, what organisers see of it, and who may ask or answer."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.people.models import Link
from commonroot.stewardship import actions, permissions, queries, rules, tasks
from commonroot.stewardship.models import AskingRhythm, DetailsQuestion, DetailsRound
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory
from tests.stewardship.asking import BY, DAY, LONG_AGO, SYSTEM, asked, everybody, known

pytestmark = pytest.mark.django_db


# By itself.


@pytest.fixture
def sending(settings):
    settings.SMTP_HOST = "mail.example.org"


@pytest.mark.usefixtures("school", "sending")
def test_the_oldest_are_asked_first_a_share_each_week(at, monkeypatch):
    monkeypatch.setattr(rules, "AT_LEAST", 2)
    never = known(at, confirmed_at=None)
    old, older = known(at, confirmed_at=at - 2 * LONG_AGO), known(at, confirmed_at=at - LONG_AGO)
    known(at, confirmed_at=at - timedelta(days=300))
    known(at, confirmed_at=None, created_at=at - DAY)

    first = tasks.ask_this_week(at=at)
    soon = queries.round_of_week_due(at=at + timedelta(days=6))
    second = tasks.ask_this_week(at=at + timedelta(days=7))
    then = queries.round_of_week_due(at=at + timedelta(days=15))

    rounds = list(DetailsRound.objects.order_by("made_at"))
    assert (first, soon, second, then) == (2, False, 1, False)
    assert [set(r.questions.values_list("person", flat=True)) for r in rounds] == [
        {never.pk, old.pk}, {older.pk},
    ]  # fmt: skip
    assert rounds[0].leaves_at == at + DAY
    assert (rounds[0].origin, rounds[0].made_by) == ("rhythm", "system:")


@pytest.mark.usefixtures("school", "sending")
def test_two_processes_make_one_round(at):
    known(at)

    numbers = [actions.ask_this_week(at=at), actions.ask_this_week(at=at)]

    assert numbers == [1, 0]
    assert DetailsRound.objects.count() == 1


def test_two_organisers_who_ask_at_once_ask_each_person_once(school, at, monkeypatch):
    known(at)
    people = list(everybody())
    actions.ask_details(people=everybody(), by=BY, at=at)
    monkeypatch.setattr(
        "commonroot.stewardship.actions.asking._keys", lambda _found: [people[0].pk]
    )

    with pytest.raises(actions.NobodyToAsk):
        actions.ask_details(people=everybody(), by=BY, at=at)


def test_how_many_the_rhythm_goes_round_and_how_many_are_silent(school, at):
    known(at)
    known(at, confirmed_at=None)
    known(at, confirmed_at=at - DAY)
    known(at, frozen_at=at)
    known(at, provisional=True)
    consent.keep_until_asked(person=PersonFactory(), by=SYSTEM, at=at)

    assert (queries.may_be_asked(at=at), queries.long_silent(at=at)) == (3, 2)


@pytest.mark.usefixtures("school")
def test_nothing_starts_by_itself_before_letters_can_leave(at, settings):
    known(at)
    without = queries.round_of_week_due(at=at)
    settings.SMTP_HOST = "mail.example.org"

    assert (without, queries.round_of_week_due(at=at)) == (False, True)


@pytest.mark.usefixtures("school", "sending")
def test_the_rhythm_can_be_changed_and_switched_off(at):
    known(at, confirmed_at=at - timedelta(days=400), created_at=at - LONG_AGO)
    default = queries.rhythm()

    actions.set_rhythm(is_on=True, months=24, by=BY, at=at)
    slow = queries.round_of_week_due(at=at)
    actions.set_rhythm(is_on=False, months=12, by=BY, at=at)
    off = queries.round_of_week_due(at=at)
    actions.set_rhythm(is_on=True, months=12, by=BY, at=at)

    assert (default.is_on, default.months, default.pk) == (True, 12, None)
    assert (slow, off, queries.round_of_week_due(at=at)) == (False, False, True)
    assert AskingRhythm.objects.count() == 1


def test_a_share_is_a_quarters_week_and_never_a_handful():
    assert [rules.share_of_week(n) for n in (0, 325, 326, 20_000)] == [25, 25, 26, 1539]


# What organisers see.


def test_numbers_keep_the_ends_apart(school, at):
    for state in ("silent", "returned", "unsent", "unsafe", "declined", "stopped"):
        asked(at, state=state)
    asked(at, known(at, way="phone"))
    for act in (actions.say_all_right, actions.stop_asking_details):
        question = asked(at)
        actions.say_all_right(question=question, way=None, by=BY, at=at)
        act(
            question=question,
            **({"way": None} if act is actions.say_all_right else {}),
            by=BY,
            at=at,
        )
    actions.say_changed(question=asked(at), changes={"city": "X"}, way=None, by=BY, at=at)
    actions.ask_person(person=known(at), by=BY, at=at)

    assert queries.numbers_since(at - DAY) == queries.Numbers(
        waiting=1, asked=10, answered=3, right=2, changed=1, open=1, by_hand=1, silent=1,
        returned=1, unsent=1, unsafe=1, declined=1, stopped=1,
    )  # fmt: skip
    assert queries.numbers_since(at + DAY) == queries.Numbers()


def test_rounds_with_their_numbers_newest_first(school, at):
    question = asked(at)
    actions.say_all_right(question=question, way=None, by=BY, at=at)
    asked(at + DAY, state="returned")

    found = queries.rounds()

    assert [(r.people, r.asked, r.answered, r.returned) for r in found] == [
        (1, 1, 0, 1),
        (1, 1, 1, 0),
    ]


def test_people_of_a_round_are_seen_through_the_gate(school, at):
    known(at, shown_name="Baraka")
    known(at, shown_name="Amina")
    gone = known(at, shown_name="Chiku")
    round_ = actions.ask_details(people=everybody(), by=BY, at=at)
    consent.pause(person=gone, by=SYSTEM, at=at)
    DetailsQuestion.objects.filter(person__shown_name="Amina").update(state="returned")

    assert [str(q.person) for q in queries.questions_of(round_, at=at)] == ["Amina", "Baraka"]
    assert [str(q.person) for q in queries.questions_of(round_, at=at, state="returned")] == [
        "Amina"
    ]


def test_a_round_that_starts_by_itself_is_shown_the_day_before(school, organiser, at, sending):
    known(at)
    tasks.ask_this_week(at=at)
    round_ = DetailsRound.objects.get()

    [found] = queries.due(organiser, at=at)

    assert found.what == "1 person is asked tomorrow whether their details are right"
    assert found.address.endswith(f"{round_.key}/")
    assert queries.due(organiser, at=at + DAY) == []
    assert queries.due(Actor(kind="account", key="x"), at=at) == []


def test_found_by_key_and_by_person(school, at):
    question = asked(at)

    assert queries.details_question(question.key) == question
    assert queries.details_question("other") is None
    assert queries.details_round(question.round.key) == question.round
    assert queries.open_question(question.person) == question
    assert queries.last_question(question.person) == question
    assert queries.open_question(PersonFactory()) is None


# Who may.


def test_organisers_of_the_school_ask(school, organiser, at):
    facilitator = Actor(kind="account", key="x")

    assert permissions.can_ask_details(organiser) is True
    assert permissions.can_ask_details(facilitator) is False


def test_only_whom_it_asks_answers(school, at):
    question, other = asked(at), asked(at)

    def link(person_id, scope, thing=""):
        actor = Actor(kind="link", key="k", person_id=person_id, scope=scope, thing=thing)
        return permissions.can_answer_details(actor, question)

    own = f"details_question:{question.key}"
    assert link(question.person_id, Link.Scope.ANSWER, own) is True
    assert link(question.person_id, Link.Scope.PAGE) is True
    assert link(question.person_id, Link.Scope.ANSWER, f"details_question:{other.key}") is False
    assert link(question.person_id, Link.Scope.UNSUBSCRIBE, own) is False
    assert link(other.person_id, Link.Scope.PAGE) is False
    assert permissions.can_answer_details(Actor.public(), question) is False


def test_letters_of_the_factory_are_others(school, at):
    LetterFactory()
    asked(at)

    assert queries.numbers_since(at - DAY).asked == 1
