"""Secret addresses from letters, fresh links, six words, and stopping letters."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from commonroot.consent.actions import install_wordings
from commonroot.consent.models import Agreement
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import Person
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory
from tests.registration.test_asking import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(school):
    """The real moment, which pages go by, with the questions in force."""
    moment = timezone.now()
    install_wordings(at=moment)
    return moment


@pytest.fixture
def amina(now):
    """A known person with an address."""
    return ContactWayFactory(
        person=PersonFactory(shown_name="Amina Wekesa"), value="amina@example.org", confirmed_at=now
    ).person


def text(response):
    return response.content.decode()


def test_six_words_open_the_page(now):
    receipt = take(SessionFactory(starts_at=now + timedelta(days=5)), now, way_text="+254700000021")
    client = Client()

    wrong = client.post("/en/fresh/", {"code": "one two three four five six"})
    right = client.post("/en/fresh/", {"code": receipt.code.upper()})

    assert "These words open nothing." in text(wrong)
    assert right["Location"] == "/en/me/"
    assert client.get("/en/me/").status_code == 200


def test_empty_words_and_too_many_tries_are_refused(client, now):
    empty = client.post("/en/fresh/", {"code": ""})
    for _number in range(30):
        client.post("/en/fresh/", {"code": "a b c d e f"})
    last = client.post("/en/fresh/", {"code": "a b c d e f"})

    assert empty.status_code == 400
    assert "That was tried too often." in text(last)


def test_a_fresh_link_is_promised_in_the_same_bytes_to_known_and_unknown(amina):
    answers = [
        Client().post("/en/fresh/", {"way": way}).content
        for way in ("amina@example.org", "amara@example.org")
    ]

    assert answers[0] == answers[1]
    assert Letter.objects.count() == 1


def test_what_is_no_address_is_refused_on_the_fresh_page(client, now):
    response = client.post("/en/fresh/", {"way": "nonsense"})

    assert (response.status_code, "We could not read that" in text(response)) == (400, True)


def test_a_letters_own_choice_comes_along(amina, now):
    token = open_link(
        person=amina, scope="answer", thing="follow_up:abcdefghijklmnopqrstuv", at=now
    )

    response = Client().get(f"/p/{token}?a=happened")

    assert response["Location"] == "/en/answer/abcdefghijklmnopqrstuv/?a=happened"
    assert response["Referrer-Policy"] == "no-referrer"


def test_links_lead_in_the_language_of_their_person(amina, now):
    Person.objects.update(language="ar")
    amina.refresh_from_db()
    other = PersonFactory(language="xx")

    assert (
        Client().get(f"/p/{open_link(person=amina, scope='page', at=now)}")["Location"] == "/ar/me/"
    )
    assert (
        Client().get(f"/p/{open_link(person=other, scope='page', at=now)}")["Location"] == "/en/me/"
    )


def test_letters_are_stopped_by_one_press_and_never_by_opening(amina, now):
    for purpose in ("follow_up", "news"):
        Agreement.objects.create(
            person=amina, purpose=purpose, audience_kind="school", state="given", since=now
        )
    token = open_link(person=amina, scope="unsubscribe", thing="follow_up", days=None, at=now)

    opened = Client().get(f"/u/{token}")
    before = amina.agreements.get(purpose="follow_up").state
    stopped = Client(enforce_csrf_checks=True).post(
        f"/u/{token}", {"List-Unsubscribe": "One-Click"}
    )

    assert (text(opened).count("<form"), before) == (1, "given")
    assert "These letters have stopped." in text(stopped)
    assert dict(amina.agreements.values_list("purpose", "state")) == {
        "follow_up": "withdrawn",
        "news": "given",
    }


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n'
            b"--x--\r\n",
        ),
        ("application/octet-stream", b""),
    ],
)
def test_a_mail_program_presses_the_button_as_rfc_8058_says(amina, now, kind, body):
    Person.objects.update(language="ar")
    Agreement.objects.create(
        person=amina, purpose="news", audience_kind="school", state="given", since=now
    )
    token = open_link(person=amina, scope="unsubscribe", thing="news", days=None, at=now)
    program = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})

    opened = [program.get(f"/u/{token}").status_code, program.head(f"/u/{token}").status_code]
    before = amina.agreements.get().state
    first, forged = (
        program.generic("POST", f"/u/{one}", body, content_type=kind) for one in (token, "x" * 22)
    )

    assert (opened, before, amina.agreements.get().state) == ([200, 200], "given", "withdrawn")
    assert (first.status_code, forged.status_code, dict(first.cookies)) == (200, 200, {})
    assert (first.content == forged.content) is bool(body)


def test_a_fault_of_ours_asks_mail_programs_to_try_again(amina, now, monkeypatch):
    def fail(**_said):
        raise OperationalError

    monkeypatch.setattr("commonroot.web.views.links.stop_letters", fail)

    assert Client().post("/u/token").status_code == 503


def test_stopping_answers_the_same_for_links_that_never_were(amina, now):
    Agreement.objects.create(
        person=amina, purpose="news", audience_kind="school", state="given", since=now
    )
    feed = open_link(person=amina, scope="feed", at=now)
    # What was sent for another end stops nothing, whatever it is about.
    other = open_link(person=amina, scope="answer", thing="news", at=now)
    odd = open_link(person=amina, scope="unsubscribe", thing="nonsense", at=now)
    answers = {Client().post(f"/u/{token}").content for token in ("nothing", feed, other, odd)}

    assert len(answers) == 1
    assert amina.agreements.get().state == "given"


def test_an_agreement_is_stopped_before_every_circle(amina, now):
    for circle in ("own", "another"):
        Agreement.objects.create(
            person=amina, purpose="country_circle", audience_kind="circle", audience_key=circle,
            state="given", since=now,
        )  # fmt: skip
    token = open_link(person=amina, scope="unsubscribe", thing="country_circle", at=now)

    Client().post(f"/u/{token}")

    assert dict(amina.agreements.values_list("audience_key", "state")) == {
        "own": "withdrawn",
        "another": "withdrawn",
    }


def test_an_empty_way_is_asked_for_again(client, now):
    assert client.post("/en/fresh/", {"way": ""}).status_code == 400
