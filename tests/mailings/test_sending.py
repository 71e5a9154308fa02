"""From a draft to letters that left: recall, the second reader, the gate at every step."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.consent.actions import answer
from commonroot.consent.actions import pause as pause_everything
from commonroot.consent.queries import link_alone, permit
from commonroot.consent.rules import Purpose
from commonroot.mailings import actions, queries, rules, tasks
from commonroot.mailings.models import Mailing, Recipient
from commonroot.messaging.actions import deliver
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.stewardship.actions import forget
from tests.factories.accounts import AccountFactory
from tests.mailings.people import BY, OTHER, draft, reader, sent

SYSTEM = Actor.system()
pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def everybody(letters, *, at):
    """The negative control: a gate that is switched off."""
    return {letter.pk for letter in letters}


def queued(at, *people, **fields):
    """A letter whose people are looked up, none of them written to yet."""
    mailing = sent(draft(at - rules.RECALL), at - rules.RECALL, **fields)
    tasks.queue_due(at=at)
    mailing.refresh_from_db()
    return mailing


def why(mailing):
    return dict(queries.outcome(mailing).reasons)


def test_a_letter_leaves_after_ten_minutes_and_everybody_gets_their_own(at, school, settings):
    settings.DEMO = True
    english, french = reader(shown_name="Amina"), reader(shown_name="Ana", language="fr")
    reader(Purpose.FOLLOW_UP)

    mailing = sent(draft(at), at)
    early = tasks.queue_due(at=at + rules.RECALL - MINUTE)
    later = at + rules.RECALL
    tasks.queue_due(at=later)
    tasks.write_due(at=later + MINUTE)
    deliver(
        50, permit=permit, school=school, at=later + MINUTE, clock=lambda: later, bare=link_alone
    )
    tasks.finish_done(at=later + MINUTE)

    mailing.refresh_from_db()
    assert early == 0
    assert mailing.state == Mailing.State.DONE
    assert mailing.left_out == {"agreement": 1}
    letters = {letter.subject_key: letter for letter in Letter.objects.all()}
    assert letters.keys() == {english.key, french.key}
    assert letters[english.key].text.startswith("Dear Amina,\n\nread this: http")
    assert letters[french.key].text.startswith("Bonjour Ana\n\nLisez : http")
    assert letters[english.key].subject == f"A letter from {school.name}"
    assert "/u/" in letters[english.key].text
    assert queries.outcome(mailing).sent == 2
    assert queries.outcome(mailing).people == 2


def test_recalled_in_ten_minutes_nobody_gets_it_and_then_it_is_too_late(at, school):
    reader()
    mailing = sent(draft(at), at)

    actions.recall(mailing=mailing, by=BY, at=at + MINUTE)
    tasks.queue_due(at=at + timedelta(hours=1))

    assert Recipient.objects.count() == 0
    mailing = queued(at + timedelta(hours=2))
    with pytest.raises(actions.TooLate):
        actions.recall(mailing=mailing, by=BY, at=at + timedelta(hours=2))


def freeze(person, at):
    pause_everything(person=person, by=SYSTEM, at=at)


def withdraw(person, at):
    answer(person=person, purpose=Purpose.NEWS, yes=False, how="page", by=SYSTEM, at=at)


def erase(person, at):
    forget(person=person, by=SYSTEM, at=at)


@pytest.mark.parametrize("written", [False, True], ids=["before it is written", "written"])
@pytest.mark.parametrize("leave", [withdraw, freeze, erase])
def test_whoever_left_between_queueing_and_sending_gets_nothing(
    at, school, settings, leave, written
):
    settings.DEMO = True
    person, stays = reader(), reader()
    mailing = queued(at)
    if written:
        tasks.write_due(at=at + MINUTE)

    leave(person, at + MINUTE)
    tasks.write_due(at=at + MINUTE)
    deliver(50, permit=permit, school=school, at=at + MINUTE, clock=lambda: at)

    assert [one.subject_key for one in Letter.objects.filter(state="sent")] == [stays.key]
    outcome = queries.outcome(mailing)
    assert (outcome.people, outcome.sent) == (2, 1)
    assert outcome.left_out + outcome.forgotten == 1


def test_with_the_gate_switched_off_they_would_get_it(at, school, settings):
    settings.DEMO = True
    person = reader()
    mailing = queued(at)
    withdraw(person, at)

    actions.write_due(10, mailing=mailing, school=school, at=at + MINUTE, permit=everybody)
    deliver(50, permit=everybody, school=school, at=at + MINUTE, clock=lambda: at)

    assert [one.subject_key for one in Letter.objects.filter(state="sent")] == [person.key]


def test_above_a_size_somebody_else_reads_it_first_once_there_is_somebody(at, school):
    reader()
    alone = sent(draft(at), at, seen=1000)
    other = AccountFactory(last_login=at)
    give_mandate(account=other, circle=school, role="organiser", until=None, by=SYSTEM, at=at)
    few = sent(draft(at), at, seen=queries.sending_rule().approve_above)
    many = sent(draft(at), at, seen=queries.sending_rule().approve_above + 1)
    actions.set_rule(approve_above=0, per_hour=9, many_a_month=9, by=BY, at=at)
    unseen = sent(draft(at), at, seen=0)

    with pytest.raises(actions.OwnLetter):
        actions.approve(mailing=many, by=BY, at=at)
    approved = actions.approve(mailing=many, by=OTHER, at=at)

    assert (alone.state, few.state, many.state) == ("leaving", "leaving", "asked")
    assert unseen.state == "asked"
    assert approved.leaves_at == at + rules.RECALL
    with pytest.raises(actions.TooLate):
        actions.send_back(mailing=many, words="", by=OTHER, at=at)


def test_what_would_reach_far_more_people_than_were_seen_goes_back(at, school):
    for _one in range(12):
        reader()
    mailing = sent(draft(at - rules.RECALL), at - rules.RECALL, seen=1)

    tasks.queue_due(at=at)

    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DRAFT
    assert mailing.note == (
        "It would now reach 12 people instead of 1. Please look and send it again."
    )
    assert Recipient.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": {}}, "Write a subject and a text first."),
        ({"text": {"en": "See [day]."}}, "Something is still to be written: [day]"),
        ({"text": {"en": "Dear {nme}"}}, "Nothing is filled in for {nme}."),
        (
            {"subject": {"fr": "Oui"}, "text": {"fr": "Oui"}},
            "Write it in your school’s first language too: whoever reads no other gets it.",
        ),
        ({"purpose": "teaching"}, "Nobody gets this letter. Choose whom it is for, and what for."),
        ({"filter": {"all": [["gone", "in", "x"]]}},
         "Whom it is for can no longer be read. Choose it anew."),
    ],
)  # fmt: skip
def test_what_is_not_ready_is_not_sent(at, school, changes, sentence):
    reader()
    mailing = draft(at, **changes)

    with pytest.raises(actions.NotReady) as refusal:
        sent(mailing, at, languages=("en", "fr"))

    assert str(refusal.value) == sentence
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DRAFT


def test_so_many_an_hour_paused_resumed_stopped(at, school):
    people = [reader() for _one in range(6)]
    mailing = queued(at, per_hour=2)
    minutes = timedelta(minutes=61)

    first = tasks.write_due(at=at + minutes)  # three are due, two may leave in an hour
    actions.pause(mailing=mailing, by=BY, at=at + minutes)
    while_paused = tasks.write_due(at=at + 2 * minutes)
    actions.resume(mailing=mailing, by=BY, at=at + 2 * minutes)
    second = tasks.write_due(at=at + 2 * minutes)
    spared = actions.stop(mailing=mailing, by=BY, at=at + 2 * minutes)

    outcome = queries.outcome(mailing)
    assert (first, while_paused, second, spared) == (2, 0, 2, 6)
    assert (outcome.people, outcome.stopped, outcome.waiting) == (len(people), 6, 0)
    with pytest.raises(actions.TooLate):
        actions.resume(mailing=mailing, by=BY, at=at + 2 * minutes)


def test_letters_wait_for_the_morning_even_when_the_machine_slept(at, school):
    reader(time_zone="Asia/Tokyo")  # at noon UTC it is nine in the evening there
    queued(at, in_the_morning=True)
    [row] = Recipient.objects.all()
    evening = at + timedelta(days=1)

    written = tasks.write_due(at=evening)

    again = Recipient.objects.get()
    assert row.due_at.isoformat() == "2026-11-22T23:00:00+00:00"
    assert written == 0
    assert again.due_at.isoformat() == "2026-11-23T23:00:00+00:00"
    assert tasks.write_due(at=again.due_at) == 1


def test_by_hand_no_address_and_the_sum_of_all(at, school, settings):
    settings.DEMO = True
    reader(way="phone")
    nowhere, circle = reader(), reader()
    reader()
    mailing = queued(at)
    nowhere.ways.all().delete()
    Person.objects.filter(pk=circle.pk).update(channel="circle")

    tasks.write_due(at=at + MINUTE)

    outcome = queries.outcome(mailing)
    assert why(mailing) == {"way": 1, "circle": 1}
    assert (outcome.by_hand, outcome.waiting, outcome.left_out) == (1, 1, 2)
    assert outcome.people == 4


def test_final_numbers_stay_when_the_rows_are_gone(at, school, settings):
    settings.DEMO = True
    reader()
    mailing = queued(at)
    tasks.write_due(at=at + MINUTE)
    deliver(50, permit=permit, school=school, at=at + MINUTE, clock=lambda: at)
    tasks.finish_done(at=at + MINUTE)
    before = queries.outcome(mailing)

    tasks.keep_counts(at=at + rules.COUNTED_AFTER + timedelta(hours=1))
    Letter.objects.all().delete()
    Recipient.objects.all().delete()

    mailing.refresh_from_db()
    assert queries.outcome(mailing) == before
    assert before.sent == 1


def test_copied_thrown_away_and_closed_to_changes_once_sent(at, school):
    reader()
    mailing = sent(draft(at), at)

    made = actions.copy(mailing=mailing, by=OTHER, at=at)
    actions.throw_away(mailing=made, by=OTHER, at=at)

    assert made.text == mailing.text
    assert Mailing.objects.get().pk == mailing.pk
    with pytest.raises(actions.NotADraft):
        actions.reword(mailing=mailing, name="", subject={}, text={}, by=BY, at=at)
