"""People who may be asked whether their details are right, and questions to them."""

from datetime import timedelta

from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.stewardship import actions, rules, tasks
from commonroot.stewardship.models import DetailsQuestion
from tests.factories.engagement import agree
from tests.factories.people import ContactWayFactory, PersonFactory

BY = Actor(kind="account", key="leila")
SYSTEM = Actor.system()
LONG_AGO = timedelta(days=800)
DAY = timedelta(days=1)


def known(at, *, way="mail", **fields):
    """Somebody in the register who said so long ago, with a way to reach them."""
    person = PersonFactory(
        **({"confirmed_at": at - LONG_AGO, "created_at": at - LONG_AGO} | fields)
    )
    agree(person, Purpose.REGISTER)
    if way == "phone":
        ContactWayFactory(person=person, kind="phone", value=f"+25470000{person.pk:04}")
    elif way:
        ContactWayFactory(person=person)
    return person


def everybody():
    return Person.objects.all()


def asked(at, person=None, **fields):
    """A question whose letter was written now."""
    person = person or known(at)
    actions.ask_person(person=person, by=BY, at=at - rules.RECALL)
    tasks.write_questions(at=at)
    question = DetailsQuestion.objects.get(person=person)
    if fields:
        DetailsQuestion.objects.filter(pk=question.pk).update(**fields)
        question.refresh_from_db()
    return question


def post_state(question, state):
    Letter.objects.filter(pk=question.post_id).update(state=state)
