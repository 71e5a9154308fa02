"""The work process reads lists, brings them in and asks their people, a step at a time."""

import time
from collections.abc import Callable
from datetime import datetime

from commonroot.accounts.roles import Actor
from commonroot.intake import actions, queries, rules
from commonroot.intake.actions import asking
from commonroot.intake.models import Import
from commonroot.intake.queries import asking as asked
from commonroot.intake.queries.merged_since import two_again
from commonroot.work.alone import alone
from commonroot.work.sweeps import every, others_wait

# Other sweeps, letters before all, wait no longer than this. Where none waits it goes on: being
# found and begun anew would take a fifth of the time. Not for so long as to be taken for dead.
SECONDS_AT_A_TIME, MOST_SECONDS = 4, 60
PAUSE_SECONDS = 0.01
STEPS: dict[str, Callable[..., int]] = {
    Import.State.APPLYING: actions.apply_rows,
    Import.State.UNDOING: actions.undo_rows,
}
SETTLED_AT_A_TIME = 500
ASKING_SECONDS, ASKING_PAUSE = 3, 0.01


@every(seconds=1, due=queries.waiting)
def go_on(*, at: datetime) -> int:
    """Go on with the import that waits longest, for some seconds: read it, bring it in or take it
    back; how many things were done.

    Each step is a short write of its own with a pause after it, so that nobody waits for long.
    """
    batch = queries.waiting(at=at).first()
    if batch is None:
        return 0
    done = 0
    with alone("import") as free:
        if free and batch.state == Import.State.WAITING:
            actions.read_list(batch=batch, at=at)
            return 1
        began = before = time.monotonic()
        size = rules.LEAST_STEP
        while free and batch.state in STEPS and _may_go_on(before - began):
            done += STEPS[batch.state](batch=batch, by=Actor.system(), at=at, limit=size) or 1
            time.sleep(PAUSE_SECONDS)
            now = time.monotonic()
            size = rules.next_size(size, seconds=now - before)
            before = now
    return done


def _may_go_on(seconds: float) -> bool:
    return seconds < SECONDS_AT_A_TIME or (seconds < MOST_SECONDS and not others_wait())


@every(hours=1, due=queries.files_to_let_go)
def let_go_of_files(*, at: datetime) -> int:
    """Blank the files of lists that are done with, or were left lying; how many."""
    return actions.let_go_of_files(at=at)


@every(minutes=1, due=two_again)
def take_the_rest(*, at: datetime) -> int:
    """Of lists taken back: what is left of them with people who are two again; how many merges."""
    return sum(
        actions.take_the_rest(batch=batch, by=Actor.system(), at=at) for batch in two_again(at=at)
    )


@every(seconds=2, due=asked.to_gather)
def gather(*, at: datetime) -> int:
    """Find the people of started rounds, some at a time; how many."""
    rounds = list(asked.to_gather(at=at))
    return _for_a_while(lambda: sum(asking.gather(list_round=one, at=at) for one in rounds))


@every(seconds=2, due=asked.to_write)
def ask(*, at: datetime) -> int:
    """Post the next letters of each round, some at a time; how many people were taken up."""
    rounds = list(asked.to_write(at=at))
    return _for_a_while(lambda: sum(asking.write_next(list_round=one, at=at) for one in rounds))


def _for_a_while(step: Callable[[], int]) -> int:
    """Step after step, each a short write with a pause after it, while there is something to do."""
    began, done = time.monotonic(), 0
    while some := step():
        done += some
        if time.monotonic() - began > ASKING_SECONDS:
            break
        time.sleep(ASKING_PAUSE)
    return done


@every(minutes=1, due=asked.to_settle)
def settle_asked(*, at: datetime) -> int:
    """See which letters have left, and who answered elsewhere; how many were looked at."""
    rows = list(asked.to_settle(at=at)[:SETTLED_AT_A_TIME])
    for row in rows:
        asking.settle(asked=row, at=at)
    return len(rows)


@every(minutes=10, due=asked.to_remind)
def remind_asked(*, at: datetime) -> int:
    """Post the second letter to whom it is due; how many."""
    return sum(asking.remind(asked=row, at=at) for row in list(asked.to_remind(at=at)))


@every(minutes=10, due=asked.silent)
def end_silence(*, at: datetime) -> int:
    """End the unknown basis of those whose days are over; how many."""
    rows = list(asked.silent(at=at))
    for row in rows:
        asking.fall_silent(asked=row, at=at)
    return len(rows)


@every(hours=1, due=asked.undecided)
def give_up_unreached(*, at: datetime) -> int:
    """Let go of those who could not be asked and about whom nobody decided; how many."""
    rows = list(asked.undecided(at=at))
    for row in rows:
        asking.give_up(asked=row, by=Actor.system(), at=at)
    return len(rows)


@every(minutes=10, due=asked.to_finish)
def finish_asking(*, at: datetime) -> int:
    """End rounds in which nobody is left to wait for; how many."""
    list_rounds = list(asked.to_finish(at=at))
    for list_round in list_rounds:
        asking.finish(list_round=list_round, at=at)
    return len(list_rounds)
