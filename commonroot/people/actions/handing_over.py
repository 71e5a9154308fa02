"""What an organiser who leaves had of people: names kept apart, and lists; it goes to others."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.models import Account
from commonroot.people.models import SavedList
from commonroot.people.queries import keepers, kept_by


@transaction.atomic
def hand_names(*, leaving: Account, to: Account, at: datetime) -> int:
    """The names `leaving` keeps are kept by `to`, or by the first who may; how many changed hands.

    Where nobody else may keep names they stay: better than names that nobody can read.
    """
    others = [one for one in keepers(at=at) if one.pk != leaving.pk]
    new = next((one for one in others if one.pk == to.pk), next(iter(others), None))
    return kept_by(leaving.pk).order_by().update(keeper=new) if new is not None else 0


@transaction.atomic
def hand_lists(*, leaving: Account, to: Account) -> int:
    """The lists `leaving` saved are those of `to`; how many."""
    return SavedList.objects.filter(account=leaving).update(account=to)
