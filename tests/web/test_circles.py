"""The circles of the school."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.people import actions
from commonroot.web.queries import circles as queries
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    KenyaFactory,
    ThemeFactory,
)
from tests.web.test_people import add, say_yes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_a_circle_says_its_state_people_contacts_and_last_letter(school, at):
    kenya = KenyaFactory(state="dormant")
    ThemeFactory()
    for name in ("Amina", "Baraka"):
        say_yes(add(name, at, country="KE"), Purpose.COUNTRY_CIRCLE, at)
    contact = add("Cali", at, country="KE")
    actions.join_circle(
        person=contact, circle=kenya, role="contact", since=TODAY, by=Actor.system(), at=at
    )
    CircleLetterFactory(circle=kenya, drafted_at=at - timedelta(days=9), state="answered")
    CircleLetterFactory(
        circle=kenya, programme=CourseFactory(), drafted_at=at, state="sent", sent_at=at
    )

    found = queries.circles(at=at, today=TODAY)

    assert [
        (row.name, row.kind, row.state, row.people, row.contacts, row.letter, row.letter_state)
        for row in found
    ] == [
        (
            "Kenya circle",
            "country circle",
            "quiet",
            "2 people agreed",
            "1 contact",
            "sent, Sun 22 Nov",
            "waiting",
        ),
        (
            "Water and Health",
            "theme circle",
            "active",
            "0 people agreed",
            "nobody to write to",
            "",
            "",
        ),
    ]


@pytest.mark.parametrize(("state", "sign"), [("draft", "open"), ("answered", "done")])
def test_the_sign_of_a_letter(school, at, state, sign):
    answered_at = at if state == "answered" else None
    CircleLetterFactory(state=state, answered_at=answered_at)

    [row] = queries.circles(at=at, today=TODAY)

    assert row.letter_state == sign


def test_the_page(desk, at):
    empty = desk.get(reverse("web:circles")).content
    KenyaFactory()

    assert b"No circle yet." in empty
    assert b"Kenya circle" in desk.get(reverse("web:circles")).content
