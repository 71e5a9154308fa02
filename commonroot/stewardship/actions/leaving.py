"""Letting go of people: those who say no when asked, and those whom nothing keeps any more."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.queries.bases import said_no
from commonroot.intake.actions.asking import refuse
from commonroot.intake.models import Asked
from commonroot.people.models import Person
from commonroot.stewardship.actions.forgetting import forget
from commonroot.stewardship.queries.leaving import SILENT, clock_is_doubtful, leaving

PEOPLE_AT_A_TIME = 100


@transaction.atomic
def leave(*, asked: Asked, language: str, by: Actor, at: datetime) -> None:
    """No, delete me: counted as a no, and forgotten in the same moment."""
    person = asked.person
    if person is None:
        return
    refuse(asked=asked, language=language, by=by, at=at)
    forget(person=person, by=by, at=at)


def let_people_go(*, at: datetime, limit: int = PEOPLE_AT_A_TIME) -> dict[str, int]:
    """Delete people whom nothing keeps; how many, by reason. One transaction each.

    Who was asked leaves a keyed mark, and who said no: no list brings them back. Whose course is
    simply over leaves none.
    """
    counts: dict[str, int] = {}
    if clock_is_doubtful(at=at):
        return counts
    for reason, people in leaving(at=at).items():
        for person in list(people.order_by("pk")[:limit]):
            if _let_go(person, reason=reason, at=at):
                counts[reason] = counts.get(reason, 0) + 1
    if counts:
        note("people let go", None, by=Actor.system(), at=at, facts=counts)
    return counts


@transaction.atomic
def _let_go(person: Person, *, reason: str, at: datetime) -> bool:
    """One of them, if that is still so: they may have registered a moment ago."""
    one = Person.objects.select_for_update().filter(pk=person.pk)
    found = one.first()
    if found is None or not leaving(at=at)[reason].filter(pk=person.pk).exists():
        return False
    marks = reason == SILENT or said_no(Person.objects.filter(pk=person.pk)).exists()
    forget(person=found, by=Actor.system(), at=at, marks=marks)
    return True
