"""Sweeps: mailings leave, letters are written when they are due, and what is over is closed."""

from datetime import datetime
from time import monotonic

from commonroot.accounts.queries import school_is_locked
from commonroot.circles.queries import school
from commonroot.mailings import actions, queries
from commonroot.mailings.queries.discussions import lists_to_hand_over
from commonroot.messaging.queries import pause
from commonroot.work.sweeps import every

BATCH = 100
AT_MOST_SECONDS = 5


@every(seconds=5, due=queries.to_queue)
def queue_due(*, at: datetime) -> int:
    """Look up the people of mailings that leave; how many people."""
    if school_is_locked():
        return 0
    ours = school()
    return sum(
        actions.queue(mailing=one, school=ours, at=at) for one in list(queries.to_queue(at=at))
    )


@every(seconds=2, due=queries.to_write)
def write_due(*, at: datetime) -> int:
    """Write the letters that are due, as far as the post office takes them; how many people."""
    # Whoever locked the school wants nothing to leave it; after a restore letters wait too.
    if school_is_locked() or pause():
        return 0
    began, done, ours = monotonic(), 0, school()
    for mailing in list(queries.writing(at=at)):
        while not queries.is_full(at=at) and monotonic() - began < AT_MOST_SECONDS:
            batch = actions.write_due(BATCH, mailing=mailing, school=ours, at=at)
            done += batch
            if not batch:
                break
    return done


@every(minutes=1, due=queries.to_finish)
def finish_done(*, at: datetime) -> int:
    """Close mailings of which nothing waits any more; how many."""
    return sum(actions.finish(mailing=one, at=at) for one in list(queries.to_finish(at=at)))


@every(hours=6, due=queries.to_count)
def keep_counts(*, at: datetime) -> int:
    """Keep the final numbers of mailings that ended two months ago; how many."""
    due = list(queries.to_count(at=at))
    for one in due:
        actions.keep_counts(mailing=one, at=at)
    return len(due)


@every(minutes=1, due=lists_to_hand_over)
def keep_lists_in_step(*, at: datetime) -> int:
    """Compare discussion lists with the server that carries them; how many.

    While the school is locked, or letters wait after a restore, people go and nobody comes.
    """
    adds = not (school_is_locked() or pause())
    due = list(lists_to_hand_over(at=at))
    for group in due:
        actions.hand_over(group=group, at=at, adds=adds)
    return len(due)
