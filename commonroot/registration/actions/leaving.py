"""Giving a place up, and giving freed places on."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.messaging.actions import cancel_letters
from commonroot.people.actions import open_link
from commonroot.people.models import Link, Person
from commonroot.programmes.models import Programme, Session
from commonroot.registration import emails, queries, rules
from commonroot.registration.actions import places
from commonroot.registration.models import Registration, Skip

State = Registration.State


class NothingToCancel(Refused):
    """The place was given up before, or the session is over."""


class OfferOver(Refused):
    """The offered place went on to the next, or was never offered."""


class NoPlaceLeft(Refused):
    """The session is full."""


@transaction.atomic
def cancel(*, registration: Registration, by: Actor, at: datetime) -> Registration:
    """Give a place, an offer or a place in the queue up, and write it to the person.

    Raises NothingToCancel.
    """
    registration = places.read_again(registration)
    if not rules.may_move(registration.state, to=State.CANCELLED):
        raise NothingToCancel(_("This place was given up before. Nothing was changed."))
    places.move(registration, to=State.CANCELLED, by=by, at=at)
    token = open_link(person=registration.person, scope=Link.Scope.PAGE, at=at)
    emails.post_about(registration, "cancelled", token=token, at=at)
    return registration


@transaction.atomic
def cannot_come(*, registration: Registration, by: Actor, at: datetime) -> Registration:
    """The person cannot come: in an open series the place goes on, in a course they are excused.

    Raises NothingToCancel.
    """
    if registration.session.programme.format == Programme.Format.OPEN:
        return cancel(registration=registration, by=by, at=at)
    registration = places.read_again(registration)
    if not rules.may_move(registration.state, to=State.EXCUSED):
        return cancel(registration=registration, by=by, at=at)
    return places.move(registration, to=State.EXCUSED, by=by, at=at)


@transaction.atomic
def come_after_all(*, registration: Registration, by: Actor, at: datetime) -> Registration:
    """Somebody who was excused comes after all. Raises NoPlaceLeft when the place went on."""
    registration = places.read_again(registration)
    if registration.state != State.EXCUSED:
        return registration
    if not places.has_room(registration):
        raise NoPlaceLeft(_("The place was given on. Nothing was changed."))
    return places.move(registration, to=State.PLACED, by=by, at=at)


@transaction.atomic
def offer_next(*, session: Session, by: Actor, at: datetime) -> list[Registration]:
    """Offer a free place to whoever waits longest and can take it, with those they wait with.

    Whoever is passed over meanwhile is written down with the reason. Empty: no place, or nobody.
    """
    session = places.locked(session)
    if session.starts_at is None:
        return []
    longest = timedelta(hours=queries.door(session).offer_hours)
    until = rules.offer_ends(at=at, starts_at=session.starts_at, longest=longest)
    held = queries.counts(session)["held"]
    if until is None or not rules.has_room(places=session.places, held=held):
        return []
    chosen, passed = rules.next_offered(
        queries.line(session), places=session.places, held=held, shares=queries.shares(session)
    )
    if not chosen:
        return []
    Skip.objects.bulk_create(
        [Skip(registration_id=pk, reason=reason, at=at) for pk, reason in passed]
    )
    rows = Registration.objects.filter(pk__in=chosen).select_related("person").order_by("position")
    return [_offer(row, session=session, until=until, by=by, at=at) for row in rows]


def _offer(
    row: Registration, *, session: Session, until: datetime, by: Actor, at: datetime
) -> Registration:
    row.session = session
    places.move(row, to=State.OFFERED, by=by, at=at)
    row.offered_until = until
    row.save(update_fields=["offered_until"])
    token = open_link(
        person=row.person, scope=Link.Scope.PAGE, thing=f"registration:{row.key}", at=at
    )
    emails.post_about(row, "offered", token=token, at=at)
    return row


@transaction.atomic
def take_offer(*, registration: Registration, by: Actor, at: datetime) -> Registration:
    """Take an offered place; taking it twice changes nothing. Raises OfferOver."""
    registration = places.read_again(registration)
    if registration.state == State.PLACED:
        return registration
    until = registration.offered_until
    if registration.state != State.OFFERED or until is None or until <= at:
        raise OfferOver(_("This offer has run out, and the place went on to the next."))
    places.move(registration, to=State.PLACED, by=by, at=at)
    token = open_link(
        person=registration.person,
        scope=Link.Scope.PAGE,
        thing=f"registration:{registration.key}",
        at=at,
    )
    emails.post_about(registration, "placed", token=token, at=at)
    return registration


@transaction.atomic
def lapse(*, registration: Registration, by: Actor, at: datetime) -> bool:
    """Let go of an offer nobody took, or of a place never confirmed; whether it was due.

    Looks again under the lock, since the person may have answered a moment ago.
    """
    registration = places.read_again(registration)
    over = queries.offers_over(at=at).filter(pk=registration.pk).exists()
    if not over and not queries.unconfirmed(at=at).filter(pk=registration.pk).exists():
        return False
    until = registration.offered_until
    places.move(registration, to=State.LAPSED, by=by, at=at)
    if over:
        # Kept, so that a refused offer is told from a claim that was never confirmed.
        registration.offered_until = until
        registration.save(update_fields=["offered_until"])
    return True


@transaction.atomic
def forget_newcomer(*, person: Person, at: datetime) -> None:
    """Delete somebody who never answered and has no place: nobody ever said that they exist."""
    cancel_letters(person_key=person.key, at=at)
    person.delete()


@transaction.atomic
def release_places(*, person: Person, by: Actor, at: datetime) -> int:
    """Give all coming places of `person` on, without a letter: they go. How many."""
    freed = 0
    for registration in queries.coming(person, at=at):
        again = places.read_again(registration)
        if rules.may_move(again.state, to=State.CANCELLED):
            places.move(again, to=State.CANCELLED, by=by, at=at)
            freed += 1
    return freed
