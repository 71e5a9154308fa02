"""Two who correct a person at once: only what was touched is written, and nothing silently."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.people import actions
from commonroot.people.actions import ChangedMeanwhile
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
LEILA = Actor(kind="account", key="leila")
BY_LINK = Actor(kind="link", key="amina")


def test_only_what_was_touched_is_written(at):
    person = PersonFactory(city="Kisumu", country="KE")
    was = {"city": "Kisumu", "country": "KE"}
    actions.edit(person=person, changes={"country": "UG"}, cause="page", by=BY_LINK, at=at)

    written = actions.correct(
        person=person, was=was, wanted={"city": "Nakuru", "country": "KE"}, cause="edit",
        by=LEILA, at=at,
    )  # fmt: skip

    person.refresh_from_db()
    assert written == ["city"]
    assert (person.city, person.country) == ("Nakuru", "UG")


def test_two_who_change_the_same_see_both_and_nothing_is_written(at):
    person = PersonFactory(city="Kisumu", pronouns="")
    was = {"city": "Kisumu", "pronouns": ""}
    actions.edit(person=person, changes={"city": "Mombasa"}, cause="page", by=BY_LINK, at=at)

    with pytest.raises(ChangedMeanwhile) as refused:
        actions.correct(
            person=person, was=was, wanted={"city": "Nakuru", "pronouns": "she"}, cause="edit",
            by=LEILA, at=at,
        )  # fmt: skip

    person.refresh_from_db()
    assert refused.value.now == {"city": "Mombasa"}
    assert (person.city, person.pronouns) == ("Mombasa", "")


def test_two_who_write_the_same_agree(at):
    person = PersonFactory(city="Kisumu")
    actions.edit(person=person, changes={"city": "Nakuru"}, cause="page", by=BY_LINK, at=at)

    written = actions.correct(
        person=person, was={"city": "Kisumu"}, wanted={"city": "Nakuru"}, cause="edit",
        by=LEILA, at=at,
    )  # fmt: skip

    person.refresh_from_db()
    assert written == []
    assert person.provenance["city"] == ["link", "2026-11-22"]
