"""What an organiser puts off."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts import queries, rules
from commonroot.accounts.models import Postponed
from commonroot.accounts.roles import Actor


@transaction.atomic
def postpone(*, code: str, choice: str, by: Actor, at: datetime) -> bool:
    """Put a due thing off for `by` alone: until "tomorrow", for a "week", or for good ("never").

    `at` carries the zone whose mornings count. The last choice counts.
    False for a choice we do not know.
    """
    until = rules.put_off_until(choice, at=at)
    if until is None or by.account_id is None:
        return False
    Postponed.objects.update_or_create(
        account_id=by.account_id, code=queries.due_mark(code), defaults={"until": until}
    )
    return True


@transaction.atomic
def bring_back(*, code: str, by: Actor) -> bool:
    """Undo `postpone`; whether there was something to undo."""
    put_off = Postponed.objects.filter(account=by.account_id, code=queries.due_mark(code))
    return put_off.delete()[0] > 0
