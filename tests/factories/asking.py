"""People of an old list and the letters that ask them, made by the same actions as real ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import keep_until_asked
from commonroot.intake.actions import asking
from commonroot.intake.models import Asked, ListRound
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from tests.factories.people import ContactWayFactory, PersonFactory

SYSTEM = Actor.system()
THEN = datetime(2026, 1, 1, tzinfo=UTC)


def from_a_list(*, mail: str = "", phone: str = "", way: bool = True, **fields: Any) -> Person:
    """Somebody kept on an unknown basis, with a mail address if nothing else is said."""
    person: Person = PersonFactory(origin=Person.Origin.IMPORT, **fields)
    keep_until_asked(person=person, by=SYSTEM, at=THEN)
    if mail:
        ContactWayFactory(person=person, value=mail)
    if phone:
        ContactWayFactory(person=person, kind="phone", value=phone)
    if way and not (mail or phone):
        ContactWayFactory(person=person)
    return person


def started(*, at: datetime, by: Actor = SYSTEM, **fields: Any) -> ListRound:
    """A round under way about everybody never asked; nobody has a row yet."""
    list_round = asking.plan(source="courses", by=by, at=at, **fields)
    asking.start(list_round=list_round, by=by, at=at)
    list_round.refresh_from_db()
    return list_round


def written(*, at: datetime, **fields: Any) -> ListRound:
    """A round whose first letters are posted: at `at` they wait to leave."""
    list_round = started(at=at - timedelta(minutes=10), **fields)
    asking.gather(list_round=list_round, at=at)
    asking.write_next(list_round=list_round, at=at)
    list_round.refresh_from_db()
    return list_round


def sent(*, at: datetime, **fields: Any) -> ListRound:
    """A round whose first letters left at `at`."""
    list_round = written(at=at, **fields)
    deliver(list_round, at=at)
    return list_round


def reminded(*, at: datetime, **fields: Any) -> ListRound:
    """A round whose letters left at `at` and whose reminders left twenty days after."""
    list_round, then = sent(at=at, **fields), at + timedelta(days=20)
    for row in Asked.objects.filter(list_round=list_round, state=Asked.State.ASKED):
        asking.remind(asked=row, at=then)
    deliver(list_round, at=then)
    return list_round


def deliver(list_round: ListRound, *, at: datetime, state: str = Letter.State.SENT) -> None:
    """What the round's letters in the outbox become, and the round sees."""
    rows = Asked.objects.filter(list_round=list_round)
    pks = [pk for pair in rows.values_list("post", "reminder") for pk in pair if pk]
    letters = Letter.objects.filter(pk__in=pks, state__in=("queued", "held"))
    letters.update(state=state, ended_at=at)
    settle(list_round, at=at)


def settle(list_round: ListRound, *, at: datetime) -> None:
    """The round looks at every row once."""
    for row in Asked.objects.filter(list_round=list_round):
        asking.settle(asked=row, at=at)
