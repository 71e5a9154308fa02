"""The organisers' yes or no, and what membership of the network decides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.people.actions import open_link
from commonroot.people.models import Link, Person
from commonroot.registration import emails, queries
from commonroot.registration.actions import places
from commonroot.registration.actions.asking import outcome
from commonroot.registration.models import Registration

State = Registration.State


class NothingAsked(Refused):
    """Nobody asked, or it was decided before."""


@transaction.atomic
def approve(*, registration: Registration, by: Actor, at: datetime) -> Registration:
    """The organisers say yes, also after a no: a place if one is free, else a wait; told by letter.

    Raises NothingAsked.
    """
    registration = places.read_again(registration)
    if registration.state not in {State.ASKED, State.DECLINED}:
        raise NothingAsked(_("This was decided before. Nothing was changed."))
    return _tell(places.admit(registration, by=by, at=at), at=at)


@transaction.atomic
def decline(*, registration: Registration, by: Actor, at: datetime) -> Registration:
    """The organisers say no, and it is told by letter. Raises NothingAsked."""
    registration = places.read_again(registration)
    if registration.state != State.ASKED:
        raise NothingAsked(_("This was decided before. Nothing was changed."))
    return _tell(places.move(registration, to=State.DECLINED, by=by, at=at), at=at)


@transaction.atomic
def settle_membership(*, person: Person, by: Actor, at: datetime) -> int:
    """Now that `person` is proven: places that were for members alone, given or refused. How many.

    Where organisers say yes or no as well, a member still waits for that.
    """
    settled = 0
    for claim in queries.asked_of(person):
        # Where it was opened to everybody meanwhile, and nobody decides, nothing is in the way.
        by_approval = queries.door(claim.session).by_approval
        if by_approval and not queries.is_for_members(claim.session, at=claim.asked_at):
            continue
        again = places.read_again(claim)
        barred = queries.waits_for_membership(again, at=at)
        if barred:
            places.move(again, to=State.DECLINED, by=by, at=at)
            _tell(again, at=at, template="members_only")
        elif not by_approval:
            _tell(places.admit(again, by=by, at=at), at=at)
        settled += 1
    return settled


def _tell(registration: Registration, *, at: datetime, template: str = "") -> Registration:
    thing = f"registration:{registration.key}"
    token = open_link(person=registration.person, scope=Link.Scope.PAGE, thing=thing, at=at)
    emails.post_about(registration, template or outcome(registration, at=at), token=token, at=at)
    return registration
