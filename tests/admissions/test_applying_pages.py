"""Applying in the browser's words: begin, fill in, hand in, change, withdraw, speak, join."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.admissions.models import Applicant, Application, FormQuestion, Referee
from commonroot.admissions.queries.answers import values_of
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from tests.factories.admissions import (
    CLOSES,
    AnswerFactory,
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    FormQuestionFactory,
    OfferFactory,
    RefereeFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SchoolFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
LATE = CLOSES + timedelta(seconds=1)
Kind = FormQuestion.Kind


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that the test moves."""
    SchoolFactory()
    now = [AT]
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: now[0])
    return now


@pytest.fixture
def call():
    """A call of two parts, one question needed."""
    call = CallFactory(
        pairs=True, commitments=[{"en": "All twelve evenings"}], hear_on=datetime(2026, 11, 25)
    )
    FormQuestionFactory(call=call, required=True)
    FormQuestionFactory(call=call, kind=Kind.HEADING, prompt=Translated({"en": "Your campaign"}))
    FormQuestionFactory(call=call, kind=Kind.TEXT, prompt=Translated({"en": "What is at stake?"}))
    return call


def begun(client, call, **typed):
    said = {"kind": "alone", "name": "Amina W.", "way": "amina@example.org"} | typed
    answer = client.post(reverse("admissions:apply", args=[call.programme.key]), said)
    assert answer.status_code == 302, answer.content.decode()
    client.get(answer.url.removesuffix("#main"))
    return Application.objects.get()


def page(name, thing, *more):
    return reverse(f"admissions:{name}", args=[thing.key, *more])


def path_of(letter):
    return "/p/" + letter.values["page"].partition("/p/")[2]


def by_mail(letter):
    client = Client()
    there = client.get(path_of(letter))
    return client, there.url


def test_from_the_first_page_to_a_number_without_javascript(client, call, clock):
    first = client.get(reverse("admissions:apply", args=[call.programme.key])).content.decode()
    application = begun(client, call)
    mailed = path_of(Letter.objects.get())
    needed, text = call.questions.exclude(kind=Kind.HEADING).order_by("position")

    early = client.post(page("check", application))
    one = client.post(page("part", application, 1), {needed.key: "Water", "seen": AT.isoformat()})
    two = client.post(page("part", application, 2), {text.key: "Our hospital"})
    read = client.get(page("check", application)).content.decode()
    done = client.post(page("check", application))
    own = client.get(done.url).content.decode()
    clock[0] = LATE
    client.get(mailed)
    changed = client.post(page("part", application, 1), {needed.key: "Late"})

    application.refresh_from_db()
    assert "23:59:59 (Nairobi" in first
    assert "2 questions, some 5 minutes" in first
    assert early.status_code == 409
    assert (one.url, two.url) == (
        page("part", application, 2) + "#main",
        page("check", application),
    )
    assert "Our hospital" in read
    assert (application.state, application.number) == ("submitted", 1)
    assert "Handed in, number 1." in own
    assert changed.status_code == 400
    assert "cannot be changed any more" in changed.content.decode()
    assert values_of(application)[needed.key] == "Water"
    assert [letter.template.rsplit("/")[-1] for letter in Letter.objects.order_by("pk")] == [
        "begun", "handed_in",
    ]  # fmt: skip


def test_answers_are_kept_one_by_one_and_another_device_is_told(client, call):
    application = begun(client, call)
    needed, _text = call.questions.exclude(kind=Kind.HEADING).order_by("position")
    other, address = by_mail(Letter.objects.get())
    about = {"question": needed.key, "revision": 0}

    first = client.post(page("keep", application), about | {needed.key: "Wat"})
    second = other.post(page("keep", application), about | {needed.key: "Water"})
    unread = client.post(page("keep", application), {"question": "nothing"})
    stale = client.post(
        page("part", application, 1),
        {needed.key: "Wa", "seen": (AT - timedelta(hours=1)).isoformat()},
    )

    assert address == page("own", application)
    assert first.json() == {
        "revision": 1,
        "seen": AT.isoformat(),
        "elsewhere": False,
        "progress": "1 of 2 answered; nothing needed is missing",
        "errors": {},
    }
    assert (second.json()["revision"], second.json()["elsewhere"]) == (2, True)
    assert unread.json()["revision"] == 2
    assert (stale.status_code, values_of(application)) == (400, {needed.key: "Water"})
    assert "changed on another device" in stale.content.decode()


def test_what_this_page_kept_itself_is_not_another_device(client, call, clock):
    application = begun(client, call)
    needed = call.questions.get(required=True)
    opened = clock[0].isoformat()
    clock[0] += timedelta(minutes=1)
    kept = client.post(page("keep", application), {"question": needed.key, needed.key: "Wat"})
    clock[0] += timedelta(seconds=1)
    typed = {needed.key: "Water"}

    untold = client.post(page("part", application, 1), typed | {"seen": opened})
    told = client.post(page("part", application, 1), typed | {"seen": kept.json()["seen"]})

    assert (untold.status_code, told.status_code) == (400, 302)
    assert values_of(application) == typed


def test_after_the_deadline_the_text_is_kept_and_handing_in_refused(client, call, clock):
    application = begun(client, call)
    needed = call.questions.get(required=True)
    clock[0] = LATE

    kept = client.post(page("keep", application), {"question": needed.key, needed.key: "Late"})
    refused = client.post(page("check", application))
    first = client.get(reverse("admissions:apply", args=[call.programme.key]))

    application.refresh_from_db()
    assert kept.status_code == 200
    assert (refused.status_code, application.state) == (409, "draft")
    assert "Your text is kept. The call closed at Sun 15 November, 23:59:59" in (
        refused.content.decode()
    )
    assert values_of(application) == {needed.key: "Late"}
    assert "The call closed at" in first.content.decode()


def test_a_file_is_kept_from_the_form_and_taken_away(client, call, tmp_path):
    question = FormQuestionFactory(call=call, kind=Kind.FILE)
    application = begun(client, call)
    paper = tmp_path / "letter.txt"
    paper.write_bytes(b"We support her.")

    with paper.open("rb") as content:
        client.post(page("part", application, 2), {question.key: content})
    kept = application.answers.get().file
    read = client.get(page("check", application)).content.decode()
    client.post(page("part", application, 2), {f"{question.key}-drop": "on"})

    assert (kept.name, "letter.txt" in read) == ("letter.txt", True)
    assert application.answers.count() == 0


def test_withdrawn_and_back_and_a_mailed_link_proves_the_address(client, call):
    application = begun(client, call)
    AnswerFactory(application=application, question=call.questions.get(required=True))
    client.post(page("check", application))
    mailed, address = by_mail(Letter.objects.get(template="admissions/emails/handed_in"))

    offered = mailed.get(address).content.decode()
    mailed.post(page("wish", application), {"wish": "mine"})
    states = []
    for wish in ("withdraw", "back"):
        mailed.post(page("wish", application), {"wish": wish})
        application.refresh_from_db()
        states.append(application.state)

    application.person.refresh_from_db()
    assert "This is me" in offered
    assert not application.person.provisional
    assert states == ["withdrawn", "submitted"]
    assert mailed.post(page("wish", application), {"wish": "nothing"}).status_code == 404
    # What was only ever on a screen ended with it.
    assert client.get(page("own", application)).status_code == 404


def test_whoever_gave_a_number_sees_six_words_once(client, call):
    answer = client.post(
        reverse("admissions:apply", args=[call.programme.key]),
        {"kind": "alone", "name": "Amina", "way": "+254712345678"},
    )

    words = re.search(r"<strong>([a-z]+(?: [a-z]+){5})</strong>", answer.content.decode())
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert words


def test_two_apply_together(client, call):
    application = begun(client, call, kind="pair")
    each = FormQuestionFactory(call=call, each_member=True)

    client.post(
        page("others", application), {"what": "name", "name": "Otieno", "way": "o@example.org"}
    )
    applicant = Applicant.objects.get()
    other, address = by_mail(Letter.objects.get(template="admissions/emails/named"))
    asked = other.get(address).content.decode()
    other.post(address, {"what": "yes"})
    other.post(page("join_keep", applicant), {"question": each.key, each.key: "mine"})
    other.post(address, {"what": "keep", each.key: "mine too"})
    client.post(page("others", application), {"what": "write", "text": "We meet."})
    wrong = client.post(
        page("others", application), {"what": "name", "name": "Third", "way": "t@example.org"}
    )
    there = client.get(page("others", application)).content.decode()

    applicant.refresh_from_db()
    assert "would like to apply with you" in asked
    assert applicant.state == "confirmed"
    assert values_of(application, applicant=applicant) == {each.key: "mine too"}
    assert Letter.objects.filter(template="admissions/emails/group_message").count() == 2
    assert wrong.status_code == 400
    assert "said yes" in there
    client.post(page("others", application), {"what": "remove", "one": applicant.key})
    assert Applicant.objects.count() == 0


def test_nobody_opens_what_is_not_theirs(client, call):
    application = begun(client, call)
    stranger = ApplicationFactory(call=call, draft=True)
    theirs = ApplicantFactory(application=stranger)

    refused = [
        client.get(page(name, thing)).status_code
        for name, thing in (("own", stranger), ("check", stranger), ("join", theirs))
    ]
    refused.append(client.get(page("others", application)).status_code)
    refused.append(client.get(page("part", application, 9)).status_code)

    assert refused == [404] * 5


def test_somebody_speaks_by_link_or_rather_not(client, call):
    referee = RefereeFactory(application=ApplicationFactory(call=call, draft=True))
    ContactWayFactory(person=referee.application.person)
    from commonroot.accounts.roles import Actor
    from commonroot.admissions.actions import referees

    referees.ask_named(application=referee.application, by=Actor.public(), at=AT)
    address = "/en" + Letter.objects.get().values["page"].partition("/en")[2]

    empty = client.post(address, {"say": "1", "words": ""})
    client.post(address, {"say": "1", "words": "She leads."})
    said = Referee.objects.get()
    shown = client.get(address).content.decode()
    client.post(address, {"not": "1"})

    assert empty.status_code == 400
    assert (said.state, said.words) == ("answered", "She leads.")
    assert "She leads." in shown
    assert Referee.objects.get().state == "declined"
    assert client.get(reverse("admissions:speak", args=["nothing"])).status_code == 404


def test_without_a_call_applying_is_a_question(client, call):
    other = CallFactory(published_at=None)

    answer = client.get(reverse("admissions:apply", args=[other.programme.key]))

    assert answer.url == f"{reverse('programmes:ask', args=[other.programme.key])}?about=apply"


def test_my_page_says_what_somebody_applied_for_and_what_they_are_named_in(client, call):
    person = PersonFactory(shown_name="Amina")
    draft = ApplicationFactory(call=call, person=person, draft=True)
    offered = ApplicationFactory(call=call, person=person, state="offered")
    offer = OfferFactory(application=offered)
    named = ApplicantFactory(
        application=ApplicationFactory(call=call, person__shown_name="Otieno"), person=person
    )
    token = open_link(person=person, scope="page", at=AT)
    client.get(f"/p/{token}")

    mine = client.get(reverse("web:me")).content.decode()
    own = client.get(page("own", offered)).content.decode()

    assert "you can until Sun 15 November, 23:59:59 (Nairobi" in mine
    assert page("own", draft) in mine
    assert (page("join", named) in mine, "with Otieno: you said yes" in mine) == (True, True)
    assert page("offer", offer) in own
