"""Who belongs to a circle as what: changed, ended, heard of."""

from datetime import date, datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.people.models import Membership, Person


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    part: str,
    since: date,
    language: str = "",
    channel: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """What somebody does in a circle, since when, and how letters about it reach them."""
    membership.part, membership.since = part, since
    membership.language, membership.channel = language, channel
    membership.save(update_fields=["part", "since", "language", "channel"])
    note("circle part changed", membership, by=by, at=at, person_key=membership.person.key)


@transaction.atomic
def end_membership(*, membership: Membership, on: date, by: Actor, at: datetime) -> None:
    """From that day on they are not that any more; it stays in the history of the circle."""
    membership.until = max(on, membership.since)
    membership.save(update_fields=["until"])
    note("circle left", membership, by=by, at=at, person_key=membership.person.key)


def heard_from_contact(*, person: Person, circle: Circle, on: date) -> None:
    """The contact of a circle answered for it."""
    Membership.objects.filter(
        person=person, circle=circle, role=Membership.Role.CONTACT, until=None
    ).update(answered_on=on)
