"""Looking for people known twice: whoever is new or changed, and everybody when asked."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.rows import insert
from commonroot.matching.matcher import Likeness
from commonroot.people import queries
from commonroot.people.models import FullLook, Pair, Person, ToCompare
from commonroot.people.queries.likeness import described
from commonroot.people.queries.looking import likely_among
from commonroot.people.queries.pairs import to_compare

PEOPLE_AT_ONCE, PORTION = 25, 500
WEIGHED = ("band", "probability", "levels", "reasons")
PAIRS_EACH = 5


def look_at_next(*, at: datetime, limit: int | None = None) -> int:
    """Compare the next people with the others of the register; how many were looked at.

    What may be one person becomes an open pair; an open pair that is no longer likely goes. What
    was said of a pair stands, and nobody is asked again. Comparing takes longer than writing, so
    that only the writing is a transaction; who changes meanwhile is marked anew. While everybody
    is looked at they are taken by the hundred, and who waits is compared in their own turn.
    """
    everybody = FullLook.objects.filter(ended_at=None).exists()
    waiting = list(to_compare(at=at)[: limit or (PORTION if everybody else PEOPLE_AT_ONCE)])
    people = described([one.person_id for one in waiting])
    later: Set[int] = frozenset()
    found: Mapping[Any, Sequence[tuple[int, Likeness]]]
    if everybody:
        found, later = likely_among(people, at_most=PAIRS_EACH)
    else:
        found = queries.likely_many(list(people.values()), at_most=PAIRS_EACH)
    with transaction.atomic():
        _put(found, later=later, at=at)
        ToCompare.objects.filter(pk__in=[one.pk for one in waiting]).delete()
        if not ToCompare.objects.exists():
            FullLook.objects.filter(ended_at=None).update(ended_at=at)
    return len(waiting)


def _put(
    found: Mapping[Any, Sequence[tuple[int, Likeness]]], *, later: Set[int], at: datetime
) -> None:
    """Make the open pairs of these people what was found now; those with whom is compared `later`
    stay as they are.
    """
    wanted: dict[tuple[int, int], Likeness] = {
        (min(one, other), max(one, other)): likeness
        for one, pairs in found.items()
        for other, likeness in pairs
    }
    still = set(
        Person.objects.filter(pk__in={pk for ends in wanted for pk in ends}).values_list(
            "pk", flat=True
        )
    )
    wanted = {ends: likeness for ends, likeness in wanted.items() if still.issuperset(ends)}
    theirs = Pair.objects.filter(Q(left__in=list(found)) | Q(right__in=list(found)))
    there = {(pair.left_id, pair.right_id): pair for pair in theirs}
    Pair.objects.filter(
        pk__in=[
            pair.pk
            for ends, pair in there.items()
            if pair.state == Pair.State.OPEN and ends not in wanted and later.isdisjoint(ends)
        ]
    ).delete()
    fresh: list[Pair] = []
    changed: list[Pair] = []
    for (left, right), likeness in wanted.items():
        pair = there.get((left, right))
        if pair is None:
            fresh.append(put(Pair(left_id=left, right_id=right, found_at=at), likeness))
        elif pair.state == Pair.State.OPEN:
            before = _said(pair)
            if _said(put(pair, likeness)) != before:
                changed.append(pair)
    insert(fresh, leave_known=True)
    Pair.objects.bulk_update(changed, WEIGHED, batch_size=PORTION)


def _said(pair: Pair) -> tuple[Any, ...]:
    return tuple(getattr(pair, name) for name in WEIGHED)


def put(pair: Pair, likeness: Likeness) -> Pair:
    """Write on a pair how alike two are, and why: [[code, bits], …], the strongest first."""
    pair.band = likeness.band.value
    pair.probability = likeness.probability
    pair.levels = dict(likeness.levels)
    pair.reasons = [[reason.code, round(reason.weight, 2)] for reason in likeness.reasons]
    return pair


@transaction.atomic
def look_at_everybody(*, by: Actor, at: datetime) -> FullLook:
    """Look through the whole register in the background; one look at a time."""
    under_way = FullLook.objects.filter(ended_at=None).first()
    if under_way is not None:
        return under_way
    people = Person.objects.filter(provisional=False, to_compare=None)
    ToCompare.objects.bulk_create(
        [ToCompare(person_id=pk) for pk in people.order_by("pk").values_list("pk", flat=True)]
    )
    look = FullLook.objects.create(people=ToCompare.objects.count(), started_at=at)
    note("looking for doubles", look, by=by, at=at, facts={"people": look.people})
    return look
