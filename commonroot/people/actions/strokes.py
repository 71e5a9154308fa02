"""Making many pairs one at a stroke: in the background, step by step, taken back as a whole."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.people import queries
from commonroot.people.actions.merging import merge
from commonroot.people.actions.undoing import undo_merge
from commonroot.people.models import BulkMerge, Pair
from commonroot.people.queries.pairs import Identical, merges_at_a_stroke

PAIRS_AT_ONCE = 5
State = BulkMerge.State


class ChangedSince(Refused):
    """What was shown is no longer what is there."""


@transaction.atomic
def merge_identical(*, preview: Identical, shown: str, by: Actor, at: datetime) -> BulkMerge:
    """Make all pairs of a preview one, in the background (`go_on_merging`).

    `shown` is the preview's name as it was on the page. Raises ChangedSince when the pairs are
    others by now, so that nobody agrees to what they did not see.
    """
    if not preview.pairs or preview.shown != shown:
        raise ChangedSince(
            _("Something changed since you looked. Nothing was done; please look once more.")
        )
    bulk = BulkMerge.objects.create(
        waiting=[pair.key for pair in preview.pairs],
        total=len(preview.pairs),
        by=f"{by.kind}:{by.key}",
        started_at=at,
    )
    note("identical pairs merged", bulk, by=by, at=at, facts={"pairs": bulk.total})
    return bulk


@transaction.atomic
def go_on_merging(*, bulk: BulkMerge, by: Actor, at: datetime) -> int:
    """Make the next pairs of a stroke one; how many were taken up. Safe to run twice.

    A pair that was answered or changed meanwhile is left for somebody to look at.
    """
    bulk = BulkMerge.objects.select_for_update().get(pk=bulk.pk)
    step, rest = bulk.waiting[:PAIRS_AT_ONCE], bulk.waiting[PAIRS_AT_ONCE:]
    pairs = Pair.objects.filter(key__in=step, state=Pair.State.OPEN, band=Pair.Band.CERTAIN)
    merged = sum(_merged(pair, bulk, by=by, at=at) for pair in pairs.order_by("pk"))
    bulk.waiting = rest
    bulk.done += len(step)
    bulk.left += len(step) - merged
    if not rest:
        bulk.state, bulk.ended_at = State.DONE, at
    bulk.save(update_fields=["waiting", "done", "left", "state", "ended_at"])
    return len(step)


def _merged(pair: Pair, bulk: BulkMerge, *, by: Actor, at: datetime) -> bool:
    into, other = queries.who_stays(pair.left, pair.right)
    chosen = queries.proposed(other=other, into=into)
    try:
        with transaction.atomic():
            merge(other=other, into=into, chosen=chosen, cause=bulk.cause, by=by, at=at)
    except Refused:
        return False
    return True


@transaction.atomic
def undo_stroke(*, bulk: BulkMerge, by: Actor, at: datetime) -> None:
    """Take a whole stroke back, in the background; what still waits is dropped."""
    if bulk.state in {State.UNDOING, State.UNDONE}:
        return
    bulk.state, bulk.waiting = State.UNDOING, []
    bulk.total, bulk.done, bulk.left = merges_at_a_stroke(bulk).count(), 0, 0
    bulk.save(update_fields=["state", "waiting", "total", "done", "left"])
    note("identical pairs undone", bulk, by=by, at=at, facts={"pairs": bulk.total})


@transaction.atomic
def go_on_undoing(*, bulk: BulkMerge, by: Actor, at: datetime) -> int:
    """Take back the next merges of a stroke, the last first; how many were taken up.

    One that can no longer be taken back (the person was made one with somebody else since) stays.
    """
    bulk = BulkMerge.objects.select_for_update().get(pk=bulk.pk)
    step = list(merges_at_a_stroke(bulk)[bulk.left : bulk.left + PAIRS_AT_ONCE])
    for made in step:
        try:
            with transaction.atomic():
                undo_merge(merge=made, by=by, at=at)
        except Refused:
            bulk.left += 1
    bulk.done += len(step)
    if len(step) < PAIRS_AT_ONCE:
        bulk.state, bulk.ended_at = State.UNDONE, at
    bulk.save(update_fields=["done", "left", "state", "ended_at"])
    return len(step)
