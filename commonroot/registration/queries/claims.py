"""Reading claims: one by its key, a person's own, and where it stands in the order."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from commonroot.people.models import Person
from commonroot.programmes.models import Session
from commonroot.registration import rules
from commonroot.registration.models import Registration

State = Registration.State


def registration(key: str) -> Registration | None:
    """The registration with that key, with its person and session."""
    return (
        Registration.objects.filter(key=key)
        .select_related("person", "session__programme__run_by", "may_be")
        .first()
    )


def claim(*, person: Person, session: Session) -> Registration | None:
    """The registration by which `person` has, had or waits for a place in `session`."""
    return Registration.objects.filter(
        person=person, session=session, state__in=rules.CLAIMING
    ).first()


def waiting_place(registration: Registration) -> int | None:
    """Which in the waiting list it is, from 1; None when it does not wait."""
    if registration.state != State.WAITING:
        return None
    before = Registration.objects.filter(
        session_id=registration.session_id,
        state=State.WAITING,
        position__lt=registration.position,
    )
    return before.count() + 1


def of_person(person: Person) -> QuerySet[Registration]:
    """All places `person` has, had or waits for, the soonest session first."""
    return (
        Registration.objects.filter(person=person, state__in=rules.CLAIMING)
        .select_related("session__programme", "person")
        .order_by(F("session__starts_at").asc(nulls_last=True), "pk")
    )


def coming(person: Person, *, at: datetime) -> QuerySet[Registration]:
    """Those of `of_person` whose session is not over, also those whose day is still open."""
    return of_person(person).filter(
        Q(session__ends_at__gt=at)
        | Q(session__ends_at=None, session__sorts_on__gte=at.date())
        | Q(session__ends_at=None, session__sorts_on=None)
    )
