"""What a person may take home of what is held about them."""

import pytest

from commonroot.circles.models import Circle
from commonroot.people.models import Membership
from commonroot.stewardship import queries
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_archive_holds_the_fields_that_say_something(at):
    way = ContactWayFactory(person__shown_name="Amina", value="amina@example.org")

    archive = queries.archive(way.person, at=at)

    assert archive["made_at"] == "2026-11-22T12:00:00+00:00"
    person, held_way = archive["held"]["people.person"][0], archive["held"]["people.contactway"][0]
    assert (person["shown_name"], person["created_at"]) == ("Amina", "2026-01-01T00:00:00+00:00")
    assert (held_way["value"], "mark" in held_way, "city" in person) == (
        "amina@example.org", False, False,
    )  # fmt: skip


def test_what_holds_nothing_about_them_is_absent(at):
    person = PersonFactory()

    assert set(queries.archive(person, at=at)["held"]) == {"people.person"}


def test_a_circle_is_told_by_its_name(at, school):
    membership = Membership.objects.create(
        person=PersonFactory(), circle=school, role="member", since=at.date()
    )

    archive = queries.archive(membership.person, at=at)

    assert archive["held"]["people.membership"][0]["circle"] == str(Circle.objects.get())


def test_whoever_holds_the_file_opens_no_page_with_it(at):
    person = PersonFactory()
    secret = "http://localhost:8000/p/AbC-123_x"
    LetterFactory(
        subject_key=person.key,
        values={"page": secret, "answers": [f"{secret}?a=yes"]},
        text=f"Open my page:\n{secret}\n\nStop: http://localhost:8000/u/w.AbC",
    )

    [letter] = queries.archive(person, at=at)["held"]["messaging.letter"]

    assert letter["values"] == {
        "page": "http://localhost:8000/p/…",
        "answers": ["http://localhost:8000/p/…?a=yes"],
    }
    assert letter["text"].endswith("/p/…\n\nStop: http://localhost:8000/u/…")
