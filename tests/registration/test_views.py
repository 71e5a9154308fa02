"""The session's page, the receipt and the organisers' list, as browsers get them."""

import re

import pytest
from django.test import Client

from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.registration.models import Answer, Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import QuestionFactory, SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.registration.pages import FORM, address, in_ten_days, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(school):
    return in_ten_days()


def test_the_page_is_anonymous_sets_no_cookie_and_chooses_nothing(client, coming):
    response = client.get(address(coming))

    page = response.content.decode()
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert "csrfmiddlewaretoken" not in page
    assert re.findall(r"<input[^>]*checked", page) == []
    assert page.count('type="radio" name="keep"') == 2


def test_a_hidden_programme_has_no_session_page(client):
    session = SessionFactory(programme__published_at=None)

    assert client.get(address(session)).status_code == 404


def test_registering_answers_with_a_receipt_of_what_was_typed(client, coming):
    response = client.post(address(coming), FORM | {"keep": "yes", "circle": "no"})

    page = told(client)
    assert (response.status_code, response["Location"]) == (302, "/en/receipt/#main")
    assert "See you then, <bdi>Amina W.</bdi>" in page
    assert "am…@example.org" in page
    assert "amina@example.org" not in page
    assert "✓ Your place is kept" in page


def test_known_and_unknown_addresses_get_the_same_bytes(coming):
    known = PersonFactory(shown_name="Amina Wekesa")
    ContactWayFactory(person=known, value="amina@example.org")
    RegistrationFactory(person=known, session=coming, position=900)
    coming.places = 5
    coming.save()
    answers = []
    for way in ("amina@example.org", "amara@example.org"):
        client = Client()
        posted = client.post(address(coming), {"name": "Amina", "way": way})
        receipt = client.get("/en/receipt/")
        answers.append(
            (
                posted.status_code,
                posted.content,
                sorted(posted.headers.items()),
                sorted(posted.cookies),
                len(posted.cookies["receipt"].value),
                receipt.content,
                sorted(receipt.headers.items()),
            )
        )

    assert answers[0] == answers[1]
    assert list(Letter.objects.order_by("pk").values_list("template", flat=True)) == [
        "registration/emails/already",
        "registration/emails/placed",
    ]


def test_waiting_is_said_with_the_place_in_line(client, coming):
    for _number in range(2):
        RegistrationFactory(session=coming, position=100 + _number)
    full = client.get(address(coming)).content.decode()

    client.post(address(coming), FORM)

    assert "Put me on the list" in full
    assert "You are number 1 on the waiting list" in told(client)


def test_a_phone_number_gets_link_and_words_once(client, coming):
    client.post(address(coming), FORM | {"way": "+254 700 000 021"})

    first, second = told(client), told(client)

    code = re.search(r'class="receipt__code"[^>]*>([a-z ]+)<', first)
    link = re.search(r'href="http://localhost:8000(/p/[\w-]+)"', first)
    assert len(code[1].split()) == 6
    assert "Your link and your six words were shown before" in second
    assert "receipt__code" not in second
    assert client.get(link[1]).status_code == 302


def test_questions_needs_and_country_are_kept(client, coming):
    line = QuestionFactory(session=coming)
    lines = QuestionFactory(session=coming, kind="text")
    choice = QuestionFactory(
        session=coming, kind="choice", choices=[{"en": "Morning"}, {"en": "Evening"}]
    )

    client.post(
        address(coming),
        FORM
        | {
            f"q-{line.key}": "Water",
            f"q-{lines.key}": "",
            f"q-{choice.key}": "Evening",
            "needs": "Captions",
            "risk": "high",
            "country": "KE",
        },
    )

    person = Person.objects.get()
    assert [row.text for row in Answer.objects.order_by("pk")] == ["Water", "Evening"]
    assert Registration.objects.get().needs == "Captions"
    assert (person.country, person.risk) == ("KE", "high")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "x" * 10_000}, "This name is too long for us to store. Write a shorter one."),
        ({"name": ""}, "Write the name you want us to use."),
        ({"name": "?!"}, "Please write a name that we can use for you."),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
        ({"way": ""}, "Write an e-mail address, or a phone number with its country code."),
        ({"way": "nonsense"}, "We could not read that as an e-mail address or a phone number."),
        ({"way": "x" * 300 + "@example.org"}, "This is too long for an address or a number."),
        ({"way": "a@example.org\r\nBcc: b@example.org"}, "We could not read that"),
        ({"keep": "perhaps"}, "Nothing is saved yet."),
        ({"country": "<script>"}, "Nothing is saved yet."),
    ],
)
def test_what_cannot_be_kept_gets_a_clear_sentence_and_nothing_is_written(
    client, coming, typed, sentence
):
    response = client.post(address(coming), FORM | typed)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert (Person.objects.count(), Registration.objects.count(), Letter.objects.count()) == (
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Amina\r\nBcc: b@example.org", "Amina Bcc: b@example.org"),
        ("=cmd()", "=cmd()"),
        ("أمينة \u202eW", "أمينة \u202eW"),
    ],
)
def test_a_hostile_name_is_inert_text_everywhere(client, desk, coming, typed, kept):
    client.post(address(coming), FORM | {"name": typed})

    roster = desk.get(f"/en/desk/sessions/{coming.key}/").content.decode()
    assert Person.objects.get().shown_name == kept
    assert "<script>alert" not in told(client) + roster
    assert "\n" not in Letter.objects.get().values["name"]


def test_a_wrong_name_and_a_wrong_address_are_said_together(client, coming):
    page = client.post(address(coming), {"name": "", "way": "nonsense"}).content.decode()

    assert page.count("field__error") == 2


def test_a_machine_that_fills_every_field_leaves_nothing(client, coming):
    response = client.post(address(coming), FORM | {"website": "http://example.org"})

    assert (response.status_code, Registration.objects.count()) == (302, 0)


def test_a_form_from_elsewhere_is_refused(client, coming):
    response = client.post(address(coming), FORM, headers={"sec-fetch-site": "cross-site"})

    assert (response.status_code, Registration.objects.count()) == (403, 0)


def test_a_closed_session_shows_why_and_refuses_what_was_typed(client, coming):
    coming.state = "cancelled"
    coming.save()

    page = client.get(address(coming)).content.decode()
    posted = client.post(address(coming), FORM)

    assert "This session was called off." in page
    assert (posted.status_code, Registration.objects.count()) == (400, 0)


def test_one_address_typed_too_often_is_told_so(client, coming):
    for _number in range(10):
        client.post(address(coming), FORM)

    response = client.post(address(coming), FORM)

    assert "several times today" in response.content.decode()


@pytest.mark.parametrize("cookie", ["", "0:nonsense", "nonsense"])
def test_without_a_receipt_the_page_says_what_to_do(client, school, cookie):
    client.cookies["receipt"] = cookie

    assert "There is no receipt to show here any more." in told(client)


def test_a_session_for_ones_own_calendar_names_nobody(client, coming):
    undated = SessionFactory(starts_at=None, ends_at=None, precision="month")

    note = client.get(f"{address(coming)}session.ics")

    assert note["Content-Type"] == "text/calendar; charset=utf-8"
    assert "ATTENDEE" not in note.content.decode()
    assert client.get(f"{address(undated)}session.ics").status_code == 404
