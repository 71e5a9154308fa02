"""An organiser acts for somebody who asks for it, and says how they know that it is them."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent import actions, queries
from commonroot.consent.models import Agreement, LedgerEvent, Objection
from commonroot.consent.rules import Purpose
from commonroot.people.models import FurtherName, Person
from commonroot.web.queries.trail import looks_at
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def amina(school):
    """A guest who paused everything: on no list, reached by phone alone."""
    actions.install_wordings(at=timezone.now())
    way = ContactWayFactory(kind="phone", value="+254700000021", person__shown_name="Amina Wekesa")
    actions.pause(person=way.person, by=BY, at=timezone.now())
    return way.person


@pytest.fixture
def desk(desk):
    """The organiser, who proved a moment ago who they are."""
    session = desk.session
    session["proven"] = timezone.now().timestamp()
    session.save()
    return desk


def text(response):
    return " ".join(response.content.decode().split())


def facts(verb="acted for somebody"):
    return [entry.facts for entry in AuditEntry.objects.filter(verb=verb).order_by("pk")]


def test_who_asks_is_found_by_the_whole_of_their_number(desk, amina):
    address = "/en/desk/people/for/"

    found = desk.post(address, {"way": "+254 700 000 021"})
    nobody = desk.post(address, {"way": "+254 700 000 099"})
    wrong = desk.post(address, {"way": "Amina"})

    [looked] = looks_at(amina, zone="UTC")
    assert looked.what == "whether we know you, by your address"
    assert f"/en/desk/people/{amina.key}/for/" in text(found)
    assert "We hold nobody with this address, number or name." in text(nobody)
    assert (desk.get(address).status_code, wrong.status_code) == (200, 400)
    assert len(facts("looked up by address")) == 1
    assert Client().post(address)["Location"].startswith("/en/sign-in/")


def test_who_left_no_address_is_found_by_their_whole_name(desk, amina):
    guest = PersonFactory(shown_name="Otieno Guest", city="Kisumu", country="KE")
    PersonFactory(shown_name="Otieno Guesty")
    FurtherName.objects.create(
        person=guest,
        kind="former",
        text="Otieno Brought",
        source="hand",
        said_on=timezone.now().date(),
    )
    address = "/en/desk/people/for/"

    found = text(desk.post(address, {"name": "otieno  GUEST"}))
    former = text(desk.post(address, {"name": "Otieno Brought"}))
    part = text(desk.post(address, {"name": "Otieno"}))
    empty = desk.post(address, {"way": "", "name": ""})
    spaces = text(desk.post(address, {"name": "…"}))

    assert [row.count("/for/") for row in (found, former, part, spaces)] == [1, 1, 0, 0]
    assert "Kisumu, Kenya" in found
    assert (empty.status_code, "one of the two" in text(empty)) == (400, True)
    assert len(facts("looked up by name")) == 2
    assert looks_at(guest, zone="UTC")[0].what == "whether we know you, by your name"


def said(**changed):
    return {
        "act": "said",
        "identity": "called",
        "how": "phone",
        "said_on": "2026-11-20",
        "witness": "Leila Haddad",
        "register": "yes",
        "news": "no",
    } | changed


def test_what_they_said_is_written_down_with_who_heard_it(desk, amina):
    address = f"/en/desk/people/{amina.key}/for/"

    page = desk.get(address)
    saved = desk.post(address, said(language="fr"))

    states = dict(Agreement.objects.values_list("purpose", "state"))
    assert page.context["form"].initial["witness"] != ""
    assert saved["Location"] == f"{address}?said=said"
    assert states == {"register": "given", "news": "refused"}
    assert set(LedgerEvent.objects.values_list("identity", "how", "language")) == {
        ("called", "phone", "fr")
    }
    assert "They get a copy." in text(desk.get(saved["Location"]))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"witness": ""}, "Write down who heard the yes."),
        ({"said_on": "2999-01-01"}, "That day is still to come."),
        ({"register": "", "news": ""}, "Say what they said: yes or no to at least one question."),
        ({"identity": ""}, "This field is required."),
    ],
)
def test_what_is_missing_is_said_and_nothing_written(desk, amina, changed, says):
    answer = desk.post(f"/en/desk/people/{amina.key}/for/", said(**changed))

    assert (answer.status_code, LedgerEvent.objects.count()) == (400, 0)
    assert says in text(answer)


def test_a_pause_ends_by_phone_and_begins_again(desk, amina):
    address = f"/en/desk/people/{amina.key}/for/"

    unsure = desk.post(address, {"act": "resume"})
    still = Person.objects.get().frozen_at
    desk.post(address, {"act": "resume", "identity": "known"})
    ended = Person.objects.get().frozen_at
    desk.post(address, {"act": "pause", "identity": "paper"})

    assert (unsure.status_code, "Say first how you know" in text(unsure)) == (400, True)
    assert (still is None, ended) == (False, None)
    assert Person.objects.get().frozen_at is not None
    assert facts() == [
        {"act": "resume", "identity": "known"},
        {"act": "pause", "identity": "paper"},
    ]


def test_six_words_are_read_out_once(desk, amina):
    address = f"/en/desk/people/{amina.key}/for/"

    shown = desk.post(address, {"act": "words", "identity": "known"})

    opened = Client().post("/en/fresh/", {"code": shown.context["words"]})
    assert opened["Location"] == "/en/me/"
    assert shown.context["words"] not in text(desk.get(address))


def test_what_they_do_not_want_is_written_down_and_answered(desk, amina):
    address = f"/en/desk/people/{amina.key}/for/"
    asked = {"act": "object", "identity": "known"}

    empty = desk.post(address, asked)
    desk.post(address, asked | {"about": "letters", "words": "No letters."})
    for number in range(4):
        desk.post(address, asked | {"about": "other", "words": str(number)})
    full = desk.post(address, asked | {"about": "other", "words": "more"})
    objection = Objection.objects.get(words__isnull=False, about="letters")
    page = f"/en/desk/people/objections/{objection.key}/"
    listed = text(desk.get("/en/desk/people/objections/"))
    silent = desk.post(page, {"stopped": "yes", "words": ""})
    answered = desk.post(page, {"stopped": "yes", "words": "None any more."}, follow=True)

    assert "Choose what it is" in text(empty)
    assert (full.status_code, silent.status_code) == (400, 400)
    assert page in listed
    assert "Answered. They get it as a letter." in text(answered)
    assert "None any more." in text(desk.get(page))
    assert desk.post(address, {"act": "dance", "identity": "known"}).status_code == 404


@pytest.mark.parametrize("what", ["file", "forget"])
def test_a_file_and_forgetting_want_to_know_who_asks(desk, amina, what):
    address = f"/en/desk/people/{amina.key}/for/{what}/"

    page, unsure = desk.get(address), desk.post(address, {})
    done = desk.post(address, {"identity": "known"})

    assert (page.status_code, unsure.status_code) == (200, 400)
    if what == "file":
        inside = zipfile.ZipFile(io.BytesIO(done.content))
        assert b"Amina Wekesa" in inside.read("about-me.json")
    else:
        assert done["Location"] == "/en/desk/people/for/?said=forgotten"
        assert "Everything is deleted." in text(desk.get(done["Location"]))
        assert Person.objects.count() == 0
    assert facts() == [{"act": {"file": "download"}.get(what, what), "identity": "known"}]


@pytest.mark.parametrize("what", ["", "file/", "forget/"])
def test_nobody_else_acts_for_anybody(amina, what):
    address = f"/en/desk/people/{amina.key}/for/{what}"

    assert Client().get(address)["Location"].startswith("/en/sign-in/")


def test_long_after_signing_in_one_proves_oneself_before_taking_everything(desk, amina):
    session = desk.session
    session["proven"] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()

    answer = desk.get(f"/en/desk/people/{amina.key}/for/file/")

    assert "/prove/" in answer["Location"]


def test_agreements_that_were_changed_from_outside_are_found_and_mended(desk, school):
    person = PersonFactory()
    actions.answer(
        person=person, purpose=Purpose.NEWS, yes=False, how="page", by=BY, at=timezone.now()
    )
    address = "/en/desk/people/agreements/"
    unseen = text(desk.get(address))
    Agreement.objects.update(state="given")

    found = text(desk.post(address, {}, follow=True))
    mended = text(desk.post(address, {"act": "mend"}, follow=True))

    assert "Nobody compared yet." in unseen
    assert "Of 1 people, the agreements of 1 are not what they said." in found
    assert "The agreements of 1 person are what they said." in mended
    assert queries.may(person, Purpose.NEWS, queries.SCHOOL, at=timezone.now()) is False
