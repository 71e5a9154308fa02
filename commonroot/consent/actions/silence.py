"""What becomes of an unknown basis when somebody was asked and did not answer."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.consent.actions.ledger import usual_audience, write
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.people.models import Person


@transaction.atomic
def end_unknown(*, person: Person, by: Actor, at: datetime) -> bool:
    """The unknown basis of somebody from an old list has run out; false when there is none.

    Whoever said yes or no in the meantime is left alone.
    """
    unknown = Agreement.objects.filter(
        person=person, purpose=Purpose.REGISTER, state=Agreement.State.UNKNOWN
    )
    if not unknown.exists():
        return False
    write(
        person,
        Purpose.REGISTER,
        audience=usual_audience(Purpose.REGISTER),
        state=LedgerEvent.State.EXPIRED,
        how=LedgerEvent.How.SYSTEM,
        by=by,
        at=at,
    )
    return True
