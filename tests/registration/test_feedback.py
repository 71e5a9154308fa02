"""What people say of a session, without saying who."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.registration.actions import feedback as actions
from commonroot.registration.actions.places import let_organisers_see
from commonroot.registration.models import Feedback, FeedbackAsked
from commonroot.registration.queries import feedback as queries
from commonroot.registration.rules import next_morning
from commonroot.registration.tasks import ask_for_feedback
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
AFTER = STARTS + timedelta(hours=4)


@pytest.fixture
def session():
    return SessionFactory()


def came(session, *, reachable=True, seen=True, state="attended"):
    row = RegistrationFactory(session=session, state=state)
    if reachable:
        ContactWayFactory(person=row.person)
    if seen:
        let_organisers_see(person=row.person, session=session, by=BY, at=STARTS)
    return row


def say(row, useful="very", text="", at=AFTER):
    asked, _made = FeedbackAsked.objects.get_or_create(
        registration=row, defaults={"asked_at": AFTER}
    )
    actions.say(asked=asked, useful=useful, text=text, language="en", at=at)
    return asked


def test_whoever_came_is_asked_once_in_their_morning(session):
    row = came(session)
    came(session, reachable=False)
    came(session, seen=False)
    came(session, state="absent")

    asked = [ask_for_feedback(at=AFTER), ask_for_feedback(at=AFTER)]

    assert asked == [3, 0]
    letter = Letter.objects.get(template="registration/emails/feedback")
    assert letter.subject_key == row.person.key
    assert letter.due_at == next_morning(AFTER, zone="Africa/Nairobi")
    assert [answer["label"] for answer in letter.values["answers"]] == [
        "Very", "Rather", "A little", "Not at all",
    ]  # fmt: skip
    assert actions.ask(registration=row, at=AFTER) is None


@pytest.mark.parametrize("late", [timedelta(minutes=30), timedelta(days=6)])
def test_nobody_is_asked_at_once_or_after_days(session, late):
    came(session)

    assert ask_for_feedback(at=session.ends_at + late) == 0


def test_an_answer_holds_no_person_and_no_hour(session):
    asked = say(came(session), text=" Good pace. ")

    asked.refresh_from_db()
    assert asked.answered
    stored = {
        field.name: getattr(Feedback.objects.get(), field.name) for field in Feedback._meta.fields
    }
    assert stored.pop("key")
    assert stored == {
        "session": session,
        "said_on": AFTER.date(),
        "useful": "very",
        "text": "Good pace.",
        "language": "en",
    }
    assert {field.name for field in FeedbackAsked._meta.fields} == {
        "id", "key", "registration", "asked_at", "answered",
    }  # fmt: skip


def test_it_is_said_once_and_within_a_month(session):
    row = came(session)
    asked = say(row)
    asked.refresh_from_db()

    with pytest.raises(actions.SaidBefore):
        actions.say(asked=asked, useful="not", text="", language="en", at=AFTER)
    with pytest.raises(actions.SaidBefore):
        say(came(session), at=AFTER + timedelta(days=40))
    assert Feedback.objects.count() == 1


def test_what_was_said_is_shown_from_five_answers_on(session):
    for n in range(4):
        say(came(session), text="words" if n else "")
    few = queries.said_of(session)

    say(came(session), useful="not", text="more time")
    enough = queries.said_of(session)

    assert (few.shown, few.answers, few.useful, few.words) == (False, 4, {}, [])
    assert (enough.shown, enough.asked, enough.answers) == (True, 5, 5)
    assert enough.useful == {"very": 4, "rather": 0, "little": 0, "not": 1}
    assert [row.text for row in enough.words] == [
        row.text for row in Feedback.objects.exclude(text="").order_by("key") if row.text
    ]
    assert queries.asked("none") is None


def test_mornings_come_after_midnight_and_before_eight():
    night = STARTS.replace(hour=3)

    assert next_morning(night, zone="UTC") == STARTS.replace(hour=8)
    assert next_morning(STARTS, zone="UTC") == STARTS.replace(hour=8) + timedelta(days=1)
