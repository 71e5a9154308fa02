"""What becomes of each person asked: letters, reminders, silence, and what people say."""

from datetime import timedelta

import pytest

from commonroot.consent import actions as consent
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.intake.actions import asking
from commonroot.intake.models import Asked
from commonroot.intake.queries import asking as queries
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Membership, Person
from tests.factories.asking import (
    SYSTEM,
    deliver,
    from_a_list,
    reminded,
    sent,
    settle,
    written,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TEN_MINUTES = timedelta(minutes=10)


def states(list_round):
    return list(
        Asked.objects.filter(list_round=list_round).order_by("pk").values_list("state", flat=True)
    )


def register_of(person):
    return Agreement.objects.get(person=person, purpose="register").state


# What becomes of letters.


def test_the_days_count_from_the_moment_the_letter_left(at):
    from_a_list()

    list_round = sent(at=at)
    settle(list_round, at=at + DAY)

    row = Asked.objects.get()
    assert (row.state, row.asked_at, row.remind_at, row.ends_at) == (
        "asked", at, at + 20 * DAY, at + 30 * DAY,
    )  # fmt: skip
    assert queries.last_day(list_round) == at + 30 * DAY
    assert queries.next_reminder(list_round) == at + 20 * DAY


def test_a_letter_that_waits_to_be_sent_by_hand_starts_no_days(at):
    from_a_list(phone="+254700000001")
    list_round = written(at=at)

    settle(list_round, at=at + 60 * DAY)

    assert (states(list_round), list(queries.to_settle(at=at))) == (["posted"], [])


@pytest.mark.parametrize("state", ["bounced", "cancelled", "unknown"])
def test_who_could_not_be_reached_is_not_silent(at, state):
    person = from_a_list()
    list_round = written(at=at)

    deliver(list_round, at=at, state=state)

    assert states(list_round) == ["back"]
    assert register_of(person) == "unknown"
    assert person.ways.get().state == ("broken" if state == "bounced" else "working")


def test_a_letter_that_may_have_arrived_waits_for_somebody_to_say_so(at):
    from_a_list()
    list_round = written(at=at)
    Letter.objects.update(state="unknown", ended_at=None)

    settle(list_round, at=at)

    assert states(list_round) == ["posted"]


def test_the_work_process_finds_what_to_settle(at):
    waiting, left, gone, paused, said = (from_a_list() for _ in range(5))
    list_round = written(at=at)
    Letter.objects.filter(subject_key=left.key).update(state="sent", ended_at=at)
    gone.delete()
    Person.objects.filter(pk=paused.pk).update(frozen_at=at)
    consent.answer(person=said, purpose=Purpose.REGISTER, yes=True, how="form", by=SYSTEM, at=at)

    found = [asking.settle(asked=row, at=at) for row in list(queries.to_settle(at=at))]

    assert found == ["asked", "gone", "kept", "yes"]
    assert list(queries.to_settle(at=at)) == []
    assert Asked.objects.get(person=waiting).state == "posted"
    assert set(states(list_round)) == {"posted", "asked", "gone", "kept", "yes"}


def test_a_no_elsewhere_ends_it_and_the_letter_is_not_sent(at):
    person = from_a_list()
    list_round = written(at=at)
    consent.answer(person=person, purpose=Purpose.REGISTER, yes=False, how="page", by=SYSTEM, at=at)

    settle(list_round, at=at)

    assert (states(list_round), Letter.objects.get().state) == (["no"], "cancelled")


def test_who_has_no_agreement_to_ask_about_stays(at):
    person = from_a_list()
    list_round = written(at=at)
    Agreement.objects.filter(person=person).delete()

    settle(list_round, at=at)

    assert states(list_round) == ["kept"]


def test_what_is_settled_stays_settled(at):
    from_a_list()
    list_round = written(at=at)
    deliver(list_round, at=at, state="bounced")

    Letter.objects.update(state="sent", ended_at=at)
    settle(list_round, at=at)

    assert states(list_round) == ["back"]


# The reminder, and silence.


def test_there_is_one_reminder_and_no_other(at):
    from_a_list()
    list_round = sent(at=at)
    early = list(queries.to_remind(at=at + 20 * DAY - timedelta(seconds=1)))

    first = [
        asking.remind(asked=row, at=at + 20 * DAY) for row in queries.to_remind(at=at + 20 * DAY)
    ]
    deliver(list_round, at=at + 20 * DAY)

    assert (early, first, list(queries.to_remind(at=at + 29 * DAY))) == ([], [True], [])
    letters = list(Letter.objects.order_by("pk"))
    assert [bool(one.values["first"]) for one in letters] == [False, True]
    assert asking.remind(asked=Asked.objects.get(), at=at + 29 * DAY) is False
    assert Asked.objects.get().ends_at == at + 30 * DAY


def test_nobody_is_silent_who_got_no_reminder(at):
    from_a_list()
    sent(at=at)

    assert list(queries.silent(at=at + 365 * DAY)) == []


def test_a_late_reminder_leaves_a_week(at):
    from_a_list()
    list_round = sent(at=at)
    late = at + 40 * DAY

    for row in queries.to_remind(at=late):
        asking.remind(asked=row, at=late)
    deliver(list_round, at=late)

    assert list(queries.silent(at=late + 7 * DAY - timedelta(seconds=1))) == []
    assert list(queries.silent(at=late + 7 * DAY)) == [Asked.objects.get()]


def test_who_stays_silent_is_kept_on_no_basis_any_more(at):
    person = from_a_list()
    list_round = reminded(at=at)

    [row] = queries.silent(at=at + 30 * DAY)
    said = asking.fall_silent(asked=row, at=at + 30 * DAY)

    assert (said, states(list_round), register_of(person)) == ("silent", ["silent"], "lapsed")
    event = LedgerEvent.objects.filter(person=person).latest("pk")
    assert (event.state, event.how, event.recorded_by) == ("expired", "system", "system:")
    assert asking.fall_silent(asked=row, at=at + 31 * DAY) == "silent"


def test_whom_something_else_keeps_stays(at, school):
    person = from_a_list()
    Membership.objects.create(person=person, circle=school, role="member", since=at.date())
    list_round = reminded(at=at)

    asking.fall_silent(asked=queries.silent(at=at + 30 * DAY)[0], at=at + 30 * DAY)

    assert (states(list_round), register_of(person)) == (["kept"], "lapsed")


@pytest.mark.parametrize(("yes", "state"), [(True, "yes"), (False, "no")])
def test_a_word_said_in_the_last_moment_counts(at, yes, state):
    person = from_a_list()
    list_round = reminded(at=at)
    consent.answer(person=person, purpose=Purpose.REGISTER, yes=yes, how="page", by=SYSTEM, at=at)

    asking.fall_silent(asked=Asked.objects.get(), at=at + 30 * DAY)

    assert states(list_round) == [state]


def test_who_paused_or_left_in_the_last_moment_is_not_silent(at):
    paused, gone = from_a_list(), from_a_list()
    list_round = reminded(at=at)
    Person.objects.filter(pk=paused.pk).update(frozen_at=at)
    gone.delete()

    for row in Asked.objects.all():
        asking.fall_silent(asked=row, at=at + 30 * DAY)

    assert (states(list_round), register_of(paused)) == (["kept", "gone"], "unknown")


def test_a_reminder_that_comes_back_makes_nobody_silent(at):
    from_a_list()
    list_round = sent(at=at)
    for row in queries.to_remind(at=at + 20 * DAY):
        asking.remind(asked=row, at=at + 20 * DAY)
    deliver(list_round, at=at + 20 * DAY, state="bounced")

    assert states(list_round) == ["back"]


def test_a_reminder_that_waits_changes_nothing(at):
    from_a_list(phone="+254700000001")
    list_round = sent(at=at)
    for row in queries.to_remind(at=at + 20 * DAY):
        asking.remind(asked=row, at=at + 20 * DAY)

    settle(list_round, at=at + 90 * DAY)

    assert (states(list_round), list(queries.silent(at=at + 90 * DAY))) == (["asked"], [])


@pytest.mark.parametrize(("frozen", "state"), [(True, "kept"), (False, "back")])
def test_whoever_can_no_longer_be_reminded_is_not_silent(at, frozen, state):
    person = from_a_list()
    list_round = sent(at=at)
    if frozen:
        Person.objects.filter(pk=person.pk).update(frozen_at=at)
    ContactWay.objects.update(state="broken")

    posted = asking.remind(asked=Asked.objects.get(), at=at + 20 * DAY)

    assert (posted, states(list_round)) == (False, [state])


def test_the_days_to_come_say_how_many_go(at):
    from_a_list()
    from_a_list()
    list_round = reminded(at=at)
    second = Asked.objects.order_by("pk").last()
    Asked.objects.filter(pk=second.pk).update(ends_at=at + 31 * DAY)

    assert queries.soon(list_round, at=at + 29 * DAY) == [
        queries.Going((at + 30 * DAY).date(), 1), queries.Going((at + 31 * DAY).date(), 1),
    ]  # fmt: skip
    assert queries.soon(list_round, at=at + 21 * DAY) == []
