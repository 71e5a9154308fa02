"""The audit trail: written unchained with the act, chained later."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from commonroot.accounts import queries
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.core.rows import insert_like


def note(
    verb: str,
    thing: models.Model | None = None,
    *,
    by: Actor,
    at: datetime,
    person_key: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write one audit entry, in the caller's transaction. `facts` must not name anybody."""
    AuditEntry.objects.create(
        at=at,
        verb=verb,
        actor_kind=by.kind,
        actor_key=by.key,
        thing_kind=thing._meta.label_lower if thing is not None else "",
        thing_key=getattr(thing, "key", "") or "",
        person_key=person_key,
        facts=dict(facts or {}),
    )


def note_people(
    verb: str, people: Iterable[models.Model], *, by: Actor, at: datetime, facts: Mapping[str, Any]
) -> None:
    """Write one audit entry about each of many people, all at once."""
    keys = [(thing._meta.label_lower, getattr(thing, "key", "")) for thing in people]
    insert_like(
        AuditEntry(at=at, verb=verb, actor_kind=by.kind, actor_key=by.key, facts=dict(facts)),
        differing=[{"thing_kind": kind, "thing_key": key, "person_key": key} for kind, key in keys],
    )


@transaction.atomic
def seal(*, at: datetime, limit: int = 300) -> int:
    """Chain up to `limit` entries written until `at`; how many.

    Each seal covers the one before it, so that a changed or removed row shows. Two sealers at once:
    one of them fails on the unique number and comes again.
    """
    last = queries.last_sealed()
    first, previous = (last.number or 0, last.seal) if last else (0, "")
    entries = list(queries.unsealed(at=at)[:limit])
    for number, entry in enumerate(entries, first + 1):
        entry.number = number
        previous = entry.seal = queries.seal_of(entry, previous=previous)
    AuditEntry.objects.bulk_update(entries, ("number", "seal"), batch_size=200)
    return len(entries)
