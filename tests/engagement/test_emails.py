"""Letters as they are read: every template in words, plain ones for those at high risk, links as
buttons.
"""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.actions import serve
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.engagement import actions, emails
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from tests.factories.engagement import (
    CircleLetterFactory,
    IntroductionFactory,
    ParticipationFactory,
    agree,
    contact_of,
    named_person,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _post_box(settings):
    settings.DEMO = True


def read(at) -> Letter:
    """The one letter in the post box."""
    consent_tasks.deliver_due(at=at)
    letter = Letter.objects.get(state="sent")
    assert "{" not in letter.subject + letter.text
    return letter


def participant(at, **fields):
    """Somebody with an address whom the gate lets be written to about their course."""
    person = PersonFactory(shown_name="Amina", **fields)
    ContactWayFactory(person=person)
    participation = ParticipationFactory(person=person)
    audience = Audience(AudienceKind.PROGRAMME, participation.programme.key)
    serve(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience,
        until=at + timedelta(days=9),
        by=Actor.system(),
        at=at,
    )
    return participation


def test_the_letter_after_a_course_asks_for_one_promise(at):
    emails.post_close(participation=participant(at), token="t0ken", at=at)

    letter = read(at)

    assert letter.subject == "Thank you, and two questions"
    assert "thank you for taking part in The Struggle for Health" in letter.text
    assert "/p/t0ken" in letter.text
    assert ">Write my promise</a>" in letter.html


def test_the_letter_about_the_register_has_two_buttons(at):
    emails.post_ask(participation=participant(at), token="t0ken", at=at)

    letter = read(at)

    assert ("/p/t0ken?a=yes" in letter.text, "/p/t0ken?a=no" in letter.text) == (True, True)
    assert (">Yes</a>" in letter.html, ">No</a>" in letter.html) == (True, True)


@pytest.mark.parametrize("post", [emails.post_close, emails.post_ask])
def test_who_is_at_high_risk_reads_no_name_of_a_course(at, post):
    post(participation=participant(at, risk="high"), token="t0ken", at=at)

    letter = read(at)

    assert "Struggle" not in letter.subject + letter.text
    assert "/p/t0ken" in letter.text


@pytest.mark.parametrize(
    ("risk", "subject", "says_circle"),
    [("careful", "Somebody would like to meet you", True), ("high", "For you", False)],
)
def test_the_question_about_an_introduction(at, risk, subject, says_circle):
    introduction = IntroductionFactory(person=named_person(risk=risk))
    emails.post_introduction_question(
        introduction=introduction, token="t0ken", stop="st0p", due_at=at, at=at
    )

    letter = read(at)

    assert letter.subject == subject
    assert ("the Kenya circle" in letter.text) is says_circle
    assert "/p/t0ken" in letter.text


def test_the_message_to_somebody_introduced_who_is_at_high_risk_names_nobody(at):
    person = named_person()
    introduction = IntroductionFactory(person=person, state="wanted")
    introduction.asked_by = contact_of(introduction.circle, "Canary Contact")
    introduction.save()
    person.risk = "high"
    person.save()
    agree(person, Purpose.COUNTRY_CIRCLE)

    actions.answer_introduction(
        introduction=introduction, way=person.ways.get(), by=Actor.public(), at=at
    )
    consent_tasks.deliver_due(at=at)

    mine = Letter.objects.get(subject_key=person.key)
    assert "Canary" not in mine.text
    assert (mine.subject, mine.html) == ("For you", "")


@pytest.mark.parametrize(("risk", "names"), [("careful", True), ("high", False)])
def test_a_contact_at_high_risk_gets_a_link_to_the_letter_and_nothing_of_it(at, risk, names):
    letter = CircleLetterFactory()
    ParticipationFactory(programme=letter.programme, person=named_person("Canary Alumna"))
    contact = contact_of(letter.circle)
    Person.objects.filter(pk=contact.pk).update(risk=risk)
    actions.send_letter(letter=letter, by=Actor.public(), at=at)

    mail = read(at + timedelta(minutes=10))

    assert ("Canary" in mail.text, "Struggle" in mail.text) == (names, names)
    assert ("Kenya" in mail.subject, bool(mail.html)) == (names, names)
    assert "/p/" in mail.text
