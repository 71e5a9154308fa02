"""Handing in, in time, late and again; withdrawing; referees asked and unreached."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.admissions import tasks
from commonroot.admissions.actions import applying, handing_in, referees
from commonroot.admissions.models import Application, FormQuestion, Referee
from commonroot.admissions.queries import applying as queries
from commonroot.messaging.models import Letter
from commonroot.people.models import Link, Person
from commonroot.people.queries import link
from tests.factories.admissions import (
    CLOSES,
    ApplicationFactory,
    CallFactory,
    FormQuestionFactory,
    RefereeFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
PUBLIC, SYSTEM = Actor.public(), Actor.system()
AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
LATE = CLOSES + timedelta(seconds=1)
State, Said = Application.State, Referee.State


def reachable(**said):
    application = ApplicationFactory(draft=True, **said)
    ContactWayFactory(person=application.person, value=f"{application.key}@example.org")
    return application


def hand_in(application, at=AT):
    return handing_in.hand_in(application=application, by=PUBLIC, at=at)


def test_applications_are_numbered_as_they_come_and_twice_is_once():
    one = reachable()
    two = reachable(call=one.call)

    done = [hand_in(two), hand_in(one), hand_in(two)]

    assert [(row.number, row.state, row.submitted_at) for row in done] == [
        (1, State.SUBMITTED, AT), (2, State.SUBMITTED, AT), (1, State.SUBMITTED, AT),
    ]  # fmt: skip
    assert list(Letter.objects.order_by("pk").values_list("template", "subject_key")) == [
        ("admissions/emails/handed_in", two.person.key),
        ("admissions/emails/handed_in", one.person.key),
    ]
    assert AuditEntry.objects.filter(verb="application handed in").count() == 2


@pytest.mark.parametrize(
    ("begun_at", "grace", "at", "taken"),
    [
        (AT, 0, CLOSES + timedelta(microseconds=999_999), True),
        (AT, 0, LATE, False),
        (AT, 15, LATE, True),
        (LATE, 15, LATE, False),
    ],
)
def test_the_deadline_holds_to_the_second_and_the_text_stays(begun_at, grace, at, taken):
    call = CallFactory(grace_minutes=grace)
    question = FormQuestionFactory(call=call, required=True)
    application = reachable(call=call, begun_at=begun_at, answers=[(question, "Our hospital")])

    if taken:
        hand_in(application, at)
    else:
        with pytest.raises(applying.CallClosed, match=r"Your text is kept.*23:59:59 \(Nairobi"):
            hand_in(application, at)

    application.refresh_from_db()
    assert application.state == (State.SUBMITTED if taken else State.DRAFT)
    assert [answer.value for answer in application.answers.all()] == ["Our hospital"]


def test_a_call_that_has_not_begun_or_was_taken_back_takes_nothing():
    early = reachable(call=CallFactory(opens_at=AT + timedelta(days=1)))
    gone = reachable(call=CallFactory(published_at=None))

    with pytest.raises(applying.CallClosed, match="Applications are taken from"):
        hand_in(early)
    with pytest.raises(applying.CallClosed):
        hand_in(gone)


def test_what_is_needed_is_named():
    question = FormQuestionFactory(required=True)

    with pytest.raises(handing_in.NotComplete, match=r"What do you work on\?"):
        hand_in(reachable(call=question.call))


def test_organisers_take_in_what_came_late_whatever_is_missing():
    question = FormQuestionFactory(required=True)
    application = reachable(call=question.call)
    late = {"received": "late", "words": "The power was cut.", "by": SYSTEM, "at": LATE}

    for _ in range(2):
        handing_in.take_in(application=application, **late)

    application.refresh_from_db()
    assert (application.state, application.number, application.received) == (
        State.SUBMITTED, 1, "late",
    )  # fmt: skip
    assert application.received_words == "The power was cut."
    assert Letter.objects.get().template == "admissions/emails/late"
    with pytest.raises(handing_in.NotPossible):
        handing_in.take_in(application=ApplicationFactory(state=State.WITHDRAWN), **late)


def test_from_a_list_nobody_is_written_to():
    application = reachable()

    handing_in.take_in(application=application, received="list", tell=False, by=SYSTEM, at=AT)

    assert (Letter.objects.count(), application.call.applications.get().number) == (0, 1)


def test_withdrawing_is_taken_back_until_the_deadline_with_the_same_number():
    application = hand_in(reachable())
    two = hand_in(reachable(call=application.call))
    act = {"by": PUBLIC, "at": AT}

    states = [
        step(application=application, **act).state
        for step in (
            handing_in.withdraw,
            handing_in.withdraw,
            handing_in.take_back_withdrawal,
            handing_in.take_back_withdrawal,
            handing_in.withdraw,
        )
    ]

    assert states == ["withdrawn", "withdrawn", "submitted", "submitted", "withdrawn"]
    with pytest.raises(handing_in.NotPossible):
        hand_in(application)
    with pytest.raises(applying.CallClosed):
        handing_in.take_back_withdrawal(application=application, by=PUBLIC, at=LATE)
    application.refresh_from_db()
    assert (application.number, two.number) == (1, 2)
    with pytest.raises(handing_in.NotPossible):
        handing_in.withdraw(application=ApplicationFactory(draft=True), **act)


def test_the_mailed_link_proves_the_address_and_ends_what_was_only_on_a_screen():
    known = PersonFactory(shown_name="Amina W.")
    ContactWayFactory(person=known, value="amina@example.org")
    begun = applying.begin(
        call=CallFactory(), name="Amina W.", way_text="amina@example.org", language="en",
        by=PUBLIC, at=AT,
    )  # fmt: skip
    mailed = link(Letter.objects.get().values["page"].rsplit("/", 1)[-1], at=AT)
    shown = link(begun.token, at=AT)
    mine = {"application": begun.application, "by": PUBLIC, "at": AT}

    handing_in.say_it_is_mine(link=shown, **mine)
    before = Person.objects.filter(provisional=True).count()
    handing_in.say_it_is_mine(link=mailed, **mine)

    application = Application.objects.get()
    assert (before, application.person) == (1, known)
    assert link(begun.token, at=AT) is None
    assert Link.objects.get(pk=mailed.pk).revoked_at is None


def named(application, **said):
    question = FormQuestionFactory(call=application.call, kind=FormQuestion.Kind.REFEREE)
    return RefereeFactory(application=application, question=question, **said)


def token_of(letter):
    return letter.values["page"].rstrip("/").rsplit("/", 1)[-1]


def test_referees_are_asked_in_their_language_reminded_once_and_answer_by_link():
    referee = named(reachable(), name="Grace", way="grace@example.org", language="fr")
    hand_in(referee.application)
    first = Letter.objects.get(template="admissions/emails/referee")
    soon, later = AT + timedelta(days=4), AT + timedelta(days=5)

    again = [tasks.ask_referees_again(at=at) for at in (soon, later, later)]
    second = Letter.objects.get(template="admissions/emails/referee_again")
    found = queries.referee(token_of(second))
    referees.speak(referee=found, words=" She leads. ", by=PUBLIC, at=later)

    referee.refresh_from_db()
    assert (first.language, first.address, first.subject_key) == (
        "fr", "grace@example.org", referee.application.person.key,
    )  # fmt: skip
    assert again == [0, 1, 0]
    assert queries.referee(token_of(first)) is None
    assert (referee.state, referee.words, referee.answered_at) == (
        Said.ANSWERED,
        "She leads.",
        later,
    )
    assert not referees.ask_again(referee=referee, by=SYSTEM, at=later)


def test_referees_may_say_nothing_and_nobody_says_anything_after_the_decision():
    referee = named(reachable(), state=Said.ANSWERED, words="Once")

    with pytest.raises(referees.NothingSaid):
        referees.speak(referee=referee, words="  ", by=PUBLIC, at=AT)
    referees.rather_not(referee=referee, by=PUBLIC, at=AT)
    referee.refresh_from_db()
    said = (referee.state, referee.words)
    referee.application.call.decided_at = AT
    referee.application.call.save()

    assert said == (Said.DECLINED, "")
    with pytest.raises(referees.TooLate):
        referees.speak(referee=referee, words="More", by=PUBLIC, at=AT)


def test_whom_no_letter_reaches_is_said():
    nowhere = named(reachable(), way="by pigeon")
    came_back = named(nowhere.application, way="gone@example.org")
    phone = named(nowhere.application, way="+254712345678")
    hand_in(nowhere.application)
    Letter.objects.filter(once=f"referee:{came_back.key}").update(state=Letter.State.BOUNCED)
    by_hand = Letter.objects.get(once=f"referee:{phone.key}")

    noted = [tasks.note_unreached_referees(at=AT) for _ in range(2)]

    for row in (nowhere, came_back, phone):
        row.refresh_from_db()
    assert noted == [1, 0]
    assert [nowhere.state, came_back.state, phone.state] == [
        Said.UNREACHED, Said.UNREACHED, Said.ASKED,
    ]  # fmt: skip
    assert (by_hand.way, by_hand.address) == (Letter.Way.HAND, "+254712345678")
