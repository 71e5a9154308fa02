"""Materials for participants alone: from their own page, without a referrer, written down."""

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.core.fields import Translated
from commonroot.people.actions import open_link
from commonroot.programmes.models import Material
from commonroot.programmes.queries import packs
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://video.example.org/recording"


@pytest.fixture
def place(school):
    return RegistrationFactory(session=SessionFactory(programme__run_by=school))


@pytest.fixture
def material(place, at):
    return Material.objects.create(
        programme=place.session.programme,
        session=place.session,
        position=0,
        kind="recording",
        title=Translated({"en": "What we said"}),
        address=ELSEWHERE,
        open_to=Material.OpenTo.PARTICIPANTS,
        added_at=at,
    )


def browser_of(person):
    client = Client()
    client.get(f"/p/{open_link(person=person, scope='page', at=timezone.now())}")
    return client


def test_a_participant_opens_it_from_the_page_of_their_place(place, material):
    theirs = browser_of(place.person)

    page = theirs.get(f"/en/me/places/{place.key}/").content.decode()
    opened = theirs.get(f"/en/me/materials/{material.key}/")

    assert f"/en/me/materials/{material.key}/" in page
    assert ELSEWHERE not in page
    assert (opened.status_code, opened["Location"]) == (302, ELSEWHERE)
    assert opened["Referrer-Policy"] == "no-referrer"
    assert AuditEntry.objects.filter(verb="material opened").count() == 1
    assert theirs.get(f"/en/me/materials/{material.key}/small/").status_code == 404


def test_organisers_open_it_without_a_place(desk, material):
    opened = desk.get(f"/en/me/materials/{material.key}/")

    assert (opened.status_code, opened["Location"]) == (302, ELSEWHERE)


@pytest.mark.parametrize("state", ["waiting", "cancelled", "offered", ""])
def test_whoever_has_no_place_there_does_not(place, material, state):
    other = RegistrationFactory(
        session=place.session if state else SessionFactory(programme=place.session.programme),
        state=state or "placed",
    )
    theirs = browser_of(other.person)

    page = theirs.get(f"/en/me/places/{other.key}/").content.decode()

    assert "What we said" not in page
    assert theirs.get(f"/en/me/materials/{material.key}/").status_code == 404


def test_public_pages_and_the_pack_name_it_without_a_way(client, place, material, at, school):
    session = place.session

    page = client.get(f"/en/sessions/{session.key}/").content.decode()
    pack = str(packs._values(session.programme, at=at))

    assert "For participants: open it from your page." in page
    assert ELSEWHERE not in page + pack
    assert "What we said" in pack
    assert client.get(f"/materials/{material.key}/").status_code == 404
    assert client.get(f"/en/me/materials/{material.key}/").status_code in {302, 404}
