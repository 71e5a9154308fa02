"""Pausing everything."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.consent.actions.renewing import stop_renewals
from commonroot.consent.rules import BASES, Basis
from commonroot.messaging.actions import cancel_letters
from commonroot.people import actions as people
from commonroot.people.models import Person


@transaction.atomic
def pause(*, person: Person, by: Actor, at: datetime) -> None:
    """Pause everything: nothing but duty passes the gate until `people.actions.resume`.

    What waits to be sent to them is cancelled, so that nothing old leaves when the pause ends, and
    nobody asks them whether anything still holds.
    """
    people.pause(person=person, by=by, at=at)
    for purpose, basis in BASES.items():
        if basis != Basis.DUTY:
            cancel_letters(person_key=person.key, purpose=purpose, at=at)
    stop_renewals(person=person, at=at)
