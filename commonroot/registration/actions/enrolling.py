"""Places in sessions that nobody registers for: those of a course one was accepted to."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.people.models import Person
from commonroot.programmes.models import Session
from commonroot.registration import queries
from commonroot.registration.actions import places
from commonroot.registration.models import Registration


@transaction.atomic
def enrol(*, person: Person, session: Session, by: Actor, at: datetime) -> Registration:
    """A place in one session of a course for somebody who was accepted; twice changes nothing.

    No letter goes out: the letter of acceptance names all sessions at once.
    """
    session = places.locked(session)
    there = queries.claim(person=person, session=session)
    if there is not None:
        return there
    places.let_organisers_see(person=person, session=session, by=by, at=at)
    return places.placed(
        person=person,
        session=session,
        needs="",
        language=person.language,
        source=Registration.Source.COURSE,
        by=by,
        at=at,
    )
