"""Somebody who comes to the course of each team, with something they did and sent before it."""

import io
from datetime import datetime

from commonroot.admissions.models import Application, Call
from commonroot.files.actions import keep
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from tests.factories.admissions import (
    ApplicationFactory,
    CallFactory,
    PreparationFactory,
    PreparedFactory,
)
from tests.matrix.known import World
from tests.matrix.people import MARKS


def preparing_things(
    world: World, person: Person, programme: Programme, *, side: str, at: datetime
) -> None:
    """A task, done by `person`; those whom the gate refuses come as well."""
    call = Call.objects.filter(programme=programme).first() or CallFactory(programme=programme)
    task = world.put("preparation", PreparationFactory(call=call, kind="travel"), side=side)
    comes = {"call": call, "state": Application.State.CONFIRMED}
    application = ApplicationFactory(person=person, **comes)
    world.put("coming", application, side=side)
    world.put("own task", application, side=side, task=task.key)
    done = PreparedFactory(
        preparation=task, application=application, details={"flight": "KQ 1"},
        file=keep(content=io.BytesIO(b"A plan"), name="plan.txt", at=at),
    )  # fmt: skip
    world.put("prepared", done, side=side)
    for mark in MARKS:
        refused = Person.objects.filter(shown_name=f"{mark} Person").latest("pk")
        theirs = ApplicationFactory(person=refused, **comes)
        PreparedFactory(preparation=task, application=theirs, details={"flight": mark})
