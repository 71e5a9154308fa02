"""That it is not safe to write to somebody now: said by an organiser, until it is safe again."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.models import Unsafe
from commonroot.messaging.actions import cancel_letters
from commonroot.people.models import Person


@transaction.atomic
def call_unsafe(*, person: Person, by: Actor, at: datetime) -> None:
    """Stop every letter to `person`, also those that wait; their agreements stay as they are."""
    _row, made = Unsafe.objects.get_or_create(person=person, defaults={"since": at})
    if made:
        cancel_letters(person_key=person.key, at=at)
        note("called unsafe to write to", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def call_safe(*, person: Person, by: Actor, at: datetime) -> None:
    """They may be written to again; what was stopped stays stopped."""
    if Unsafe.objects.filter(person=person).delete()[0]:
        note("called safe to write to", person, by=by, at=at, person_key=person.key)
