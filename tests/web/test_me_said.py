"""What I said: read, taken along, asked anew, not wanted, and never more clicks back than forth."""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.consent import actions, models
from commonroot.consent.models import Agreement, LedgerEvent, Objection, Renewal
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.web.queries import mine
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
SCHEMA = json.loads(Path(models.__file__).with_name("receipt.json").read_text())


@pytest.fixture
def now(school):
    """The real moment, which pages go by, with the questions in force."""
    moment = timezone.now()
    actions.install_wordings(at=moment)
    return moment


@pytest.fixture
def amina(now):
    """Somebody with an address."""
    return ContactWayFactory(value="amina@example.org", person__shown_name="Amina Wekesa").person


def browser(person, **link):
    client = Client()
    token = open_link(person=person, scope="page", at=timezone.now(), **link)
    client.get(f"/p/{token}")
    return client


def say(person, purpose, *, at, yes=True, **more):
    return actions.answer(person=person, purpose=purpose, yes=yes, how="page", by=BY, at=at, **more)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_everything_i_said_stands_in_order_with_the_words_i_was_shown(amina, now):
    page = browser(amina)
    for answer in ("yes", "no"):
        page.post("/en/me/answer/", {"purpose": "news", "answer": answer, "audience": ""})
    actions.write_down(
        person=amina, answers={Purpose.TEACHING: True}, how="phone", witness="Leila Haddad",
        said_on=now.date(), language="en", identity="called", by=BY, at=now,
    )  # fmt: skip

    shown, empty = (
        text(page.get("/en/me/said/")),
        text(browser(PersonFactory()).get("/en/me/said/")),
    )

    said = re.findall(r"<strong>([^<]*)</strong>: ([^<]*)<", shown)
    assert said == [
        ("News of the network", "taken back"),
        ("News of the network", "yes"),
        ("Being asked to teach", "yes"),
    ]
    assert "said on the phone, heard by Leila Haddad · I called the number we hold" in shown
    assert "“May we send you news of the network?”" in shown
    assert "You were not asked for anything yet." in empty


def test_the_same_as_a_file_that_other_programs_read(amina, now):
    say(amina, Purpose.NEWS, at=now)

    file = browser(amina).get("/en/me/receipt/")

    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(file.content))
    assert file["Content-Disposition"] == 'attachment; filename="what-i-said.json"'
    fresh = browser(amina, fresh_until=now + timedelta(minutes=20)).get("/en/me/download/")
    inside = zipfile.ZipFile(io.BytesIO(fresh.content)).read("receipt.json")
    assert json.loads(inside)["consent_records"] == json.loads(file.content)["consent_records"]


def test_taking_back_takes_no_more_clicks_than_giving(amina, now):
    """Each is one press of one button on the same page; so it is from a letter."""
    page = browser(amina)
    page.post("/en/me/answer/", {"purpose": "news", "answer": "yes", "audience": ""})
    page.post("/en/me/answer/", {"purpose": "news", "answer": "no", "audience": ""})

    states = list(LedgerEvent.objects.order_by("pk").values_list("state", flat=True))
    forms = re.findall(r'<form class="agreement[^>]*action="([^"]*)"', text(page.get("/en/me/")))
    assert states == ["given", "withdrawn"]
    assert set(forms) == {"/en/me/answer/"}


@pytest.mark.parametrize(
    ("typed", "states", "said"),
    [
        ({"all": "yes"}, {"given"}, "saved"),
        ({"all": "no"}, {"withdrawn"}, "saved"),
        ({"q0": "yes", "q1": "no"}, {"given", "withdrawn"}, "saved"),
        ({"q0": "perhaps"}, {"given"}, "nothing"),
    ],
)
def test_from_the_letter_one_press_says_that_it_still_holds_or_not(amina, now, typed, states, said):
    for purpose, days in ((Purpose.PICTURES, 3 * 365 - 40), (Purpose.NEWS, 5 * 365 - 40)):
        say(amina, purpose, at=now - timedelta(days=days))
    actions.ask_to_renew(person=amina, at=now)
    link = Letter.objects.get().values["link"]
    client = Client()

    opened = client.get(f"/p/{link.rsplit('/', 1)[-1]}")
    asked = text(client.get(opened["Location"]))
    on_my_page = mine.still_yes_of(amina, at=now)
    saved = client.post(opened["Location"], typed)

    assert opened["Location"] == on_my_page == f"/en/still-yes/{Renewal.objects.get().key}/"
    assert "May we send you news of the network?" in asked
    assert "checked" not in asked
    assert saved["Location"].endswith(f"?said={said}")
    assert set(Agreement.objects.values_list("state", flat=True)) == states
    after = text(client.get(saved["Location"]))
    assert ("It is written down." in after) is (said == "saved")
    assert (mine.still_yes_of(amina, at=now) == "") is (said == "saved")


def test_i_do_not_want_this_and_then_i_do_not_mind(amina, now):
    page = browser(amina)

    wrong = page.post("/en/me/object/", {"words": "Not my phone."})
    page.post("/en/me/object/", {"about": "letters", "words": "Not my phone."}, follow=True)
    said = text(page.get("/en/me/object/?said=written"))
    [objection] = Objection.objects.all()
    back = page.post(f"/en/me/object/{objection.key}/back/", follow=True)
    again = page.post(f"/en/me/object/{objection.key}/back/")

    assert wrong.status_code == 400
    assert "A letter I did not ask for</strong>: waits for an answer" in said
    assert "It is written down. We answer you within a month." in said
    assert "It is taken back." in text(back)
    assert again["Location"] == "/en/me/object/"
    other = browser(PersonFactory()).post(f"/en/me/object/{objection.key}/back/")
    assert other.status_code == 404


def test_too_much_at_once_is_refused_in_words(amina, now):
    for number in range(5):
        actions.object_to(person=amina, about="other", words=str(number), by=BY, at=now)

    answer = browser(amina).post("/en/me/object/", {"about": "other", "words": "more"})

    assert (answer.status_code, "We answer them first." in text(answer)) == (400, True)


def test_six_words_are_shown_once_and_open_everything_from_any_phone(amina, now):
    fresh = browser(amina, fresh_until=now + timedelta(minutes=20))

    before = text(fresh.get("/en/me/words/"))
    shown = text(fresh.post("/en/me/words/"))
    words = re.search(r'<bdi lang="en">([a-z ]+)</bdi>', shown)[1]
    elsewhere = Client()
    typed = elsewhere.post("/en/fresh/", {"code": words})

    assert words not in before
    assert (typed["Location"], len(words.split())) == ("/en/me/", 6)
    assert "Amina Wekesa" in text(elsewhere.get("/en/me/"))
    assert elsewhere.get("/en/me/held/").status_code == 200
    assert browser(amina).get("/en/me/words/")["Location"] == "/en/me/fresh/"


def test_what_ran_out_is_asked_again_on_my_page(amina, now):
    say(amina, Purpose.NEWS, at=now - timedelta(days=5 * 365 + 3))
    actions.expire(agreement=Agreement.objects.get(), at=now - timedelta(days=1))

    asked = mine.agreements(amina, today=now.date())[-1]

    assert (asked.purpose, asked.state, asked.said) == ("news", "", "")
    assert asked.help.startswith("It ran out on")


def test_where_each_page_leads(amina, now):
    shown = text(browser(amina).get("/en/me/"))

    for name in ("me_said", "me_object", "me_words", "me_held", "me_download"):
        assert f'href="{reverse(f"web:{name}")}"' in shown
