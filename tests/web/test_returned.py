"""Whose letters come back stands in Today, and leads to the list of them."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.consent.actions import answer
from commonroot.consent.queries import SCHOOL
from commonroot.web.queries.returned import due
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory

pytestmark = pytest.mark.django_db


def person(at, *states, agreed=True, **fields):
    """Somebody whose addresses work or came back."""
    first, *more = [
        ContactWayFactory(state=state, **{f"person__{k}": v for k, v in fields.items()})
        for state in states[:1]
    ]
    for state in states[1:]:
        more.append(ContactWayFactory(person=first.person, state=state))
    if agreed:
        answer(
            person=first.person, purpose="register", audience=SCHOOL, yes=True, how="page",
            by=Actor.system(), at=at,
        )  # fmt: skip
    return first.person


def test_whose_letters_come_back_is_due_and_listed(school, organiser, desk, at, monkeypatch):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)
    nothing = due(organiser, at=at)
    gone = person(at, "broken", "broken", shown_name="Amina")
    person(at, "broken", "working")
    person(at, "broken", agreed=False)
    person(at, "broken", risk="high")
    LetterFactory(
        subject_key=gone.key, state="bounced", returned="hard", returned_at=at - timedelta(days=20)
    )

    [found] = due(organiser, at=at)
    listed = desk.get(found.address).content.decode()

    assert nothing == []
    assert (found.what, found.minutes, found.late) == ("Letters to 1 person come back", 3, True)
    assert ("Amina" in listed, listed.count('data-label="Confirmed"')) == (True, 1)
    liaison = Actor(kind="account", held=(Held("student liaison", school.pk, is_school=True),))
    assert due(liaison, at=at) == []
