"""Not wanting what is done without asking: written down, seen by organisers, answered in time."""

from datetime import date, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions
from commonroot.consent.models import LedgerCheck, Objection
from commonroot.consent.permissions import (
    can_act_for,
    can_answer_objections,
    can_take_objection_back,
)
from commonroot.consent.queries.objections import due, objection, objections_of
from commonroot.messaging.emails import render
from commonroot.messaging.models import Letter
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def object_to(person, at, words="Not my phone."):
    return actions.object_to(person=person, about="letters", words=words, by=BY, at=at)


def test_it_waits_for_an_answer_within_a_month_and_the_same_again_adds_nothing(at):
    person = PersonFactory()

    first, again = object_to(person, at), object_to(person, at)
    other = object_to(person, at, words="Nor my mail.")

    assert (first, first.answer_by, first.state) == (again, date(2026, 12, 22), "open")
    assert list(objections_of(person)) == [other, first]
    assert objection(first.key) == first


def test_nobody_fills_the_desk(at):
    person = PersonFactory()
    for number in range(5):
        object_to(person, at, words=str(number))

    with pytest.raises(actions.TooMany, match="answer them first"):
        object_to(person, at, words="6")


@pytest.mark.parametrize(
    ("stopped", "state", "says"),
    [(True, "stopped", "We have stopped it."), (False, "kept", "here is why.")],
)
def test_the_answer_goes_to_the_person_as_a_letter(at, stopped, state, says):
    person = ContactWayFactory().person
    said = object_to(person, at)

    actions.answer_objection(objection=said, stopped=stopped, words=" We write. ", by=BY, at=at)

    said.refresh_from_db()
    text = render(Letter.objects.get(), school=None).text
    assert (said.state, said.answer) == (state, "We write.")
    assert says in text
    assert "We write." in text


def test_what_cannot_be_answered(at):
    said = object_to(PersonFactory(), at)

    with pytest.raises(actions.NoAnswer):
        actions.answer_objection(objection=said, stopped=True, words=" ", by=BY, at=at)
    actions.take_objection_back(objection=said, by=BY, at=at)
    with pytest.raises(actions.AnsweredAlready, match="taken back"):
        actions.answer_objection(objection=said, stopped=True, words="Done.", by=BY, at=at)

    assert (Objection.objects.get().state, Letter.objects.count()) == ("back", 0)


def test_who_cannot_be_written_to_reads_the_answer_on_their_page(at):
    said = object_to(PersonFactory(), at)

    actions.answer_objection(objection=said, stopped=True, words="Done.", by=BY, at=at)

    assert (Objection.objects.get().answer, Letter.objects.count()) == ("Done.", 0)


def test_today_names_it_and_what_was_changed_from_outside(organiser, at):
    before = due(organiser, at=at)
    object_to(PersonFactory(), at)
    LedgerCheck.objects.create(at=at, people=3, differing=2)

    soon, late = due(organiser, at=at), due(organiser, at=at + timedelta(days=31))

    assert before == []
    assert [(one.what, one.late) for one in soon] == [
        ("Answer 1 person who does not want something", False),
        ("The agreements of 2 people are not what they said", True),
    ]
    assert [one.late for one in late] == [True, True]
    assert due(Actor.public(), at=at) == []


def test_who_may(organiser, at):
    person = PersonFactory()
    said = object_to(person, at)
    link = Actor(kind="link", key="k", person_id=person.pk, scope="page")

    assert (can_answer_objections(organiser), can_act_for(organiser, person)) == (True, True)
    assert (can_answer_objections(link), can_act_for(link, person)) == (False, False)
    assert can_take_objection_back(link, said) is True
    assert can_take_objection_back(organiser, said) is False
    other = Actor(kind="link", key="k", person_id=PersonFactory().pk, scope="page")
    assert can_take_objection_back(other, said) is False
