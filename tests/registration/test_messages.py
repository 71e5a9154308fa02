"""Messages, reminders and news of changed sessions: who gets one, when, once, and called back."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.programmes.models import DateChange
from commonroot.registration import actions, queries, rules, tasks
from commonroot.registration.actions import places
from commonroot.registration.models import Message, Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory

BY = Actor.system()
MINUTE = timedelta(minutes=1)


def placed(session, at, number, state="placed", **details):
    """A claim of somebody whom the organisers see and letters reach."""
    person = PersonFactory(**details)
    ContactWayFactory(person=person, value=f"p{number}@example.org")
    row = RegistrationFactory(session=session, person=person, state=state)
    places.let_organisers_see(person=person, session=session, by=BY, at=at)
    return row


def write(session, at, states=("placed",), **texts):
    subject, text = texts.get("subject", {"en": "Bring water"}), texts.get("text", {"en": "Do."})
    return actions.write_to(
        session=session,
        states=states,
        subject=Translated(subject),
        text=Translated(text),
        by=BY,
        at=at,
    )


@pytest.mark.django_db
def test_a_message_goes_to_those_in_a_state_in_their_language_and_leaves_in_ten_minutes(at):
    session = SessionFactory()
    english = placed(session, at, 1)
    french = placed(session, at, 2, language="fr")
    placed(session, at, 3, state="waiting")
    RegistrationFactory(session=session)  # the gate does not let them be written to
    mute = placed(session, at, 4)
    mute.person.ways.all().delete()

    message = write(session, at, text={"en": "Do.", "fr": "Faites."})

    letters = Letter.objects.order_by("pk")
    assert (message.letters, message.left_out) == (2, 2)
    assert [(row.subject_key, row.values["text"], row.due_at) for row in letters] == [
        (english.person.key, "Do.", at + 10 * MINUTE),
        (french.person.key, "Faites.", at + 10 * MINUTE),
    ]
    reached = queries.reached(session, ["placed"], seen_by=BY, at=at)
    assert (reached.no_agreement, reached.no_way) == (1, 1)
    letters.filter(pk=letters[0].pk).update(state=Letter.State.SENT)
    later = at + 11 * MINUTE
    assert queries.messages_to(english, at=later) == [message]
    assert queries.messages_to(french, at=later) == []


@pytest.mark.django_db
def test_a_message_is_called_back_while_it_waits_and_not_after(at):
    session = SessionFactory()
    placed(session, at, 1)
    message, late = write(session, at), write(session, at)

    stopped = actions.recall(message=message, by=BY, at=at + 9 * MINUTE)

    assert stopped == 1
    assert list(Letter.objects.order_by("pk").values_list("state", "why")) == [
        ("cancelled", "called back"),
        ("queued", ""),
    ]
    for refused, when in ((message, at), (late, at + 10 * MINUTE)):
        with pytest.raises(actions.TooLateToRecall):
            actions.recall(message=refused, by=BY, at=when)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("states", "subject", "why"),
    [
        (["waiting"], {"en": "Hello"}, "Nobody is reached"),
        (["placed"], {"en": ""}, "Write a subject"),
    ],
)
def test_nothing_and_nobody_are_no_message(at, states, subject, why):
    session = SessionFactory()
    placed(session, at, 1)

    with pytest.raises(actions.NothingToSend, match=why):
        write(session, at, states=states, subject=subject)

    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("zone", "starts_at", "reminded"),
    [
        # 19:00 in Nairobi: eight that morning. In Berlin 17:00, in Apia the next day at 05:00.
        ("Africa/Nairobi", STARTS, datetime(2026, 12, 1, 5, tzinfo=UTC)),
        ("Europe/Berlin", STARTS, datetime(2026, 12, 1, 7, tzinfo=UTC)),
        ("Pacific/Apia", STARTS, datetime(2026, 11, 30, 19, tzinfo=UTC)),
        # 09:30 in Kathmandu is too soon after eight: the morning before.
        ("Asia/Kathmandu", datetime(2026, 12, 1, 3, 45, tzinfo=UTC),
         datetime(2026, 11, 30, 2, 15, tzinfo=UTC)),
        # The night in between clocks went back in New York: eight is eight.
        ("America/New_York", datetime(2026, 11, 1, 15, 30, tzinfo=UTC),
         datetime(2026, 10, 31, 12, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_the_morning_of_a_reminder_is_the_persons_own(zone, starts_at, reminded):
    assert rules.remind_at(starts_at=starts_at, zone=zone) == reminded


@pytest.mark.django_db
def test_reminders_go_out_once_in_the_morning_and_not_to_whoever_asked_since(at):
    session = SessionFactory()
    here = placed(session, at, 1, time_zone="Africa/Nairobi")
    there = placed(session, at, 2, time_zone="Pacific/Apia")
    placed(session, at, 3, state="waiting")
    morning = datetime(2026, 12, 1, 5, tzinfo=UTC)
    late = placed(session, at, 4)
    Registration.objects.filter(pk=late.pk).update(asked_at=morning)

    counts = [
        tasks.remind(at=moment)
        for moment in (morning - 10 * MINUTE, morning - MINUTE, morning, morning + MINUTE, STARTS)
    ]

    letters = Letter.objects.order_by("pk").values_list("subject_key", "template")
    assert counts == [1, 0, 1, 0, 0]
    assert list(letters) == [
        (there.person.key, "registration/emails/reminder"),
        (here.person.key, "registration/emails/reminder"),
    ]
    assert actions.remind(registration=here, at=morning) is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "template", "method"),
    [("planned", "changed", "METHOD:REQUEST"), ("cancelled", "called_off", "METHOD:CANCEL")],
)
def test_whoever_comes_is_told_once_that_dates_changed(at, state, template, method):
    session = SessionFactory(state=state)
    told = [placed(session, at, 1), placed(session, at, 2, state="waiting")]
    placed(session, at, 3, state="cancelled")
    Registration.objects.filter(pk=told[0].pk).update(reminded_at=at)
    DateChange.objects.create(
        programme=session.programme,
        kind="moved",
        tell=True,
        moves=[{"session": session.key}],
        made_by="system:",
        made_at=at,
    )

    counts = [tasks.tell_changes(at=at + wait * MINUTE) for wait in (9, 10, 11)]

    letters = Letter.objects.order_by("pk")
    assert counts == [0, 2, 0]
    assert [(row.subject_key, row.template) for row in letters] == [
        (row.person.key, f"registration/emails/{template}") for row in told
    ]
    assert method in letters[0].calendar
    told[0].refresh_from_db()
    assert told[0].reminded_at is None
