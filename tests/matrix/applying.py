"""Applying for the course of each team: a draft of several, somebody named, paper, a referee."""

from datetime import datetime

from commonroot.admissions.models import Application
from commonroot.core.keys import token_hash
from commonroot.people.models import Person
from tests.factories.admissions import ApplicantFactory, ApplicationFactory, RefereeFactory
from tests.matrix.known import World

SPEAKS = "speaks-for-somebody"


def applying_things(world: World, person: Person, *, side: str, at: datetime) -> None:
    """What pages of applying name, for whoever wrote it and for whom it is about."""
    call = Application.objects.get(key=world.things["application", side]["key"]).call
    draft = ApplicationFactory(
        call=call, person=person, kind="group", draft=True, begun_at=at, saved_at=at
    )
    world.put("own application", draft, side=side)
    world.put("own part", draft, side=side, number="1")
    named = ApplicantFactory(
        application=ApplicationFactory(call=call, draft=True), person=person, state="asked"
    )
    world.put("named with others", named, side=side)
    paper = ApplicationFactory(call=call, draft=True, received=Application.Received.PAPER)
    world.put("paper", paper, side=side)
    if side == "own":
        RefereeFactory(application=draft, token_hash=token_hash(SPEAKS))
        world.things["speaks", side] = {"token": SPEAKS}
