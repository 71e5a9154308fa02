"""Whether what stands is what the ledger tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonroot.consent.models import Agreement, LedgerCheck, LedgerEvent
from commonroot.consent.queries.merging import Question, question_of
from commonroot.consent.rules import Event, Standing, alike, fold
from commonroot.people.models import Person

AT_ONCE = 2000
EVERY = timedelta(days=1)


@dataclass(frozen=True)
class Differing:
    """One question of one person: what stands, and what the ledger tells. None: nothing."""

    person: int
    person_key: str
    question: Question
    stands: Standing | None
    told: Standing | None


def differing() -> Iterator[Differing]:
    """Every agreement that is not what the ledger tells, person by person; reads both once."""
    last = 0
    while True:
        people = Person.objects.filter(pk__gt=last).order_by("pk")
        some = list(people.values_list("pk", "key")[:AT_ONCE])
        if not some:
            return
        yield from _differing(dict(some), first=some[0][0], last=some[-1][0])
        last = some[-1][0]


def differing_of(person: int) -> list[Differing]:
    """The same of one person, by primary key."""
    keys = dict(Person.objects.filter(pk=person).values_list("pk", "key"))
    return list(_differing(keys, first=person, last=person))


def _differing(keys: dict[int, str], *, first: int, last: int) -> Iterator[Differing]:
    theirs = {"person__gte": first, "person__lte": last}
    events: dict[tuple[int, Question], list[Event]] = {}
    for event in (
        LedgerEvent.objects.filter(**theirs)
        .order_by("pk")
        .only("person", "purpose", "audience_kind", "audience_key", "state", "at", "valid_until")
    ):
        said = Event(event.state, event.at, event.valid_until)
        events.setdefault((event.person_id, question_of(event)), []).append(said)
    stands = {
        (row.person_id, question_of(row)): Standing(row.state, row.since, row.valid_until)
        for row in Agreement.objects.filter(**theirs)
    }
    for place in sorted(events.keys() | stands.keys(), key=str):
        told, now = fold(events.get(place, ())), stands.get(place)
        person, question = place
        if person in keys and not alike(now, told):
            yield Differing(person, keys[person], question, now, told)


def last_check() -> LedgerCheck | None:
    """What the last comparison found; None: nobody compared yet."""
    return LedgerCheck.objects.order_by("-at", "-pk").first()


def check_due(*, at: datetime) -> bool:
    """Whether nobody compared for a day."""
    last = last_check()
    return last is None or last.at <= at - EVERY
