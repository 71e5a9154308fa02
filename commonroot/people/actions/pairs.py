"""Pairs that may be one person: found, decided, taken back."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.people import rules
from commonroot.people.models import Pair, Person


@transaction.atomic
def pairs_follow(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Let what was said of `other` and third people be said of `into`; the pair of the two goes.

    Where both were compared with the same third, what was said for good stands: that they are
    different before that nobody is sure, and that before an open question.
    """
    theirs = Pair.objects.filter(left=other) | Pair.objects.filter(right=other)
    for pair in theirs.order_by("pk"):
        third = pair.right_id if pair.left_id == other.pk else pair.left_id
        if third == into.pk:
            pair.delete()
            continue
        left, right = sorted((third, into.pk))
        there = Pair.objects.filter(left=left, right=right).first()
        if there is None:
            Pair.objects.filter(pk=pair.pk).update(left=left, right=right)
        else:
            pair.delete()
            if rules.stands_before(pair.state, there.state):
                _say_as(there, pair)


def _say_as(there: Pair, pair: Pair) -> None:
    for field in ("state", "decided_at", "decided_by"):
        setattr(there, field, getattr(pair, field))
    there.save(update_fields=["state", "decided_at", "decided_by"])
