"""Who must not meet: said and taken back by one organiser, known to nobody else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.groups.models import Apart
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class NotTwo(Refused):
    """Somebody cannot be kept apart from themself."""


@transaction.atomic
def keep_apart(
    *,
    programme: Programme,
    left: Person,
    right: Person,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Apart:
    """Keep two people out of one group; said again, the reason is the new one. Raises NotTwo.

    The trail tells that rules were changed, not which, and of whom.
    """
    if left.pk == right.pk:
        raise NotTwo(_("Choose two different people."))
    first, second = sorted((left, right), key=lambda one: one.pk)
    pair, _made = Apart.objects.update_or_create(
        programme=programme,
        left=first,
        right=second,
        by=f"{by.kind}:{by.key}",
        defaults={"reason": reason, "said_at": at},
    )
    note("rules of groups changed", programme, by=by, at=at)
    return pair


@transaction.atomic
def let_meet(*, apart: Apart, by: Actor, at: datetime) -> None:
    """Take back that two must not meet."""
    note("rules of groups changed", apart.programme, by=by, at=at)
    apart.delete()
