"""What falls due in registration: offers, reminders, changes to tell, what is let go."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.programmes.actions import told
from commonroot.programmes.queries import changes_to_tell
from commonroot.registration import actions, queries
from commonroot.registration.actions import attendance, certificates, feedback
from commonroot.registration.actions.care import settle_floors
from commonroot.registration.queries.attendance import completions_to_note
from commonroot.registration.queries.care import floors_to_settle
from commonroot.registration.queries.certificates import open_rounds, rounds_due, to_tell
from commonroot.registration.queries.feedback import to_ask
from commonroot.work.sweeps import every

BATCH = 100


@every(seconds=5, due=queries.sessions_with_room_and_queue)
def fill_freed_places(*, at: datetime) -> int:
    """Offer each freed place to whoever waits longest; the number of offers made."""
    offered = 0
    for session in queries.sessions_with_room_and_queue(at=at):
        while rows := actions.offer_next(session=session, by=Actor.system(), at=at):
            offered += len(rows)
    return offered


@every(minutes=1, due=queries.offers_over)
def end_offers(*, at: datetime) -> int:
    """Let go of offers nobody took; how many."""
    over = queries.offers_over(at=at).select_related("session")
    return sum(actions.lapse(registration=row, by=Actor.system(), at=at) for row in over)


@every(minutes=10, due=queries.unconfirmed)
def free_unconfirmed(*, at: datetime) -> int:
    """Let go of places that newcomers never confirmed; how many."""
    rows = queries.unconfirmed(at=at).select_related("session")
    return sum(actions.lapse(registration=row, by=Actor.system(), at=at) for row in rows)


@every(hours=1, due=queries.newcomers_to_forget)
def forget_newcomers(*, at: datetime) -> int:
    """Delete newcomers who never answered and have no place; how many."""
    people = list(queries.newcomers_to_forget(at=at))
    for person in people:
        actions.forget_newcomer(person=person, at=at)
    return len(people)


@every(minutes=5, due=queries.reminders_due)
def remind(*, at: datetime) -> int:
    """Remind whoever has a place in a session that is soon, in their own morning; how many."""
    return sum(actions.remind(registration=row, at=at) for row in queries.reminders_due(at=at))


@every(minutes=1, due=changes_to_tell)
def tell_changes(*, at: datetime) -> int:
    """Write to whoever comes that dates changed, each change once; how many letters."""
    letters = 0
    for change in changes_to_tell(at=at):
        with transaction.atomic():
            if told(change=change, by=Actor.system(), at=at):
                letters += actions.tell_change(change=change, by=Actor.system(), at=at)
    return letters


@every(hours=6, due=queries.answers_to_let_go)
def let_go_of_answers(*, at: datetime) -> int:
    """Delete answers whose question's time of keeping is over; how many."""
    return actions.let_go_of_answers(at=at)


@every(minutes=1, due=floors_to_settle)
def treat_with_care(*, at: datetime) -> int:
    """Treat people as carefully as what they are in asks now; of how many it changed."""
    return settle_floors(by=Actor.system(), at=at)


@every(seconds=5, due=rounds_due)
def make_certificates(*, at: datetime) -> int:
    """Make the next certificates that were asked for; how many."""
    return sum(
        certificates.go_on(making=making, by=Actor.system(), at=at) for making in open_rounds()
    )


@every(seconds=30, due=to_tell)
def tell_of_certificates(*, at: datetime) -> int:
    """Write to those whose certificate is there; how many."""
    return sum(certificates.tell(certificate=row, at=at) for row in list(to_tell(at=at)[:BATCH]))


@every(minutes=5, due=to_ask)
def ask_for_feedback(*, at: datetime) -> int:
    """Ask whoever came what the session was worth to them; how many were looked at."""
    came = list(to_ask(at=at)[:BATCH])
    for registration in came:
        feedback.ask(registration=registration, at=at)
    return len(came)


@every(hours=1, due=completions_to_note)
def note_completions(*, at: datetime) -> int:
    """Write down how far everybody got, before single sessions go; how many."""
    return sum(
        attendance.note_completions(programme=programme, by=Actor.system(), at=at)
        for programme in completions_to_note(at=at)
    )
