"""What falls due: freed places, offers and places nobody confirmed, newcomers to forget."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from commonroot.people.models import ContactWay, Person
from commonroot.programmes.models import Session
from commonroot.registration import rules
from commonroot.registration.models import Registration

State = Registration.State
HELD = Count("registrations", filter=Q(registrations__state__in=rules.HOLDING))


def first_in_line(session: Session) -> Registration | None:
    """Who waits longest and can be told: mailed newcomers who never answered are passed over."""
    return (
        Registration.objects.filter(session=session, state=State.WAITING)
        .exclude(person__provisional=True, person__ways__kind=ContactWay.Kind.MAIL)
        .select_related("person", "session__programme")
        .order_by("position")
        .first()
    )


def sessions_with_room_and_queue(*, at: datetime) -> QuerySet[Session]:
    """Sessions in which a place is free while somebody waits who can be told in time."""
    return (
        Session.objects.filter(
            state=Session.State.PLANNED,
            starts_at__gt=at + 2 * rules.SHORTEST_OFFER,
            pk__in=Registration.objects.filter(state=State.WAITING)
            .exclude(person__provisional=True, person__ways__kind=ContactWay.Kind.MAIL)
            .values("session"),
        )
        .annotate(held=HELD)
        .filter(Q(places=None) | Q(held__lt=F("places")))
        .select_related("programme")
        .order_by("starts_at", "pk")
    )


def offers_over(*, at: datetime) -> QuerySet[Registration]:
    """Offered places that nobody took in time."""
    return Registration.objects.filter(state=State.OFFERED, offered_until__lte=at)


def unconfirmed(*, at: datetime) -> QuerySet[Registration]:
    """Places held for three days for newcomers who never opened the link mailed to them.

    Whoever gave only a phone number is not among them: an organiser reaches those.
    """
    return Registration.objects.filter(
        state__in=(State.PLACED, State.WAITING, State.OFFERED),
        asked_at__lte=at - rules.UNCONFIRMED,
        person__provisional=True,
        person__ways__kind=ContactWay.Kind.MAIL,
    )


def newcomers_to_forget(*, at: datetime) -> QuerySet[Person]:
    """Provisional people who never answered and have had no place for a month."""
    return (
        Person.objects.filter(provisional=True, origin=Person.Origin.REGISTRATION)
        .filter(created_at__lte=at - rules.FORGOTTEN_AFTER)
        .exclude(registrations__state__in=rules.CLAIMING)
    )
