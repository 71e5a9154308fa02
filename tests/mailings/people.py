"""People whom letters to many are for, and such letters."""

from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.mailings import actions
from tests.factories.engagement import agree
from tests.factories.people import ContactWayFactory, PersonFactory

BY = Actor(kind="account", key="leila")
OTHER = Actor(kind="account", key="omar")
SUBJECT = {"en": "News", "fr": "Nouvelles"}
TEXT = {"en": "Dear {name},\n\nread this: {page}", "fr": "Bonjour {name}\n\nLisez : {page}"}


def reader(*purposes, way="mail", **fields):
    """Somebody in the register who agreed to letters for these purposes."""
    person = PersonFactory(**fields)
    for purpose in (Purpose.REGISTER, *(purposes or (Purpose.NEWS,))):
        agree(person, purpose)
    if way == "phone":
        ContactWayFactory(person=person, kind="phone", value=f"+25470000{person.pk:04}")
    elif way:
        ContactWayFactory(person=person)
    return person


def draft(at, **fields):
    """A letter with words, to everybody who agreed to news."""
    return actions.begin(**({"subject": SUBJECT, "text": TEXT, "by": BY, "at": at} | fields))


def sent(mailing, at, *, seen=100, **fields):
    """That letter, sent: it leaves in ten minutes."""
    chosen = {"per_hour": 500, "in_the_morning": False} | fields
    return actions.send(mailing=mailing, seen_people=seen, by=BY, at=at, **chosen)
