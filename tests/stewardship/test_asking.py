"""Asking people whether their details are still right: whom, when, what the letter says, ends."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.models import Change, ContactWay, Link, Person
from commonroot.stewardship import actions, permissions, queries, rules, tasks
from commonroot.stewardship.models import AskingRhythm, DetailsQuestion, DetailsRound
from tests.factories.engagement import agree
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor(kind="account", key="leila")
SYSTEM = Actor.system()
LONG_AGO = timedelta(days=800)
DAY = timedelta(days=1)


def known(at, *, way="mail", **fields):
    """Somebody in the register who said so long ago, with a way to reach them."""
    person = PersonFactory(
        **({"confirmed_at": at - LONG_AGO, "created_at": at - LONG_AGO} | fields)
    )
    agree(person, Purpose.REGISTER)
    if way == "phone":
        ContactWayFactory(person=person, kind="phone", value=f"+25470000{person.pk:04}")
    elif way:
        ContactWayFactory(person=person)
    return person


def everybody():
    return Person.objects.all()


def asked(at, person=None, **fields):
    """A question whose letter was written now."""
    person = person or known(at)
    actions.ask_person(person=person, by=BY, at=at - rules.RECALL)
    tasks.write_questions(at=at)
    question = DetailsQuestion.objects.get(person=person)
    if fields:
        DetailsQuestion.objects.filter(pk=question.pk).update(**fields)
        question.refresh_from_db()
    return question


def post_state(question, state):
    Letter.objects.filter(pk=question.post_id).update(state=state)


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


def test_a_list_is_asked_ten_minutes_later(school, at):
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

    assert (letter.subject, letter.html) == ("One question for you", "")
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
