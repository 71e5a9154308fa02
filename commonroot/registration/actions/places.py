"""Places under the session's lock: what every path through registration shares."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from commonroot.people.models import Person
from commonroot.programmes.actions import pages_changed
from commonroot.programmes.models import Session
from commonroot.registration import queries, rules
from commonroot.registration.models import Registration

State = Registration.State


def locked(session: Session) -> Session:
    """The session again, its row locked until the transaction ends; call it just before counting.

    SQLite knows no row locks: there the whole transaction began with the write lock (IMMEDIATE).
    """
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("programme__run_by")
        .get(pk=session.pk)
    )


def placed(
    *, person: Person, session: Session, needs: str, language: str, by: Actor, at: datetime
) -> Registration:
    """A new claim in a session that was just locked: a place if one is free, else a wait."""
    counts = queries.counts(session)
    free = rules.free_places(places=session.places, held=counts["held"], waiting=counts["waiting"])
    registration = Registration.objects.create(
        person=person,
        session=session,
        state=State.WAITING if free == 0 else State.PLACED,
        position=queries.next_position(session),
        needs=needs,
        language=language,
        asked_at=at,
    )
    note(
        "registered", registration, by=by, at=at, person_key=person.key,
        facts={"state": registration.state},
    )  # fmt: skip
    _places_shown_changed(session, frozenset({"", registration.state}))
    return registration


def _places_shown_changed(session: Session, states: frozenset[str]) -> None:
    """Public pages say how many places are left: they change with every place taken or freed."""
    if session.places is not None and len(states & set(rules.HOLDING)) == 1:
        pages_changed()


def let_organisers_see(*, person: Person, session: Session, by: Actor, at: datetime) -> None:
    """Open the gate to those who run the programme, until the time of keeping is over."""
    serve(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=queries.organisers_of(session),
        until=(session.ends_at or at) + rules.KEPT_AFTER,
        by=by,
        at=at,
    )


@transaction.atomic
def move(registration: Registration, *, to: str, by: Actor, at: datetime) -> Registration:
    """Put a registration into the state `to` and write it down; the row was read under the lock."""
    was = registration.state
    if not rules.may_move(was, to=to):
        raise ValueError(f"{was} → {to}")
    registration.state = to
    registration.offered_until = None
    registration.cancelled_at = at if to in rules.ENDED else None
    registration.checked_at = at if to in rules.CHECKED else None
    registration.save(update_fields=["state", "offered_until", "cancelled_at", "checked_at"])
    note(
        "place changed", registration, by=by, at=at, person_key=registration.person.key,
        facts={"from": was, "to": to},
    )  # fmt: skip
    _places_shown_changed(registration.session, frozenset({was, to}))
    return registration


def read_again(registration: Registration) -> Registration:
    """The registration as it is now, its session locked first."""
    session = locked(registration.session)
    again = Registration.objects.select_related("person").get(pk=registration.pk)
    again.session = session
    return again
