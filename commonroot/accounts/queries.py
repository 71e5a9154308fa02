"""Reading accounts, what they put off, and the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from commonroot.accounts import rules
from commonroot.accounts.models import AuditEntry, Postponed, Try
from commonroot.accounts.roles import Actor
from commonroot.core.keys import mark


def due_mark(code: str) -> str:
    """The keyed mark under which a due thing is put off."""
    return mark("due", code, ring=settings.KEY_RING)


def put_off(actor: Actor, *, at: datetime) -> set[str]:
    """Marks of what `actor` does not want to see today. One query."""
    if actor.account_id is None:
        return set()
    waiting = Postponed.objects.filter(account_id=actor.account_id, until__gt=at)
    return set(waiting.values_list("code", flat=True))


def last_change() -> int:
    """A number that rises with everything anybody does, so that a count can be kept until then.

    It is the newest audit entry's; 0 before the first. One query, by the primary key.
    """
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def tail() -> QuerySet[AuditEntry]:
    """Entries that are not chained yet, oldest first."""
    return AuditEntry.objects.filter(number=None).order_by("pk")


def unsealed(*, at: datetime) -> QuerySet[AuditEntry]:
    """Those of the tail that were written until `at`."""
    return tail().filter(at__lte=at)


def last_sealed() -> AuditEntry | None:
    """The end of the chain."""
    return AuditEntry.objects.exclude(number=None).order_by("-number").first()


def old_tries(*, at: datetime) -> QuerySet[Try]:
    """Counters that ran out."""
    return Try.objects.filter(until__lt=at)


def seal_of(entry: AuditEntry, *, previous: str) -> str:
    """The seal an entry must carry after the seal `previous`.

    It is keyed: whoever has the database alone cannot make one.
    """
    said = rules.canonical({name: getattr(entry, name) for name in rules.SEALED})
    return mark("audit seal", previous + said, ring=settings.KEY_RING)


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold: the first number concerned and what is wrong there."""

    number: int
    what: str  # "missing" or "changed"


def breaks() -> Iterator[Break]:
    """Every place where the audit chain does not hold, in order. Reads the whole trail once."""
    expected, previous = 1, ""
    for entry in AuditEntry.objects.exclude(number=None).order_by("number").iterator():
        number = entry.number or 0
        if number != expected:
            yield Break(expected, "missing")
        elif entry.seal != seal_of(entry, previous=previous):
            yield Break(number, "changed")
        expected, previous = number + 1, entry.seal
