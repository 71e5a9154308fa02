"""Treating people as carefully as what they take part in asks."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import ask_for_care as circle_asks
from commonroot.circles.models import Circle
from commonroot.people.actions import set_floor
from commonroot.people.models import Person
from commonroot.programmes.actions.care import ask_for_care as programme_asks
from commonroot.programmes.models import Programme, Session
from commonroot.registration.queries.care import floors_to_settle

Thing = Circle | Programme | Session


@transaction.atomic
def ask_for_care(*, thing: Thing, care: str, by: Actor, at: datetime) -> int:
    """Treat everybody in a circle, or who comes to a programme or session, at least so carefully
    from now on; for how many people that changes something.
    """
    if isinstance(thing, Circle):
        circle_asks(circle=thing, care=care, by=by, at=at)
    else:
        programme_asks(thing=thing, care=care, by=by, at=at)
    return settle_floors(by=by, at=at)


def settle_floors(*, by: Actor, at: datetime) -> int:
    """Write down for everybody what sessions, programmes and circles ask now; of how many it
    changed. Safe to run twice, and to be cut off in between.
    """
    changed = 0
    for pk, floor in floors_to_settle(at=at):
        with transaction.atomic():
            for person in Person.objects.select_for_update(of=("self",)).filter(pk=pk):
                changed += set_floor(person=person, floor=floor, by=by, at=at)
    return changed
