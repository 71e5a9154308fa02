"""Opening the pages of the years after: by a link from a letter, and as they read."""

from datetime import datetime

from django.test import Client
from django.urls import reverse

from commonroot.engagement.models import CircleLetter
from commonroot.people.actions import open_link
from commonroot.people.models import Person
from tests.factories.engagement import IntroductionFactory


def by_link(person: Person, thing: str, at: datetime, scope: str = "answer") -> Client:
    """A browser that came by the link in a letter."""
    client = Client()
    token = open_link(person=person, scope=scope, thing=thing, at=at)
    client.get(f"/p/{token}")
    return client


def page(client: Client, name: str, key: str, query: str = "") -> str:
    """The words of a page that opens."""
    response = client.get(reverse(f"engagement:{name}", args=[key]) + query)
    assert response.status_code == 200
    return response.content.decode()


def sent(letter: CircleLetter, *people: Person) -> CircleLetter:
    """The same letter, sent about those people."""
    letter.state = CircleLetter.State.SENT
    letter.facts = {
        "people": 31,
        "countries": 9,
        "counted": len(people),
        "left_out": 2,
        "not_named": 0,
        "works": [],
    }
    letter.save()
    for person in people:
        IntroductionFactory(letter=letter, person=person)
    return letter
