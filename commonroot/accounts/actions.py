"""Accounts and the audit trail: all writing."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from commonroot.accounts import queries, rules
from commonroot.accounts.models import Account, AuditEntry, Postponed, Try
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.keys import mark
from commonroot.core.rows import insert




class WeakPassword(Refused):
    """The password is too short or too common."""


class TooManyTries(Refused):
    """Somebody tried this too often lately."""


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
    insert(
        [
            AuditEntry(
                at=at,
                verb=verb,
                actor_kind=by.kind,
                actor_key=by.key,
                thing_kind=thing._meta.label_lower,
                thing_key=getattr(thing, "key", ""),
                person_key=getattr(thing, "key", ""),
                facts=dict(facts),
            )
            for thing in people
        ]
    )


def username_for(address: str) -> str:
    """The name an address signs in with: a keyed mark, so that the table names nobody."""
    return mark("account", address.strip().casefold(), ring=settings.KEY_RING)


@transaction.atomic
def open_account(
    *,
    address: str,
    shown_name: str,
    password: str | None,
    language: str,
    time_zone: str,
    by: Actor,
    at: datetime,
) -> Account:
    """An account for somebody invited. Without a password nobody can sign in to it yet.

    Raises WeakPassword. An address that has an account already gets that one back, unchanged.
    """
    known = Account.objects.filter(username=username_for(address)).first()
    if known is not None:
        return known
    account = Account(
        username=username_for(address),
        address=address.strip(),
        shown_name=shown_name,
        language=language,
        time_zone=time_zone,
        created_at=at,
    )
    if password is None:
        account.set_unusable_password()
    else:
        try:
            validate_password(password)
        except ValidationError as error:
            raise WeakPassword(" ".join(error.messages)) from error
        account.set_password(password)
    account.save()
    note("account opened", account, by=by, at=at)
    return account


@transaction.atomic
def count_try(what: str, who: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Count one try of `what` by `who` (an address or network, kept only as a mark of this day).

    Raises TooManyTries beyond `limit` tries in `per`.
    """
    bucket = _bucket(what, who, at=at)
    row, _made = Try.objects.select_for_update().get_or_create(
        bucket=bucket, defaults={"until": at + per}
    )
    if row.until <= at:
        row.count, row.until = 0, at + per
        row.save(update_fields=["count", "until"])
    if row.count >= limit:
        raise TooManyTries(_("That was tried too often. Please wait a while and try again."))
    Try.objects.filter(pk=row.pk).update(count=F("count") + 1)


@transaction.atomic
def forgive_try(what: str, who: str, *, at: datetime) -> None:
    """Take back one counted try: it succeeded, so a full office does not lock itself out."""
    bucket = _bucket(what, who, at=at)
    Try.objects.filter(bucket=bucket, count__gt=0).update(count=F("count") - 1)


def _bucket(what: str, who: str, *, at: datetime) -> str:
    return mark(f"try {what} {at:%Y-%m-%d}", who, ring=settings.KEY_RING)


@transaction.atomic
def forget_old_tries(*, at: datetime) -> int:
    """Delete counters that ran out; how many."""
    return queries.old_tries(at=at).delete()[0]


@transaction.atomic
def postpone(*, code: str, choice: str, by: Actor, at: datetime) -> bool:
    """Put a due thing off for `by` alone: until "tomorrow", for a "week", or for good ("never").

    `at` carries the zone whose mornings count. The last choice counts.
    False for a choice we do not know.
    """
    until = rules.put_off_until(choice, at=at)
    if until is None or by.account_id is None:
        return False
    Postponed.objects.update_or_create(
        account_id=by.account_id, code=queries.due_mark(code), defaults={"until": until}
    )
    return True


@transaction.atomic
def bring_back(*, code: str, by: Actor) -> bool:
    """Undo `postpone`; whether there was something to undo."""
    put_off = Postponed.objects.filter(account=by.account_id, code=queries.due_mark(code))
    return put_off.delete()[0] > 0


@transaction.atomic
def seal(*, at: datetime, limit: int = 5000) -> int:
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
