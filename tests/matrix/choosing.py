"""Choosing for the course of each team: somebody accepted, somebody who was offered a place."""

from datetime import datetime, timedelta

from commonroot.admissions.models import Application
from tests.factories.admissions import ApplicationFactory, FormQuestionFactory, OfferFactory
from tests.matrix.known import World


def choosing_things(world: World, *, side: str, at: datetime) -> None:
    """An offer to whoever applied, and what its pages name."""
    application = Application.objects.get(key=world.things["application", side]["key"])
    call, person = application.call, application.person
    FormQuestionFactory(call=call, kind="yes_no")
    accepted = ApplicationFactory(call=call, person=person, state=Application.State.ACCEPTED)
    world.put("accepted", accepted, side=side)
    offered = ApplicationFactory(call=call, person=person, state=Application.State.OFFERED)
    until = at + timedelta(days=5)
    world.put("offer", OfferFactory(application=offered, until=until, sent_at=at), side=side)
    world.put("decision words", call.programme, side=side, verdict="regret")
