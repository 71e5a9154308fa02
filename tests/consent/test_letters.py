"""Which letters may go out: everybody written to and everybody named is looked up."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import open_circle
from commonroot.consent import actions, queries
from commonroot.consent.models import LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def agree(person, purpose, at):
    actions.answer(person=person, purpose=purpose, yes=True, how="page", by=BY, at=at)


def test_a_letter_to_nobody_we_know_stays(at):
    letter = LetterFactory(subject_key="a-key-of-nobody", purpose="notice")

    assert queries.permit([letter], at=at) == set()


def test_a_letter_that_names_somebody_forgotten_stays(at):
    reader = PersonFactory()
    told = [["a-key-of-nobody", "naming", "public"]]
    letters = [LetterFactory(subject_key=reader.key, tells=tells) for tells in ([], told)]

    assert queries.permit(letters, at=at) == {letters[0].pk}


def test_a_letter_to_a_circle_names_whoever_agreed_to_the_one_in_their_country(at):
    kenya = open_circle(
        kind="country", name=Translated({"en": "Kenya circle"}), country="KE", by=BY, at=at
    )
    reader = PersonFactory()
    amina, ali = PersonFactory(country="KE"), PersonFactory(country="SD")
    for person in (amina, ali):
        agree(person, Purpose.COUNTRY_CIRCLE, at)
    letters = [
        LetterFactory(
            subject_key=reader.key, tells=[[person.key, "country_circle", f"circle:{kenya.key}"]]
        )
        for person in (amina, ali)
    ]

    assert queries.permit(letters, at=at) == {letters[0].pk}


def test_only_what_is_asked_can_be_answered(at):
    person = PersonFactory()

    with pytest.raises(ValueError, match="notice"):
        actions.answer(person=person, purpose=Purpose.NOTICE, yes=True, how="page", by=BY, at=at)

    assert LedgerEvent.objects.count() == 0
