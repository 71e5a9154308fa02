"""Sweeps: retention, backups, and asking people whether their details are still right."""

from datetime import datetime
from itertools import chain

from django.conf import settings

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import clearing
from commonroot.admissions.queries.clearing import something_to_clear, to_clear
from commonroot.messaging.actions import Routed
from commonroot.messaging.actions import read_mailbox as read_all
from commonroot.messaging.queries import mailbox_due
from commonroot.registration.actions.attendance import let_attendance_go as let_go_of_attendance
from commonroot.registration.queries.attendance import attendance_to_let_go
from commonroot.stewardship import actions, queries
from commonroot.stewardship.actions.backups import back_up
from commonroot.stewardship.actions.leaving import let_people_go as let_go_of_people
from commonroot.stewardship.actions.mail import take_mail
from commonroot.stewardship.actions.tombstones import write_stones
from commonroot.stewardship.actions.trimming import trim_people
from commonroot.stewardship.queries.backups import backup_is_due, unwritten_stones
from commonroot.stewardship.queries.leaving import clock_is_doubtful, somebody_leaves
from commonroot.stewardship.queries.retention import run_is_due
from commonroot.stewardship.queries.trimming import to_trim
from commonroot.work.sweeps import every, for_a_while

BATCH = 100


def something_outlived(*, at: datetime) -> bool:
    """Whether any row's time of keeping is over, or the day's run has not been yet."""
    if queries.clock_jumped_from(at=at):
        return False
    if run_is_due(at=at):
        return True
    over = chain(queries.outlived(at=at), queries.to_blank(at=at))
    return any(rows.exists() for _declaration, rows in over)


@every(minutes=60, due=something_outlived)
def let_go(*, at: datetime) -> int:
    """Delete what was kept long enough; how many rows."""
    return sum(actions.let_go(at=at).values())


@every(minutes=30, due=queries.round_of_week_due)
def ask_this_week(*, at: datetime) -> int:
    """Make the week's round of people whose details grew old; how many."""
    return actions.ask_this_week(at=at)


@every(seconds=10, due=queries.to_post)
def write_questions(*, at: datetime) -> int:
    """Write the letters of rounds that have left; how many questions were looked at."""

    def step() -> int:
        waiting = list(queries.to_post(at=at)[:BATCH])
        for question in waiting:
            actions.write_to(question=question, at=at)
        return len(waiting)

    return for_a_while(step)


@every(minutes=10, due=queries.to_ask_again)
def ask_again(*, at: datetime) -> int:
    """Write once more to those silent for two weeks; how many were looked at."""
    silent = list(queries.to_ask_again(at=at)[:BATCH])
    for question in silent:
        actions.write_again(question=question, at=at)
    return len(silent)


@every(minutes=1, due=queries.to_end)
def end_questions(*, at: datetime) -> int:
    """Write down that a letter came back, or that nobody answered; how many."""
    ended = list(queries.to_end(at=at)[:BATCH])
    for question in ended:
        actions.end_question(question=question, at=at)
    return len(ended)


@every(minutes=60, due=somebody_leaves)
def let_people_go(*, at: datetime) -> int:
    """Delete people whom nothing keeps any more; how many."""
    return sum(let_go_of_people(at=at).values())


def somebody_to_trim(*, at: datetime) -> bool:
    """Whether more is held of anybody than the course needs that they came for."""
    return not clock_is_doubtful(at=at) and to_trim(at=at).exists()


@every(minutes=60, due=somebody_to_trim)
def trim_details(*, at: datetime) -> int:
    """Empty what the register alone would need of those who refused it; how many people."""
    return trim_people(at=at)


def attendance_outlived(*, at: datetime) -> bool:
    """Whether single sessions of those who did not agree to be kept are to go."""
    return not clock_is_doubtful(at=at) and attendance_to_let_go(at=at).exists()


@every(hours=1, due=attendance_outlived)
def let_attendance_go(*, at: datetime) -> int:
    """Delete single sessions of those who did not agree to be kept; how many. Nothing goes while
    the clock is further ahead than it should be.
    """
    return 0 if clock_is_doubtful(at=at) else let_go_of_attendance(by=Actor.system(), at=at)


def decisions_outlived(*, at: datetime) -> bool:
    """Whether what was only needed to decide about applications is to go."""
    return something_to_clear(at=at) and not clock_is_doubtful(at=at)


@every(hours=1, due=decisions_outlived)
def let_decisions_go(*, at: datetime) -> int:
    """Delete scores, referees, circumstances and answers on their day after the decision; how many
    rows. Nothing goes while the clock is further ahead than it should be.
    """
    if clock_is_doubtful(at=at):
        return 0
    system = Actor.system()
    gone = sum(clearing.clear(call=call, by=system, at=at) for call in to_clear(at=at))
    return gone + clearing.clear_answers(by=system, at=at)


@every(minutes=5, due=unwritten_stones)
def write_tombstones(*, at: datetime) -> int:
    """Write to the file beside the backups who was forgotten, where a crash left it out."""
    return write_stones()


@every(minutes=10, due=backup_is_due)
def back_up_tonight(*, at: datetime) -> int:
    """Write the night's backup, restore it aside and compare; 1 when it is good."""
    row = back_up(into=settings.BACKUPS, by=Actor.system(), at=at)
    return int(row.compared)


@every(minutes=1, due=mailbox_due)
def read_mailbox(*, at: datetime) -> int:
    """Take what arrived in the mailbox; how many mails were looked at."""

    def route(raw: bytes) -> Routed:
        return take_mail(raw, at=at)

    return read_all(route=route, at=at)
