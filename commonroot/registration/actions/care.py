"""Treating people as carefully as what they take part in asks."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.people.actions import set_floor
from commonroot.people.models import Person
from commonroot.registration.queries.care import floors_to_settle


def settle_floors(*, by: Actor, at: datetime) -> int:
    """Write down for everybody what sessions, programmes and circles ask now; of how many it
    changed. Safe to run twice, and to be cut off in between.
    """
    changed = 0
    for pk, floor in floors_to_settle(at=at):
        with transaction.atomic():
            person = Person.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if person is not None:
                changed += set_floor(person=person, floor=floor, by=by, at=at)
    return changed
