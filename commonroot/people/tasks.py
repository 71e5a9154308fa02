"""Sweeps of the register: looking for people known twice, making pairs one, counting names."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from commonroot.accounts.roles import Actor
from commonroot.people import actions, queries
from commonroot.people.models import BulkMerge
from commonroot.work.sweeps import every, for_a_while

# Letters and other sweeps wait for these, so that they pause after a while.
AT_MOST_SECONDS = 4


def _for_a_while(step: Callable[[], int]) -> int:
    """Take steps until there is nothing left to do or the time is over; how much was done."""
    began, done = monotonic(), 0
    while (moved := step()) and monotonic() - began < AT_MOST_SECONDS:
        done += moved
    return done + moved


@every(minutes=5, due=queries.exports_over)
def delete_old_exports(*, at: datetime) -> int:
    """Delete files whose day is over and lists nobody agreed to; how many."""
    over = list(queries.exports_over(at=at))
    for export in over:
        actions.drop_export(export=export, by=Actor.system(), at=at)
    return len(over)


@every(seconds=10, due=queries.to_compare)
def look_for_doubles(*, at: datetime) -> int:
    """Compare new and changed people with the others of the register; how many."""
    return for_a_while(lambda: actions.look_at_next(at=at))


@every(seconds=2, due=queries.bulk_merges_under_way)
def make_pairs_one(*, at: datetime) -> int:
    """Go on with what was done at a stroke, or is taken back; how many pairs."""
    by, done = Actor.system(), 0
    for bulk in queries.bulk_merges_under_way(at=at):
        merging = bulk.state == BulkMerge.State.MERGING
        step = actions.go_on_merging if merging else actions.go_on_undoing

        def go_on(step: Callable[..., int] = step, bulk: BulkMerge = bulk) -> int:
            return step(bulk=bulk, by=by, at=at)

        done += _for_a_while(go_on)
    return done


@every(minutes=10, due=queries.count_due)
def count_names(*, at: datetime) -> int:
    """Count parts of names anew once a week, a while at a time; how many people were counted."""
    recount = queries.recount_under_way() or actions.begin_recount(at=at)
    return for_a_while(lambda: actions.go_on_counting(recount=recount, at=at))
