"""A letter to the Kenya circle: about whom it is, how it reads, how it leaves."""

from commonroot.consent import tasks as consent_tasks
from commonroot.engagement import queries, tasks
from commonroot.engagement.models import CircleLetter
from tests.factories.engagement import (
    CircleLetterFactory,
    ParticipationFactory,
    contact_of,
    named_person,
)


def letter_about(*names: str) -> CircleLetter:
    """A draft to the Kenya circle about people who agreed to it, with one contact."""
    letter = CircleLetterFactory()
    for name in names:
        ParticipationFactory(programme=letter.programme, person=named_person(name))
    contact_of(letter.circle)
    return letter


def words(letter: CircleLetter, at) -> str:
    """Everything that stands in it."""
    return str(queries.sheet(letter, queries.content(letter, at=at), at=at).values())


def deliver(at) -> None:
    """Let the letters leave that are due, and see what became of them."""
    consent_tasks.deliver_due(at=at)
    tasks.settle_letters(at=at)
