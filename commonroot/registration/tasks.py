"""What falls due in registration: offers, places nobody confirmed, newcomers gone silent."""

from datetime import datetime

from commonroot.accounts.roles import Actor
from commonroot.registration import actions, queries
from commonroot.work.sweeps import every


@every(seconds=5, due=queries.sessions_with_room_and_queue)
def fill_freed_places(*, at: datetime) -> int:
    """Offer each freed place to whoever waits longest; the number of offers made."""
    offered = 0
    for session in queries.sessions_with_room_and_queue(at=at):
        while actions.offer_next(session=session, by=Actor.system(), at=at):
            offered += 1
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
