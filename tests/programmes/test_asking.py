"""Questions to the organisers, their inbox, and the visitor's own clock."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from commonroot.accounts.roles import Actor
from commonroot.programmes import queries
from commonroot.programmes.models import Enquiry
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert("x")</script>\r\nX: y'


def text_of(response):
    """The words of a page without its mark-up."""
    without = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", without)


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


@pytest.fixture
def programme(school):
    return ProgrammeFactory(run_by=school)


QUESTION = {"name": "Amina", "way": "amina@example.org", "text": "Is it free?", "website": ""}


def test_question_reaches_the_shared_inbox(client, programme):
    response = client.post(f"/en/ask/{programme.key}/", QUESTION)

    enquiry = Enquiry.objects.get()
    assert response.url == "/en/ask/sent/"
    assert (enquiry.programme, enquiry.name, enquiry.address, enquiry.text, enquiry.language) == (
        programme, "Amina", "amina@example.org", "Is it free?", "en",
    )  # fmt: skip
    assert client.get(response.url).status_code == 200


def test_question_from_a_machine_is_thanked_and_dropped(client, school):
    response = client.post("/en/ask/", QUESTION | {"website": "http://spam.example"})

    assert (response.url, Enquiry.objects.count()) == ("/en/ask/sent/", 0)


def test_sixth_question_in_an_hour_from_one_network_is_refused(client, school):
    answers = [client.post("/en/ask/", QUESTION).status_code for _number in range(6)]

    assert (answers, Enquiry.objects.count()) == ([302] * 5 + [400], 5)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"way": "nowhere"}, "We could not read that as an e-mail address or a phone number."),
        ({"text": ""}, "This field is required."),
        ({"text": "x" * 4001}, "Ensure this value has at most 4000 characters"),
    ],
)
def test_question_that_cannot_be_kept_says_why_and_keeps_what_was_typed(
    client, school, change, sentence
):
    response = client.post("/en/ask/", QUESTION | change)

    assert response.status_code == 400
    assert sentence in text_of(response)
    assert 'value="Amina"' in response.content.decode()
    assert Enquiry.objects.count() == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302),
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, 302),
        ({"HTTP_SEC_FETCH_SITE": "none"}, 302),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_ORIGIN": "http://localhost"}, 302),
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_REFERER": "http://localhost/en/ask/"}, 302),
        ({"HTTP_REFERER": "https://elsewhere.example/"}, 403),
    ],
)
def test_public_forms_are_taken_from_our_pages_alone(school, headers, status):
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")

    assert strict.post("/en/ask/", QUESTION, **headers).status_code == status


def test_zone_is_remembered_and_leads_back(client, programme):
    SessionFactory(programme=programme)
    address = f"/en/programmes/{programme.key}/"

    form = client.get("/en/zone/", {"back": address})
    response = client.post("/en/zone/", {"zone": "Asia/Manila", "back": address})
    page = text_of(client.get(address))

    assert '<option value="Asia/Manila">Philippines · Manila</option>' in form.content.decode()
    assert (response.url, response.cookies["zone"].value, response.cookies["zone"]["httponly"]) == (
        address,
        "Asia/Manila",
        True,
    )
    assert "Next: Wed 2 December 00:00–02:00 Manila, UTC+8" in page


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x", ""]
)
def test_zone_never_leads_elsewhere(client, school, back):
    response = client.post("/en/zone/", {"zone": "Asia/Manila", "back": back})

    assert response.url == "/en/programmes/"


def test_zone_that_is_none_goes_back_to_the_hosts_clock(client, school):
    client.cookies["zone"] = "Asia/Manila"

    response = client.post("/en/zone/", {"zone": "Moon/Base", "back": "/en/"})

    assert response.cookies["zone"].value == ""


def test_inbox_is_for_those_who_edit_programmes(client, desk, programme):
    Enquiry.objects.create(
        programme=programme,
        name="Amina",
        address="amina@example.org",
        mark="x",
        text=HOSTILE,
        asked_at=programme.created_at,
    )

    stranger = client.get("/en/desk/questions/")
    page = desk.get("/en/desk/questions/")

    assert stranger.status_code == 302
    assert "Amina" in text_of(page)
    assert page.content.count(b"alert(") == page.content.count(b"alert(&quot;")


def test_answered_question_leaves_the_inbox(desk, programme, at):
    enquiry = Enquiry.objects.create(
        name="Amina", address="a@example.org", mark="x", text="?", asked_at=programme.created_at
    )

    first = desk.post(f"/en/desk/questions/{enquiry.key}/answered/")
    again = desk.post(f"/en/desk/questions/{enquiry.key}/answered/")

    enquiry.refresh_from_db()
    assert (first.url, again.url, enquiry.answered_at) == (
        "/en/desk/questions/",
        "/en/desk/questions/",
        at,
    )


def test_open_questions_are_due_for_organisers(organiser, programme, at):
    nothing = queries.due(organiser, at=at)
    for hours in (80, 2):
        Enquiry.objects.create(
            name="A",
            address="a@example.org",
            mark="x",
            text="?",
            asked_at=at - timedelta(hours=hours),
        )

    due = queries.due(organiser, at=at)

    assert (nothing, queries.due(Actor.public(), at=at)) == ([], [])
    assert [(item.minutes, item.what, item.late) for item in due] == [
        (6, "Answer 2 questions", True)
    ]
