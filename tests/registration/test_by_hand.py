"""Writing somebody in by hand: for a place with answers, or as having come to what has begun."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import NoSuchWay
from commonroot.people.models import Person
from commonroot.programmes.models import Question
from commonroot.registration import actions, queries
from commonroot.registration.actions.attendance import tick
from commonroot.registration.models import Presence, Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
AFTER = STARTS + timedelta(hours=3)


def came(session, name, way="", **more):
    return actions.write_in(
        session=session, name=name, way_text=way, language="en", by=BY, at=AFTER, **more
    )


def test_whoever_came_without_a_place_is_written_in_though_all_places_are_taken():
    session = SessionFactory(places=1)
    RegistrationFactory(session=session)
    known = PersonFactory(shown_name="Rosa Prado")
    ContactWayFactory(person=known, value="rosa@example.org")

    rosa, nobody_knows = came(session, "Rosa", "rosa@example.org"), came(session, "Tariq")
    again = came(session, "Rosa", "rosa@example.org")

    assert (rosa.person, rosa.state, again) == (known, "attended", rosa)
    assert not nobody_knows.person.ways.exists()
    assert [letter.template for letter in Letter.objects.all()] == ["registration/emails/came"]
    assert Presence.objects.count() == 2
    back = tick(registration=rosa, state="placed", how="desk", by=BY, at=AFTER)
    assert back.state == "cancelled"


def test_another_name_at_a_known_address_is_somebody_new():
    known = ContactWayFactory(value="office@example.org").person

    row = came(SessionFactory(), "Zawadi", "office@example.org")

    assert row.person != known
    assert row.person.ways.get().value == "office@example.org"


@pytest.mark.parametrize("was", ["waiting", "cancelled", "placed"])
def test_whom_the_session_knows_is_ticked_and_not_written_in_twice(was):
    row = RegistrationFactory(state=was)

    same = came(row.session, "Any", known=row.person)

    assert (same, same.state) == (row, "attended")
    assert Presence.objects.get().was == was
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "way", "early", "refusal"),
    [
        ("Rosa", "", True, actions.NotYet),
        ("?", "", False, actions.NotAName),
        ("Rosa", "nothing", False, NoSuchWay),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_added(name, way, early, refusal):
    session = SessionFactory(starts_at=AFTER + timedelta(days=1)) if early else SessionFactory()

    with pytest.raises(refusal):
        came(session, name, way)

    assert not Person.objects.exists()


def test_organisers_answer_for_others_as_far_as_they_know(at):
    session = SessionFactory()
    knows, asks = (
        Question.objects.create(
            session=session, position=n, prompt=Translated({"en": str(n)}), required=True
        )
        for n in range(2)
    )
    who = {"name": "Juma", "way_text": "juma@example.org", "needs": "", "language": "en"}

    first = actions.register_by_hand(
        session=session, answers={knows.key: "Water"}, by=BY, at=at, **who
    )
    actions.register_by_hand(session=session, answers={asks.key: "Late"}, by=BY, at=at, **who)

    assert [row.text for row in queries.answers_of(first)] == ["Water"]
    assert queries.unanswered(first) == [asks]
    assert queries.answers(SessionFactory(), seen_by=BY, at=at) == []
    with pytest.raises(NoSuchWay):
        actions.register_by_hand(session=session, by=BY, at=at, **who | {"way_text": ""})
