"""A series with groups, and people who come to it, for the tests of this area."""

from datetime import date

from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application, FormQuestion
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from commonroot.groups import actions
from commonroot.groups.queries.people import audience_of
from commonroot.groups.rules.asking import Asked
from commonroot.groups.tasks import make_formations
from tests.factories.admissions import (
    AnswerFactory,
    ApplicationFactory,
    CallFactory,
    FormQuestionFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory

SYSTEM = Actor.system()
SMALL = Asked(smallest=2, largest=3)
EVENINGS = [[day, half] for day in range(5) for half in range(36, 44)]
MORNINGS = [[day, half] for day in range(5) for half in range(16, 22)]


def series(**more):
    """The call of a series whose groups meet once, in December 2040: pages go by the real clock."""
    call = CallFactory(**{f"programme__{name}": value for name, value in more.items()})
    phase = call.programme.phases.create(
        position=1,
        title={"en": "Groups"},
        rule={"en": "each small group once a month: December 2040"},
    )
    SessionFactory(
        programme=call.programme,
        phase=phase,
        precision="month",
        held_on=date(2040, 12, 1),
        wall_time=None,
        starts_at=None,
        minutes=90,
    )
    return call


def comes(call, name, at, *, country="KE", hours=EVENINGS, **more):
    """Somebody who confirmed their place, whom the organisers see."""
    person = PersonFactory(shown_name=name, sort_key=name.lower(), country=country)
    ContactWayFactory(person=person)
    seen(person, call.programme, at)
    application = ApplicationFactory(
        call=call, person=person, state=Application.State.CONFIRMED, **more
    )
    question = FormQuestion.objects.filter(call=call, meaning="hours").first()
    question = question or FormQuestionFactory(call=call, kind="hours", meaning="hours")
    AnswerFactory(application=application, question=question, value=hours)
    return person


def seen(person, programme, at):
    """Let the organisers see somebody."""
    serve(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(programme),
        until=None,
        by=SYSTEM,
        at=at,
    )


def made(call, at, *, number=1, asked=SMALL):
    """So many proposals, made."""
    found = actions.ask_for_proposals(
        programme=call.programme, asked=asked, number=number, by=SYSTEM, at=at
    )
    while make_formations(at=at):
        pass
    for one in found:
        one.refresh_from_db()
    return found
