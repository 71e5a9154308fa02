"""My addresses: a new one counts once its letter was opened, and none is left over by mistake."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import ContactWay, Person
from commonroot.registration.actions.own_ways import confirm_way, propose_way, proposed_way
from tests.factories.people import ContactWayFactory

pytestmark = pytest.mark.django_db
BY = Actor.public()
ADDRESS = "/en/me/ways/"


@pytest.fixture
def way(school):
    """The one address of Amina."""
    return ContactWayFactory(value="amina@example.org", person__shown_name="Amina Wekesa")


@pytest.fixture
def fresh(way):
    """A browser to which everything of Amina is open."""
    client, now = Client(), timezone.now()
    until = now + timedelta(minutes=20)
    token = open_link(person=way.person, scope="page", fresh_until=until, at=now)
    client.get(f"/p/{token}")
    return client


def text(response):
    return " ".join(response.content.decode().split())


def test_a_new_address_counts_once_its_letter_was_opened(fresh, way):
    asked = fresh.post(ADDRESS, {"way": "new@example.org"})
    letter = Letter.objects.get()
    link = letter.values["page"].partition("localhost:8000")[2]
    elsewhere = Client()
    page = elsewhere.get(elsewhere.get(link)["Location"])
    before = way.person.ways.count()
    done = elsewhere.post(elsewhere.get(link)["Location"])

    new = way.person.ways.get(mark=way.person.ways.exclude(pk=way.pk).get().mark, state="working")
    assert "It counts once you press the button in that letter." in text(asked)
    assert (letter.address, letter.purpose, before) == ("new@example.org", "notice", 1)
    assert "ne…@example.org" in text(page)
    assert "Amina" not in text(page)
    assert "We write to you here." in text(done)
    assert (new.value, new.confirmed_at is None) == ("new@example.org", False)


def test_a_number_is_asked_by_hand(fresh):
    fresh.post(ADDRESS, {"way": "+254 700 000 031"})

    assert Letter.objects.values_list("way", "state").get() == ("hand", "held")


def test_one_goes_first_and_one_is_taken_out_but_never_the_last(fresh, way):
    other = ContactWayFactory(person=way.person, value="other@example.org")

    fresh.post(ADDRESS, {"key": other.key, "prefer": "1"})
    first = list(way.person.ways.filter(preferred=True))
    fresh.post(ADDRESS, {"key": way.key, "drop": "1"})
    refused = fresh.post(ADDRESS, {"key": other.key, "drop": "1"})
    fresh.post(ADDRESS, {"key": ContactWayFactory().key, "drop": "1"})

    assert first == [other]
    assert list(way.person.ways.all()) == [other]
    assert "This is the only way we reach you." in text(refused)
    assert ContactWay.objects.count() == 2
    assert "other@example.org" in text(fresh.get(f"{ADDRESS}?said=saved"))


@pytest.mark.parametrize("typed", ["amina", ""])
def test_what_is_no_address_is_said(fresh, typed):
    assert fresh.post(ADDRESS, {"way": typed}).status_code == 400


def test_letters_to_new_addresses_are_few(fresh):
    for number in range(5):
        fresh.post(ADDRESS, {"way": f"new{number}@example.org"})

    answer = fresh.post(ADDRESS, {"way": "new@example.org"})

    assert (answer.status_code, Letter.objects.count()) == (400, 5)
    assert "Try again tomorrow." in text(answer)


def test_a_letter_is_over_after_three_days_or_when_nobody_is_there(way, at):
    propose_way(person=way.person, way_text="new@example.org", by=BY, at=at)
    token = Letter.objects.get().values["page"].rpartition("/")[2]
    ContactWayFactory(person=way.person, value="new@example.org", state="broken")

    over = proposed_way(token, at=at + timedelta(days=3))
    works_again = confirm_way(token=token, at=at)
    Person.objects.all().delete()

    assert (over, works_again.state) == (None, "working")
    assert confirm_way(token=token, at=at) is None
    for wrong in ("w.AAAA", "w.é", "w."):
        assert proposed_way(wrong, at=at) is None
    assert Client().get("/en/ways/w.AAAA/").status_code == 404
