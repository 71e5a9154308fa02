"""Reading saved lists."""

from django.db.models import Q, QuerySet

from commonroot.accounts.roles import Actor
from commonroot.people.models import SavedList


def saved_lists(actor: Actor) -> QuerySet[SavedList]:
    """Those that everybody sees and those of `actor`, by name."""
    return SavedList.objects.filter(
        Q(shared=True) | Q(account__isnull=False, account_id=actor.account_id)
    ).order_by("sort_key", "pk")


def saved_list(key: str) -> SavedList | None:
    """The list with that key."""
    return SavedList.objects.filter(key=key).first()
