"""My page: what a link from a letter opens, and what only a fresh one does."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import install_wordings, tell
from commonroot.consent.models import Agreement
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import Link, Person
from commonroot.registration import actions
from commonroot.registration.models import Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.registration.test_asking import take

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


@pytest.fixture
def now(school):
    """The real moment, which pages go by, with the questions in force."""
    moment = timezone.now()
    install_wordings(at=moment)
    return moment


@pytest.fixture
def amina(now):
    """A known person with an address and a place in ten days."""
    way = ContactWayFactory(
        person=PersonFactory(shown_name="Amina Wekesa"), value="amina@example.org", confirmed_at=now
    )
    RegistrationFactory(
        person=way.person, session=SessionFactory(starts_at=now + timedelta(days=10))
    )
    return way.person


def browser(token):
    client = Client()
    assert client.get(f"/p/{token}").status_code == 302
    return client


@pytest.fixture
def page(amina, now):
    """A browser that opened Amina's link."""
    return browser(open_link(person=amina, scope="page", way=amina.ways.get(), at=now))


def mailed():
    return Letter.objects.latest("pk").values["page"].rsplit("/", 1)[-1]


@pytest.fixture
def fresh(amina, now):
    """A browser that opened and used a fresh link."""
    actions.send_fresh_links(way_text="amina@example.org", by=PUBLIC, at=now)
    client = browser(mailed())
    assert "Open everything" in client.get("/en/me/").content.decode()
    assert client.post("/en/me/open/")["Location"] == "/en/me/held/"
    return client


def text(response):
    return response.content.decode()


def everything_stored():
    """Every row of every table but the audit trail and sessions."""
    left_out = {AuditEntry._meta.label, "sessions.Session"}
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.label not in left_out
    }


def test_opening_a_link_changes_nothing(now):
    take(
        SessionFactory(starts_at=now + timedelta(days=5)), now, agreements={Purpose.REGISTER: True}
    )
    token = mailed()
    before = everything_stored()

    client = browser(token)
    for path in ("/en/me/", "/en/me/told/", "/en/me/calendar/", "/en/me/fresh/", "/en/me/not/"):
        assert client.get(path).status_code == 200

    assert everything_stored() == before


def test_opening_a_fresh_link_changes_nothing(amina, now):
    actions.send_fresh_links(way_text="amina@example.org", by=PUBLIC, at=now)
    before = everything_stored()

    browser(mailed()).get("/en/me/")

    assert everything_stored() == before


def test_the_page_says_what_comes_next_and_not_which_school(page):
    shown = text(page.get("/en/me/"))

    assert re.search(r"<bdi>Amina Wekesa</bdi>,\s+next:", shown)
    assert "<title>My page</title>" in re.sub(r"\s*\n\s*", "", shown)
    assert "Long Table School" not in shown
    assert page.get("/en/me/")["Cache-Control"] == "no-store"


def test_one_press_confirms_keeps_the_place_and_says_thank_you(now):
    take(
        SessionFactory(starts_at=now + timedelta(days=5)), now, agreements={Purpose.REGISTER: True}
    )
    client = browser(mailed())
    asked = text(client.get("/en/me/"))

    answered = client.post("/en/me/confirm/", follow=True)

    assert "This is me: keep my place" in asked
    assert "What you agreed to" not in asked
    assert "Now we know that this is your address." in text(answered)
    assert Person.objects.get().provisional is False


def test_on_screen_link_shows_the_place_and_waits_for_the_organiser(now):
    receipt = take(SessionFactory(starts_at=now + timedelta(days=5)), now, way_text="+254700000021")
    client = browser(receipt.token)

    shown = text(client.get("/en/me/"))
    client.post("/en/me/answer/", {"purpose": "news", "answer": "yes", "audience": ""})

    assert "An organiser has not reached you" in shown
    assert Agreement.objects.get(purpose="news").state == "requested"


def test_without_a_link_the_page_leads_to_where_one_is_sent(client, now):
    assert client.get("/en/me/")["Location"] == "/en/fresh/"
    assert client.post("/en/me/confirm/").status_code == 404


def test_i_cannot_come_and_the_next_is_told(page, amina):
    place = Registration.objects.get()

    answered = page.post(f"/en/me/places/{place.key}/wish/", {"wish": "cannot"}, follow=True)

    assert "Thank you for telling us." in text(answered)
    assert "No dates ahead." in text(answered)


def test_what_cannot_be_done_any_more_is_said(page, amina):
    place = Registration.objects.get()
    page.post(f"/en/me/places/{place.key}/wish/", {"wish": "cannot"})

    again = page.post(f"/en/me/places/{place.key}/wish/", {"wish": "cannot"})

    assert (again.status_code, "given up before" in text(again)) == (409, True)
    assert page.post(f"/en/me/places/{place.key}/wish/", {"wish": "fly"}).status_code == 404


def test_somebody_elses_place_is_not_there(page, now):
    other = RegistrationFactory(session=SessionFactory(starts_at=now + timedelta(days=3)))

    assert page.post(f"/en/me/places/{other.key}/wish/", {"wish": "cannot"}).status_code == 404


@pytest.mark.parametrize(
    ("state", "wish", "becomes", "said"),
    [
        ("offered", "take", "placed", "The place is yours."),
        ("excused", "come", "placed", "Your place is kept."),
    ],
)
def test_an_offer_is_taken_and_an_excuse_taken_back(page, amina, now, state, wish, becomes, said):
    Registration.objects.update(state=state, offered_until=now + timedelta(days=1))

    shown = text(page.get("/en/me/"))
    answered = page.post(
        f"/en/me/places/{Registration.objects.get().key}/wish/", {"wish": wish}, follow=True
    )

    assert f'value="{wish}"' in shown
    assert said in text(answered)
    assert Registration.objects.get().state == becomes


def test_agreements_are_answered_and_taken_back_at_once(page, amina):
    page.post("/en/me/answer/", {"purpose": "news", "answer": "yes", "audience": ""})
    given = text(page.get("/en/me/"))
    page.post("/en/me/answer/", {"purpose": "news", "answer": "no", "audience": ""})
    taken = text(page.get("/en/me/"))

    assert "You said yes on" in given
    assert "You took it back on" in taken
    assert amina.agreements.get().state == "withdrawn"


@pytest.mark.parametrize(
    "typed",
    [
        {"purpose": "this_programme", "answer": "yes"},
        {"purpose": "nonsense", "answer": "yes"},
        {"purpose": "news", "answer": "perhaps"},
    ],
)
def test_only_questions_are_answered_and_only_with_yes_or_no(page, typed):
    assert page.post("/en/me/answer/", typed).status_code == 404


def test_an_agreement_for_one_circle_is_taken_back_for_that_circle(page, amina, now):
    Agreement.objects.create(
        person=amina,
        purpose="theme_circle",
        audience_kind="circle",
        audience_key="water",
        state="given",
        since=now,
    )

    page.post(
        "/en/me/answer/", {"purpose": "theme_circle", "answer": "no", "audience": "circle:water"}
    )

    assert Agreement.objects.get(purpose="theme_circle").state == "withdrawn"


def test_a_name_on_a_certificate_is_asked_for_in_words_of_its_own(page, amina, now):
    Agreement.objects.create(
        person=amina, purpose="naming", audience_kind="public", audience_key="cert:abc",
        state="given", since=now,
    )  # fmt: skip

    assert "May whoever checks it see your name?" in text(page.get("/en/me/"))


def test_three_of_who_was_told_what_and_all_on_their_own_page(page, amina, now):
    for number in range(4):
        tell(
            people=[amina],
            audience=Audience(AudienceKind.CIRCLE, "k"),
            audience_name=Translated({"en": f"Circle {number}"}),
            what=["name", "project"],
            purpose=Purpose.COUNTRY_CIRCLE,
            at=now,
        )

    first, all_of_it = text(page.get("/en/me/")), text(page.get("/en/me/told/"))

    assert "Circle 3: your name and your project" in first
    assert ("Circle 0" in first, "Circle 0" in all_of_it) == (False, True)
    assert "All 4" in first


def test_the_calendar_has_an_address_of_its_own_with_the_links_to_join(page, amina):
    session = Registration.objects.get().session
    session.join_address = "https://meet.example.org/abc"
    session.save()

    made = text(page.post("/en/me/calendar/"))

    path = re.search(r'href="http://localhost:8000(/feeds/me/[\w-]+\.ics)"', made)[1]
    feed = Client().get(path)
    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert feed.content.decode().count("BEGIN:VEVENT") == 1
    assert "LOCATION:https://meet.example.org/abc" in feed.content.decode()
    assert Client().get("/feeds/me/nothing.ics").status_code == 404


def test_the_calendar_of_somebody_at_high_risk_is_empty_and_not_offered(page, amina):
    made = text(page.post("/en/me/calendar/"))
    path = re.search(r'href="http://localhost:8000(/feeds/me/[\w-]+\.ics)"', made)[1]
    Person.objects.update(risk="high")

    assert "BEGIN:VEVENT" not in Client().get(path).content.decode()
    assert page.get("/en/me/calendar/")["Location"] == "/en/me/care/"
    assert "/en/me/calendar/" not in page.get("/en/me/").content.decode()


@pytest.mark.parametrize("name", ["held", "download", "details", "forget"])
def test_everything_held_opens_only_with_a_fresh_link(page, fresh, name):
    assert page.get(f"/en/me/{name}/")["Location"] == "/en/me/fresh/"
    assert fresh.get(f"/en/me/{name}/").status_code == 200


def test_a_fresh_link_works_once_and_for_twenty_minutes(fresh, amina, now):
    assert Client().get(f"/p/{mailed()}")["Location"] == "/en/fresh/?gone"

    Link.objects.filter(fresh_until__isnull=False).update(fresh_until=now - timedelta(minutes=1))

    assert fresh.get("/en/me/held/")["Location"] == "/en/me/fresh/"


def test_an_ordinary_link_cannot_be_swapped(page):
    assert page.post("/en/me/open/")["Location"] == "/en/me/fresh/"


def test_my_page_sends_a_fresh_link_to_the_address_we_hold(page, amina):
    before, after = text(page.get("/en/me/fresh/")), text(page.post("/en/me/fresh/"))

    assert "am…@example.org" in before
    assert "We wrote to" in after
    assert Letter.objects.get().template == "registration/emails/fresh_link"


def test_too_many_fresh_links_are_refused_in_words(page, amina):
    for _number in range(5):
        page.post("/en/me/fresh/")

    assert "We were asked for this several times." in text(page.post("/en/me/fresh/"))


def test_without_an_address_that_works_the_page_says_so(page, amina):
    amina.ways.update(state="broken")

    assert "We hold no address that works for you." in text(page.post("/en/me/fresh/"))


def test_what_we_hold_is_read_and_taken_along(fresh, amina):
    shown = text(fresh.get("/en/me/held/"))
    file = fresh.get("/en/me/download/")

    inside = zipfile.ZipFile(io.BytesIO(file.content))
    held = json.loads(inside.read("about-me.json"))
    assert re.search(r"Download everything \(\d+ kB\)", shown)
    assert "amina@example.org" in shown
    assert inside.namelist() == ["about-me.json", "about-me.html", "receipt.json"]
    assert held["held"]["people.person"][0]["shown_name"] == "Amina Wekesa"
    assert "Amina Wekesa" in inside.read("about-me.html").decode()


def details(**changed):
    return {"shown_name": "Amina W.", "language": "ar", "risk": "open", "country": "KE"} | changed


def test_details_are_corrected_confirmed_and_the_page_turns_to_their_language(fresh, amina):
    wrong = fresh.post("/en/me/details/", details(shown_name=""))
    saved = fresh.post("/en/me/details/", details())

    amina.refresh_from_db()
    assert (wrong.status_code, saved["Location"]) == (400, "/ar/me/?said=details")
    assert (amina.shown_name, amina.language, amina.risk) == ("Amina W.", "ar", "open")
    assert amina.confirmed_at is not None


def test_everything_is_paused_and_goes_on(page, amina):
    asked = text(page.get("/en/me/pause/"))
    paused = text(page.post("/en/me/pause/", follow=True))
    page.post("/en/me/pause/")

    amina.refresh_from_db()
    assert "Pause everything?" in asked
    assert "Everything is paused." in paused
    assert amina.frozen_at is None


def test_forget_me_says_what_goes_deletes_it_and_empties_the_browser(fresh, amina):
    asked = text(fresh.get("/en/me/forget/"))
    gone = fresh.post("/en/me/forget/")

    assert re.search(r"Forget me: delete \d+ entries", asked)
    assert (Person.objects.count(), Registration.objects.count()) == (0, 0)
    assert gone["Location"] == "/en/closed/?forgotten"
    assert gone["Clear-Site-Data"] == '"cache", "storage"'
    assert "Everything is deleted." in text(fresh.get(gone["Location"]))


def test_not_me_ends_the_link(page, amina):
    asked = text(page.get("/en/me/not/"))
    page.post("/en/me/not/")

    assert "This is not me: end the link" in asked
    assert Link.objects.get().revoked_at is not None
    assert page.get("/en/me/")["Location"] == "/en/fresh/"


def test_leaving_forgets_the_link_in_this_browser_alone(page, amina):
    response = page.post("/en/me/leave/")

    assert (response["Location"], page.cookies["page"].value) == ("/en/closed/", "")
    assert "This page is closed." in text(page.get("/en/closed/"))
    assert Link.objects.get().revoked_at is None
