"""The work process reads lists, brings them in and asks their people, a step at a time."""

from datetime import datetime

from commonroot.accounts.roles import Actor
from commonroot.intake import actions, queries
from commonroot.intake.actions import asking
from commonroot.intake.models import Import
from commonroot.intake.queries import asking as asked
from commonroot.work.sweeps import every

SETTLED_AT_A_TIME = 500


@every(seconds=1, due=queries.waiting)
def go_on(*, at: datetime) -> int:
    """One step for the import that waits longest: read it, or apply its next rows; how many
    steps.
    """
    batch = queries.waiting(at=at).first()
    if batch is None:
        return 0
    if batch.state == Import.State.WAITING:
        batch.refresh_from_db(fields=["sources"])
        actions.read_list(batch=batch, at=at)
        return 1
    return actions.apply_rows(batch=batch, by=Actor.system(), at=at)


@every(seconds=2, due=asked.to_gather)
def gather(*, at: datetime) -> int:
    """Find the people of started rounds; how many."""
    return sum(asking.gather(list_round=list_round, at=at) for list_round in asked.to_gather(at=at))


@every(seconds=2, due=asked.to_write)
def ask(*, at: datetime) -> int:
    """Post the next letters of each round; how many people were taken up."""
    return sum(asking.write_next(list_round=one, at=at) for one in asked.to_write(at=at))


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
