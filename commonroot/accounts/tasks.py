"""Sweeps of accounts: the audit trail is chained, old counters go."""

from datetime import datetime
from time import monotonic, sleep

from django.conf import settings

from commonroot.accounts import actions, queries
from commonroot.work.sweeps import every

# After a long list there is much to chain: in short transactions, and other sweeps have their turn.
AT_A_TIME = 300
AT_MOST_SECONDS = 3
BREATH_SECONDS = 0.01  # in which others write, who would wait for all of it on SQLite


@every(seconds=10, due=queries.unsealed)
def seal_entries(*, at: datetime) -> int:
    """Chain what was written since the last time; how many entries."""
    began, done = monotonic(), 0
    while some := actions.seal(at=at, limit=AT_A_TIME):
        done += some
        if monotonic() - began > AT_MOST_SECONDS:
            break
        sleep(BREATH_SECONDS)
    return done


@every(minutes=15, due=queries.checkpoint_due)
def write_checkpoint(*, at: datetime) -> int:
    """Write down once a day, outside, how far the trail goes; 1 or 0."""
    return int(actions.make_checkpoint(file=settings.CHECKPOINTS, at=at))


@every(minutes=10, due=queries.old_tries)
def forget_old_tries(*, at: datetime) -> int:
    """Delete counters of tries that ran out; how many."""
    return actions.forget_old_tries(at=at)


@every(minutes=10, due=queries.old_sessions)
def forget_old_sessions(*, at: datetime) -> int:
    """Delete sessions that are over; how many."""
    return actions.forget_old_sessions(at=at)
