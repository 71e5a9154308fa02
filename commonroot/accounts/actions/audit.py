"""The audit trail: written unchained with the act, chained later."""

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from commonroot.accounts import emails, queries, rules
from commonroot.accounts.models import Account, AuditEntry, Checkpoint
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


@transaction.atomic
def make_checkpoint(*, file: Path, at: datetime) -> bool:
    """Write down how far the trail goes today, here and as a line at the end of `file`.

    The file is to lie where whoever holds this machine cannot write over it. The line comes before
    the row: cut off between the two, it stands there twice, which changes nothing.
    """
    last = queries.last_sealed()
    if last is None or not queries.checkpoint_due(at=at):
        return False
    today = at.astimezone(UTC).date()
    line = rules.checkpoint_line(made_on=today, number=last.number or 0, seal=last.seal)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as outside:
        outside.write(f"{line}\n")
        outside.flush()
        os.fsync(outside.fileno())
    Checkpoint.objects.create(made_on=today, number=last.number or 0, seal=last.seal)
    return True


@transaction.atomic
def tell_checkpoint(*, checkpoint: Checkpoint, to: Iterable[Account], at: datetime) -> int:
    """Send the line of a checkpoint to these accounts, so that it lies in other hands; how many."""
    line = rules.checkpoint_line(
        made_on=checkpoint.made_on, number=checkpoint.number, seal=checkpoint.seal
    )
    sent = 0
    for account in to:
        once = f"checkpoint {checkpoint.number} {account.key}"
        letter = emails.post_to(account, "checkpoint", once=once, at=at, values={"line": line})
        sent += letter is not None
    checkpoint.told_at = at
    checkpoint.save(update_fields=["told_at"])
    return sent
