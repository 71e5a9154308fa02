"""Applying as two or more: naming, saying yes or no, and one message to all."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import applying, together
from commonroot.admissions.models import Applicant, Application
from commonroot.admissions.queries import applying as queries
from commonroot.consent.queries import may
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.people.queries import link
from tests.factories.admissions import (
    CLOSES,
    AnswerFactory,
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()
ORGANISER = Actor(kind="account")
AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
LATE = CLOSES + timedelta(seconds=1)


def group(**said):
    call = CallFactory(pairs=True, groups=True, most_in_group=3)
    application = ApplicationFactory(call=call, draft=True, **({"kind": "group"} | said))
    ContactWayFactory(person=application.person, value="contact@example.org")
    return application


def name_one(application, name="Otieno", way_text="otieno@example.org", **said):
    return together.name_one(
        application=application, name=name, way_text=way_text, **({"by": PUBLIC, "at": AT} | said)
    )


def test_somebody_named_gets_a_link_and_counts_only_after_a_yes():
    known = PersonFactory(shown_name="Otieno")
    ContactWayFactory(person=known, value="otieno@example.org")
    applicant = name_one(group())
    letter = Letter.objects.get()
    mailed = link(letter.values["page"].rsplit("/", 1)[-1], at=AT)
    before = (applicant.state, applicant.person.provisional)
    act = {"applicant": applicant, "link": mailed, "by": PUBLIC, "at": AT}

    for _ in range(2):
        together.join(**act)

    applicant = Applicant.objects.get()
    audience = queries.organisers_of(applicant.application.call)
    assert (letter.template, letter.values["from"]) == (
        "admissions/emails/named", applicant.application.person.shown_name,
    )  # fmt: skip
    assert mailed.thing == f"applicant:{applicant.key}"
    assert before == ("asked", True)
    assert (applicant.state, applicant.person) == ("confirmed", known)
    assert may(known, purpose=Purpose.THIS_PROGRAMME, audience=audience, at=AT)


@pytest.mark.parametrize(
    ("kind", "already", "at", "said", "refusal"),
    [
        ("alone", 0, AT, {}, together.NoRoom),
        ("pair", 1, AT, {}, together.NoRoom),
        ("group", 2, AT, {}, together.NoRoom),
        ("group", 0, AT, {"name": "…"}, together.NotAName),
        ("group", 0, LATE, {}, applying.CallClosed),
    ],
)
def test_who_cannot_be_named(kind, already, at, said, refusal):
    application = group(kind=kind)
    ApplicantFactory.create_batch(already, application=application)

    with pytest.raises(refusal):
        name_one(application, at=at, **said)

    assert Applicant.objects.count() == already


def test_after_the_deadline_organisers_still_change_who_applies_together():
    applicant = name_one(group(), at=LATE, by=ORGANISER)
    withdrawn = group(state=Application.State.WITHDRAWN)

    together.remove_one(applicant=applicant, by=ORGANISER, at=LATE)

    assert Applicant.objects.count() == 0
    with pytest.raises(applying.CallClosed):
        name_one(withdrawn)


def test_a_newcomer_taken_off_goes_and_somebody_known_stays():
    application = group()
    newcomer = name_one(application)
    known = ApplicantFactory(application=application)
    nobody = ApplicantFactory(application=application, person=None, name="Only a name")
    twice = name_one(group(), name="Also", way_text="also@example.org")
    ApplicationFactory(person=twice.person, draft=True)

    for applicant in (newcomer, known, nobody, twice):
        together.remove_one(applicant=applicant, by=PUBLIC, at=AT)

    assert Applicant.objects.count() == 0
    assert not Person.objects.filter(pk=newcomer.person_id).exists()
    assert Person.objects.filter(pk__in=[known.person_id, twice.person_id]).count() == 2


def test_a_no_deletes_what_they_answered_and_may_become_a_yes():
    applicant = ApplicantFactory(application=group(), person=None, name="Otieno")
    AnswerFactory(application=applicant.application, applicant=applicant)

    together.decline(applicant=applicant, by=PUBLIC, at=AT)
    state, answers = applicant.state, applicant.answers.count()
    together.join(applicant=applicant, link=None, by=PUBLIC, at=AT)

    assert (state, answers, applicant.state) == ("declined", 0, "confirmed")


def test_a_message_goes_to_everybody_who_said_yes():
    application = group()
    yes = ApplicantFactory(application=application)
    ContactWayFactory(person=yes.person, value="yes@example.org")
    asked = ApplicantFactory(application=application, state=Applicant.State.ASKED)
    ContactWayFactory(person=asked.person, value="asked@example.org")
    ApplicantFactory(application=application, person=None, name="Unreached")

    sent = together.write_to_all(application=application, text=" We meet. ", by=PUBLIC, at=AT)

    assert sent == 2
    assert sorted(Letter.objects.values_list("address", flat=True)) == [
        "contact@example.org", "yes@example.org",
    ]  # fmt: skip
    assert {letter.values["text"] for letter in Letter.objects.all()} == {"We meet."}
    with pytest.raises(together.NothingWritten):
        together.write_to_all(application=application, text=" ", by=PUBLIC, at=AT)
