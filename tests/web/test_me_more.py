"""My details beside an organiser who corrects them too; more about me."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.people.actions import edit, open_link
from commonroot.people.models import Person
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


@pytest.fixture
def amina(school):
    """A known person."""
    return PersonFactory(shown_name="Amina Wekesa", city="Kisumu")


def browser(person, **link):
    """A browser that came by a link to the page of `person`."""
    client = Client()
    token = open_link(person=person, scope="page", at=timezone.now(), **link)
    client.get(f"/p/{token}")
    return client


@pytest.fixture
def page(amina):
    """A browser that opened Amina's link."""
    return browser(amina)


@pytest.fixture
def fresh(amina):
    """A browser to which everything of Amina is open for twenty minutes."""
    return browser(amina, fresh_until=timezone.now() + timedelta(minutes=20))


def details(**changed):
    return {"shown_name": "Amina W.", "language": "ar", "risk": "open", "country": "KE"} | changed


def test_what_an_organiser_changed_meanwhile_is_shown_before_mine_stands(fresh, amina):
    was = {"was-city": amina.city}
    edit(person=amina, changes={"city": "Thika"}, cause="edit", by=PUBLIC, at=amina.created_at)

    shown = fresh.post("/en/me/details/", details(city="Nakuru") | was)
    before = Person.objects.get(pk=amina.pk).city
    again = {f"was-{name}": value for name, value in shown.context["was"]}
    fresh.post("/en/me/details/", details(city="Nakuru") | again)

    amina.refresh_from_db()
    assert shown.status_code == 400
    assert "an organiser changed this to “Thika”" in shown.content.decode()
    assert (before, amina.city, amina.provenance["city"][0]) == ("Thika", "Nakuru", "link")
    assert len(amina.provenance["city"]) == 3


def test_more_about_me_is_added_and_taken_out(page, fresh, amina):
    closed = page.get("/en/me/more/")
    fresh.post("/en/me/more/", {"kind": "offer", "new-offer-kind": "teach"})
    [offer] = amina.offered.all()
    shown = fresh.get("/en/me/more/").content.decode()
    wrong = fresh.post("/en/me/more/", {"kind": "offer", "new-offer-kind": "teach"})
    fresh.post("/en/me/more/", {"kind": "offer", "row": offer.key, "end": "1"})

    assert closed["Location"] == "/en/me/fresh/"
    assert offer.source == "link"
    assert "teach" in shown
    assert "there already" in wrong.content.decode()
    assert amina.offered.count() == 0
