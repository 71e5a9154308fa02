"""Sweeps: letters go out through the gate, and their words go after 30 days.

They live here because the gate knows people, and the post office below must not.
"""

from datetime import datetime, timedelta
from time import monotonic

from commonroot.accounts.queries import school_is_locked
from commonroot.circles.queries import school
from commonroot.consent.queries import permit
from commonroot.messaging.actions import blank_old, deliver
from commonroot.messaging.queries import letters_due, letters_to_blank
from commonroot.work.sweeps import every

BATCH = 50
# Other sweeps wait for this one, so it pauses after a while, even when letters are left.
AT_MOST_SECONDS = 5


@every(seconds=2, due=letters_due)
def deliver_due(*, at: datetime) -> int:
    """Send what is due, batch by batch; how many letters were taken up.

    The clock of a run is `at` and the time it has taken so far: leases do not jump when the
    machine's clock is set.
    """
    began = monotonic()

    def clock() -> datetime:
        return at + timedelta(seconds=monotonic() - began)

    # Whoever locked the school wants nothing to leave it; letters wait.
    if school_is_locked():
        return 0
    done, sender = 0, school()
    while batch := deliver(BATCH, permit=permit, school=sender, at=at, clock=clock):
        done += batch
        if monotonic() - began > AT_MOST_SECONDS:
            break
    return done


@every(minutes=30, due=letters_to_blank)
def blank_old_letters(*, at: datetime) -> int:
    """Blank the words of letters that ended 30 days ago; how many."""
    return blank_old(at=at)
