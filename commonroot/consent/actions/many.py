"""Agreements of many people at once, as old lists tell them; and taking such words back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from commonroot.accounts.actions import note_people
from commonroot.accounts.roles import Actor
from commonroot.consent.actions.ledger import ENDING, usual_audience
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import VALID_DAYS, Purpose
from commonroot.core.rows import insert
from commonroot.messaging.actions import cancel_letters
from commonroot.people.models import Person

State = LedgerEvent.State
NO = (Agreement.State.REFUSED, Agreement.State.WITHDRAWN)
AT_ONCE = 500


@dataclass(frozen=True)
class Heard:
    """What a list says that somebody said: yes (given), no (refused, withdrawn), or nothing
    (unknown). `source` is who kept it before us.
    """

    person: Person
    purpose: Purpose
    state: str
    at: datetime
    source: str = ""


@dataclass(frozen=True)
class Changed:
    """What stood for a person before words from a list, and what stands since; None: nothing."""

    person: Person
    purpose: str
    before: dict[str, Any] | None
    after: dict[str, Any]


@transaction.atomic
def hear(*, words: Sequence[Heard], by: Actor, at: datetime) -> list[Changed]:
    """Write down what an old list says of agreements, oldest word first; what that changed.

    A list never loosens: whoever said no stays with it, a yes that stands is left as it is, and
    a no counts when it is newer than the yes. A yes that has run out leaves its trace in the
    ledger and opens nothing. The same words again change nothing.
    """
    people = {word.person.pk: word.person for word in words}
    stands = {
        (row.person_id, row.purpose): row
        for row in Agreement.objects.filter(
            person__in=people, purpose__in={word.purpose for word in words}
        )
        if (row.audience_kind, row.audience_key) == _usual(row.purpose)
    }
    before = {place: _said(row) for place, row in stands.items()}
    events: list[LedgerEvent] = []
    fresh: dict[tuple[int, str], Agreement] = {}
    for word in sorted(words, key=lambda one: one.at):
        place = (word.person.pk, word.purpose.value)
        row = stands.get(place)
        event = _event(word, by=by)
        if not _counts(event, row, at=at):
            continue
        events.append(event)
        if row is None:
            kind, key = _usual(word.purpose)
            row = Agreement(
                person=word.person, purpose=word.purpose, audience_kind=kind, audience_key=key
            )
            stands[place] = fresh[place] = row
        row.state, row.since, row.valid_until = word.state, word.at, event.valid_until
    insert([*events, *fresh.values()])
    differing = {place: row for place, row in stands.items() if before.get(place) != _said(row)}
    Agreement.objects.bulk_update(
        [row for place, row in differing.items() if place not in fresh],
        ["state", "since", "valid_until"],
        batch_size=AT_ONCE,
    )
    for (person, purpose), row in differing.items():
        if row.state in NO and (person, purpose) not in fresh:
            cancel_letters(person_key=people[person].key, purpose=Purpose(purpose), at=at)
    _note(events, people, by=by, at=at)
    return [
        Changed(people[person], purpose, before.get((person, purpose)), _said(row))
        for (person, purpose), row in differing.items()
    ]


def _counts(word: LedgerEvent, row: Agreement | None, *, at: datetime) -> bool:
    """Whether a word says anything beside what stands."""
    if row is None:
        return True
    heard_now = row.pk is None
    over = word.valid_until is not None and word.valid_until <= at
    if row.state == Agreement.State.UNKNOWN:
        return word.state != State.UNKNOWN and (heard_now or not over)
    if word.state in ENDING:
        return row.state not in NO and word.at > row.since
    if row.state == Agreement.State.LAPSED and not heard_now:
        return word.state == State.GIVEN and word.at > row.since and not over
    if row.state in NO or not heard_now:
        return False
    # Of two yeses the newer; a yes that ran out leaves somebody whom nobody has asked since.
    return word.state == State.GIVEN or (row.valid_until is not None and row.valid_until <= at)


def _event(word: Heard, *, by: Actor) -> LedgerEvent:
    kind, key = _usual(word.purpose)
    days = VALID_DAYS[word.purpose]
    yes = word.state == State.GIVEN
    return LedgerEvent(
        person=word.person,
        purpose=word.purpose,
        audience_kind=kind,
        audience_key=key,
        state=word.state,
        how=LedgerEvent.How.IMPORT,
        recorded_by=f"{by.kind}:{by.key}",
        source=word.source,
        valid_until=word.at + timedelta(days=days) if yes and days else None,
        at=word.at,
    )


def _once_more(row: Agreement, *, by: Actor, at: datetime) -> LedgerEvent:
    """The ledger's word that what stood before stands again."""
    lapsed = row.state == Agreement.State.LAPSED
    return LedgerEvent(
        person=row.person,
        purpose=row.purpose,
        audience_kind=row.audience_kind,
        audience_key=row.audience_key,
        state=State.EXPIRED if lapsed else row.state,
        how=LedgerEvent.How.SYSTEM,
        recorded_by=f"{by.kind}:{by.key}",
        valid_until=row.valid_until,
        at=at,
    )


def _usual(purpose: str) -> tuple[str, str]:
    audience = usual_audience(Purpose(purpose))
    return audience.kind.value, audience.key


def _said(row: Agreement) -> dict[str, Any]:
    return {
        "state": str(row.state),
        "since": row.since.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
    }


def _note(
    events: Iterable[LedgerEvent], people: dict[int, Person], *, by: Actor, at: datetime
) -> None:
    """One audit entry a person and state."""
    groups: dict[tuple[str, str], dict[int, Person]] = {}
    for event in events:
        place = (event.state, event.purpose)
        groups.setdefault(place, {})[event.person_id] = people[event.person_id]
    for (state, purpose), some in groups.items():
        note_people(
            f"agreement {state}", some.values(), by=by, at=at, facts={"purpose": str(purpose)}
        )


@transaction.atomic
def unhear(*, changes: Sequence[Changed], by: Actor, at: datetime) -> int:
    """Take back what words from a list changed, where nothing was said since; how many.

    What stood before stands again; the ledger keeps the words and says that they no longer hold.
    """
    people = {change.person.pk: change.person for change in changes}
    rows = {
        (row.person_id, row.purpose): row
        for row in Agreement.objects.filter(
            person__in=people, purpose__in={change.purpose for change in changes}
        )
        if (row.audience_kind, row.audience_key) == _usual(row.purpose)
    }
    events: list[LedgerEvent] = []
    again, gone = [], []
    for change in changes:
        row = rows.get((change.person.pk, change.purpose))
        if row is None or _said(row) != change.after:
            continue
        heard = Heard(change.person, Purpose(change.purpose), State.INVALIDATED, at)
        events.append(_event(heard, by=by))
        if change.before is None:
            gone.append(row.pk)
            continue
        row.state = change.before["state"]
        row.since = datetime.fromisoformat(change.before["since"])
        until = change.before["valid_until"]
        row.valid_until = datetime.fromisoformat(until) if until else None
        again.append(row)
        events.append(_once_more(row, by=by, at=at))
    insert(events)
    Agreement.objects.bulk_update(again, ["state", "since", "valid_until"], batch_size=AT_ONCE)
    Agreement.objects.filter(pk__in=gone).delete()
    _note(events, people, by=by, at=at)
    return len(again) + len(gone)
