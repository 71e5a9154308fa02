"""Sweeps: letters go out through the gate, and their words go after 30 days; yeses are asked anew
before they run out, and whoever said something gets a copy.

Letters leave from here because the gate knows people, and the post office below must not.
"""

from datetime import datetime, timedelta
from time import monotonic

from commonroot.accounts.queries import school_is_locked
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import school
from commonroot.consent import actions, queries
from commonroot.consent.queries import link_alone, permit
from commonroot.consent.queries.checking import check_due
from commonroot.consent.queries.wordings import words_differ
from commonroot.messaging.actions import blank_old, deliver
from commonroot.messaging.queries import letters_due, letters_to_blank, pause
from commonroot.work.sweeps import every

BATCH = 50
AT_A_TIME = 100
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

    # Whoever locked the school wants nothing to leave it; after a restore letters wait too.
    if school_is_locked() or pause():
        return 0
    done, sender = 0, school()
    while batch := deliver(
        BATCH, permit=permit, school=sender, at=at, clock=clock, bare=link_alone
    ):
        done += batch
        if monotonic() - began > AT_MOST_SECONDS:
            break
    return done


@every(minutes=30, due=letters_to_blank)
def blank_old_letters(*, at: datetime) -> int:
    """Blank the words of letters that ended 30 days ago; how many."""
    return blank_old(at=at)


@every(minutes=1, due=queries.to_heed)
def heed_returns(*, at: datetime) -> int:
    """Draw what follows from letters that came back; how many."""
    letters = list(queries.to_heed(at=at)[:AT_A_TIME])
    return sum(actions.heed_return(letter=one, by=Actor.system(), at=at) for one in letters)


@every(minutes=5, due=queries.to_receipt)
def give_receipts(*, at: datetime) -> int:
    """Send whoever said something a copy of it; how many copies."""
    people = list(queries.to_receipt(at=at)[:AT_A_TIME])
    return sum(actions.give_receipt(person=person, at=at) is not None for person in people)


@every(minutes=60, due=queries.to_renew)
def ask_to_renew(*, at: datetime) -> int:
    """Ask whether what soon runs out still holds, or what new words ended; how many people."""
    people = list(queries.to_renew(at=at)[:AT_A_TIME])
    return sum(actions.ask_to_renew(person=person, at=at) is not None for person in people)


@every(minutes=60, due=queries.to_remind)
def remind(*, at: datetime) -> int:
    """Ask once more who did not answer for two weeks; how many."""
    silent = list(queries.to_remind(at=at)[:AT_A_TIME])
    return sum(actions.remind(renewal=renewal, at=at) for renewal in silent)


@every(minutes=30, due=queries.to_end)
def end_renewals(*, at: datetime) -> int:
    """Close what was answered or is over; how many."""
    done = list(queries.to_end(at=at)[:AT_A_TIME])
    return sum(actions.end_renewal(renewal=renewal, at=at) for renewal in done)


@every(minutes=60, due=queries.over)
def expire(*, at: datetime) -> int:
    """Write down of every yes that has run out that it has; how many."""
    done = list(queries.over(at=at)[:AT_A_TIME])
    return sum(actions.expire(agreement=agreement, at=at) for agreement in done)


@every(hours=1, due=check_due)
def check_agreements(*, at: datetime) -> int:
    """Compare what stands with the ledger, once a day; whose agreements differ."""
    return actions.check_agreements(at=at).differing


@every(hours=1, due=words_differ)
def put_words_in_force(*, at: datetime) -> int:
    """Questions whose words came anew with a new version of the program; how many there are."""
    return actions.install_wordings(at=at)
