"""Belonging to the network: asked, taken in, left."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.people.models import NetworkMembership, Person

State = NetworkMembership.State


class NotWaiting(Refused):
    """The answer was given before, or they left meanwhile."""


@transaction.atomic
def belong(
    *, person: Person, basis: str, at_once: bool, by: Actor, at: datetime
) -> NetworkMembership:
    """Somebody asked to belong, or an organiser says that they do; `at_once`: nobody decides first.

    Who asks again, or belongs already, changes nothing. Until their address is proven it counts
    for nothing.
    """
    standing = NetworkMembership.objects.filter(
        person=person, state__in=(State.ASKED, State.MEMBER)
    )
    known = standing.first()
    if known is not None:
        return known
    membership = NetworkMembership.objects.create(
        person=person,
        basis=basis,
        state=State.MEMBER if at_once else State.ASKED,
        asked_at=at,
        since=at.date() if at_once else None,
    )
    note("membership asked", membership, by=by, at=at, person_key=person.key)
    return membership


@transaction.atomic
def take_in(*, membership: NetworkMembership, by: Actor, at: datetime) -> None:
    """Say yes to somebody who asked. Raises NotWaiting."""
    _answered(membership, State.MEMBER, by=by, at=at)


@transaction.atomic
def refuse(*, membership: NetworkMembership, by: Actor, at: datetime) -> None:
    """Say no to somebody who asked. Raises NotWaiting."""
    _answered(membership, State.REFUSED, by=by, at=at)


def _answered(membership: NetworkMembership, state: str, *, by: Actor, at: datetime) -> None:
    locked = NetworkMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if locked.state != State.ASKED:
        raise NotWaiting(_("This was answered before, or they left. Nothing was changed."))
    membership.state = state
    membership.since = at.date() if state == State.MEMBER else None
    membership.until = at.date() if state == State.REFUSED else None
    membership.save(update_fields=["state", "since", "until"])
    note(
        "membership answered", membership, by=by, at=at, person_key=membership.person.key,
        facts={"state": state},
    )  # fmt: skip


@transaction.atomic
def leave(*, person: Person, by: Actor, at: datetime) -> bool:
    """End a membership, or a wish for one; whether there was any."""
    standing = NetworkMembership.objects.filter(
        person=person, state__in=(State.ASKED, State.MEMBER)
    )
    membership = standing.first()
    if membership is None:
        return False
    membership.state, membership.until = State.LEFT, at.date()
    membership.save(update_fields=["state", "until"])
    note("membership ended", membership, by=by, at=at, person_key=person.key)
    return True


@transaction.atomic
def welcomed(*, membership: NetworkMembership, at: datetime) -> bool:
    """Write down that the letter of welcome was posted; false when it was before."""
    rows = NetworkMembership.objects.filter(pk=membership.pk, welcomed_at=None)
    return bool(rows.update(welcomed_at=at))
