"""Bringing a colleague: a personal link by which they register for themselves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.fields import new_key
from commonroot.registration import queries, rules
from commonroot.registration.actions import places
from commonroot.registration.models import Registration

State = Registration.State


class NobodyToBring(Refused):
    """Nobody may be brought to this session, or the person has no claim themself."""


@transaction.atomic
def open_invite(*, registration: Registration, together: bool, by: Actor, at: datetime) -> str:
    """What the personal link of `registration` carries, made once. Raises NobodyToBring.

    With `together` they and whom they bring are offered places at the same time or not yet.
    """
    registration = places.read_again(registration)
    door = queries.door(registration.session)
    if registration.state not in rules.COMING or not door.guests:
        raise NobodyToBring(_("Nobody can be brought to this session."))
    made = registration.invite is None
    registration.invite = registration.invite or new_key()
    registration.together = together
    registration.save(update_fields=["invite", "together"])
    if made:
        note("invites", registration, by=by, at=at, person_key=registration.person.key)
    return registration.invite
