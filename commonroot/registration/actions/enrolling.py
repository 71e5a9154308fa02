"""Places in sessions that nobody registers for: those of a course one was accepted to."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commonroot.accounts.roles import Actor
from commonroot.people.models import Person
from commonroot.programmes.models import Programme, Session
from commonroot.registration import queries, rules
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


@transaction.atomic
def leave(*, person: Person, programme: Programme, by: Actor, at: datetime) -> int:
    """Free somebody's places in all that is still to come of a course; how many. No letter goes
    out: they said so themself, once for all of it.
    """
    claims = Registration.objects.filter(
        Q(session__ends_at=None) | Q(session__ends_at__gt=at),
        person=person,
        session__programme=programme,
        state__in=rules.CLAIMING,
    ).select_related("session__programme", "person")
    freed = 0
    for claim in claims.order_by("pk"):
        again = places.read_again(claim)
        if rules.may_move(again.state, to=Registration.State.CANCELLED):
            places.move(again, to=Registration.State.CANCELLED, by=by, at=at)
            freed += 1
    return freed
