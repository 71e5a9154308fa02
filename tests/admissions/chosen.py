"""Those who apply, before the tests of choosing: shown to the organisers, and with points."""

from commonroot.accounts.roles import Actor
from commonroot.admissions.queries.reading import organisers_of
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from tests.conftest import NOON
from tests.factories.admissions import (
    ApplicationFactory,
    CriterionFactory,
    ReviewerFactory,
    ReviewFactory,
)


def apply(call, **told):
    """An application; the gate is open to those who run the programme."""
    application = ApplicationFactory(call=call, **told)
    serve(
        person=application.person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=organisers_of(call),
        until=None,
        by=Actor.system(),
        at=NOON,
    )
    return application


def scored(application, points):
    """One reader gave so many points of five."""
    call = application.call
    criterion = call.criteria.first() or CriterionFactory(call=call)
    reader = call.reviewers.first() or ReviewerFactory(call=call)
    ReviewFactory(application=application, reviewer=reader, points=[(criterion, points)])
    return application
