"""Who came."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.registration import rules
from commonroot.registration.actions import places
from commonroot.registration.actions.leaving import NoPlaceLeft
from commonroot.registration.models import Registration

State = Registration.State


class NotYet(Refused):
    """The session has not begun."""


@transaction.atomic
def check_in(*, registration: Registration, state: str, by: Actor, at: datetime) -> Registration:
    """Tick that somebody came, did not come or is excused; `placed` takes a tick back.

    The same tick twice changes nothing. Raises NotYet, and NoPlaceLeft when the place of somebody
    excused went on (whoever stands there all the same is ticked as having come).
    """
    registration = places.read_again(registration)
    session = registration.session
    if state == registration.state:
        return registration
    if state not in {*rules.CHECKED, State.PLACED} or registration.state not in {
        *rules.CHECKED,
        State.PLACED,
    }:
        raise NotYet(_("This person has no place yet. Give them one first."))
    if not rules.may_check_in(to=state, starts_at=session.starts_at, at=at):
        raise NotYet(_("You can tick who came from two hours before the start."))
    taken_back = registration.state == State.EXCUSED and state == State.PLACED
    if taken_back and not places.has_room(registration):
        raise NoPlaceLeft(_("The place was given on. Nothing was changed."))
    return places.move(registration, to=state, by=by, at=at)
