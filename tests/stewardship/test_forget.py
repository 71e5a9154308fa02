"""Being forgotten reaches every model, and nothing brings the person back."""

import pytest

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.messaging.actions import AlreadySettled, resend_unknown
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.people.personal import declarations
from commonroot.people.queries import is_suppressed
from commonroot.stewardship import actions, queries
from tests.factories.canary import CANARY, MAIL, hits, person_in_every_model
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

# What is not the person's: the course they came to, its questions, the words of an agreement.
NOT_ABOUT_THEM = {
    "circles.circle",
    "consent.wording",
    "intake.listround",
    "intake.import",
    "programmes.idea",
    "programmes.programme",
    "programmes.session",
    "programmes.question",
    "engagement.project",
    "engagement.wave",
    "engagement.circleletter",
    "stewardship.detailsround",
}


def test_forgetting_leaves_the_canary_nowhere(at):
    person = person_in_every_model()
    before = set(hits(CANARY))

    actions.forget(person=person, by=Actor.system(), at=at)

    assert before >= {
        "people.person",
        "messaging.letter",
        "registration.answer",
        "programmes.enquiry",
    }
    assert set(hits(CANARY)) - NOT_ABOUT_THEM - {"accounts.auditentry"} == set()
    assert hits(MAIL) == []
    assert Account.objects.count() == 0


def test_archive_shows_every_model_that_says_something(at):
    person = person_in_every_model()

    archive = queries.archive(person, at=at)

    # The same words as the name, for the machine; and that somebody is to be compared.
    silent = {"people.searchkey", "people.tocompare"}
    assert {d.label for d in declarations()} - silent - set(archive["held"]) == set()


def test_marks_survive_and_name_nobody(at):
    person = person_in_every_model()

    actions.forget(person=person, by=Actor.system(), at=at)

    assert is_suppressed("mail", MAIL) is True
    assert is_suppressed("mail", "someone.else@example.org") is False


def test_letters_to_others_that_name_the_person_are_stopped_or_blanked(at):
    person, reader = PersonFactory(), PersonFactory()
    common = {
        "subject_key": reader.key,
        "purpose": "circle_contact",
        "template": "x",
        "due_at": at,
        "created_at": at,
        "tells": [[person.key, "country_circle", "circle:x"]],
        "text": "About somebody",
    }
    waiting = Letter.objects.create(once="a", state=Letter.State.QUEUED, **common)
    gone = Letter.objects.create(once="b", state=Letter.State.SENT, **common)
    unsure = Letter.objects.create(once="c", state=Letter.State.UNKNOWN, **common)

    actions.forget(person=person, by=Actor.system(), at=at)

    waiting.refresh_from_db()
    gone.refresh_from_db()
    with pytest.raises(AlreadySettled):
        resend_unknown(letter=unsure, by=Actor.system(), at=at)
    assert (waiting.state, waiting.text, gone.state, gone.text) == ("cancelled", "", "sent", "")
    assert Person.objects.get() == reader
