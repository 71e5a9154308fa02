"""Reading accounts, what they put off, and the audit trail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.accounts import rules
from commonroot.accounts.models import (
    Account,
    AuditEntry,
    Checkpoint,
    Errand,
    Factor,
    Lock,
    Postponed,
    Session,
    Try,
)
from commonroot.accounts.roles import Actor, Permission, circles_where
from commonroot.core.due import Due
from commonroot.core.keys import mark, token_hash

M = TypeVar("M", bound=Model)


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
    what: str  # "missing", "changed", "cut off" or "replaced"


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


def in_circles_of(
    rows: QuerySet[M], path: str, *, actor: Actor, permission: Permission
) -> QuerySet[M]:
    """The rows whose circle (at `path`) is one where `actor` holds `permission`.

    The wall of roles around a list, beside the gate and whatever the page asked: a page that
    forgot its guard shows nobody.
    """
    circles = circles_where(actor, permission)
    return rows if circles is None else rows.filter(**{f"{path}__in": circles})


def against(checkpoints: Iterable[tuple[int, str]]) -> Iterator[Break]:
    """Every checkpoint (number, seal) that the trail of today does not lead through.

    A tail that was cut off, or a database of yesterday put in its place, holds together by itself:
    only what was written down elsewhere says that there was more.
    """
    said = sorted(checkpoints)
    sealed = AuditEntry.objects.exclude(number=None)
    last = last_sealed()
    for number, seal in said:
        if last is None or number > (last.number or 0):
            yield Break(number, "cut off")
        elif not sealed.filter(number=number, seal=seal).exists():
            yield Break(number, "replaced")


def checkpoint_due(*, at: datetime) -> bool:
    """Whether nothing was written down today of how far the trail goes."""
    if Checkpoint.objects.filter(made_on=at.astimezone(UTC).date()).exists():
        return False
    last = last_sealed()
    newest = Checkpoint.objects.order_by("-made_on").first()
    return last is not None and (newest is None or (last.number or 0) > newest.number)


def checkpoints() -> QuerySet[Checkpoint]:
    """How far the trail went on each day, the newest first."""
    return Checkpoint.objects.order_by("-made_on")


def checkpoint_to_tell(*, at: datetime) -> Checkpoint | None:
    """The newest checkpoint, once a week, until the stewards were written to about it."""
    newest = checkpoints().first()
    lately = Checkpoint.objects.filter(told_at__gt=at - rules.TOLD_EVERY)
    return newest if newest and newest.told_at is None and not lately.exists() else None


def entries_about(keys: Iterable[str]) -> QuerySet[AuditEntry]:
    """What was done to, or read of, the things with these keys; the newest first."""
    return AuditEntry.objects.filter(thing_key__in=keys).order_by("-at", "-pk")


def entries_on(keys: Iterable[str]) -> QuerySet[AuditEntry]:
    """What concerned the person who has, or had, one of these keys; the newest first."""
    return AuditEntry.objects.filter(person_key__in=keys).order_by("-at", "-pk")


def factors(account: Account) -> list[Factor]:
    """What proves this account beside its password, without recovery codes."""
    kinds = (Factor.Kind.PASSKEY, Factor.Kind.APP)
    return list(Factor.objects.filter(account=account, kind__in=kinds).order_by("kind", "pk"))


def factor(key: str) -> Factor | None:
    """The proof with that key."""
    return Factor.objects.filter(key=key).select_related("account").first()


def has_read_many(actor: Actor, *, at: datetime) -> bool:
    """Whether somebody signed in has lately opened the pages of more people than a day's work
    needs.
    """
    read = AuditEntry.objects.filter(
        verb="person read", actor_key=actor.key, at__gt=at - rules.READ_PERIOD, at__lte=at
    )
    return read.values("person_key").distinct().count() > rules.READ_MOST


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """What is missing of what protects somebody's account, an hour after it was opened.

    In the demo there is nobody to protect.
    """
    account = Account.objects.filter(pk=actor.account_id or 0).first()
    if settings.DEMO or account is None or at - account.created_at < rules.PROOFS_WITHIN:
        return []
    if factors(account) and codes_left(account) is not None and account.lock_mark:
        return []
    return [
        Due(
            minutes=3,
            what=_("Protect what people told you"),
            why=_("Only your password does so far.")
            if not factors(account)
            else _("You have no sheet with codes for when your phone is lost."),
            button=_("Do it"),
            address=reverse("accounts:safe"),
            since=account.created_at,
            late=at - account.created_at > rules.PROOFS_LATE,
        )
    ]


def codes_left(account: Account) -> int | None:
    """How many recovery codes are left; None: none were ever drawn."""
    drawn = Factor.objects.filter(account=account, kind=Factor.Kind.CODES).first()
    return None if drawn is None else len(drawn.secret)


def sessions(account: Account, *, at: datetime, kind: str = "account") -> list[Session]:
    """Where somebody whose visits are of that kind is signed in, the latest used first."""
    idle, longest = rules.LASTS[kind]
    alive = Session.objects.filter(account=account, seen_at__gt=at - idle)
    return list(alive.filter(started_at__gt=at - longest).order_by("-seen_at", "pk"))


def session(key: str) -> Session | None:
    """The session with that key of ours (never the one in the cookie)."""
    return Session.objects.filter(key=key).select_related("account").first()


def old_sessions(*, at: datetime) -> QuerySet[Session]:
    """Sessions that are over."""
    return Session.objects.filter(Q(expire_date__lt=at) | Q(seen_at__lt=at - rules.LONGEST))


def errand(token: str, *, at: datetime) -> Errand | None:
    """The link that `token` opens, unless it was used or ran out."""
    return (
        Errand.objects.filter(token_hash=token_hash(token), done_at=None, expires_at__gt=at)
        .select_related("account")
        .first()
    )


def school_is_locked() -> bool:
    """Whether somebody locked the whole school with its printed code."""
    return locks().exists()


def locks() -> QuerySet[Lock]:
    """The lock of the school while it is closed."""
    return Lock.objects.exclude(locked_at=None)


def visit_of(actor: Actor) -> str:
    """How long whoever signed in may stay: the kind of their visit, by their roles."""
    high = any(held.is_high for held in actor.held)
    return rules.visit_of((held.role for held in actor.held), high=high)


def is_over(
    *, started_at: datetime, seen_at: datetime, at: datetime, kind: str = "account"
) -> bool:
    """Whether a visit of that kind has lasted, or nobody used it, for too long."""
    return rules.is_over(started_at=started_at, seen_at=seen_at, at=at, kind=kind)


def account_named(username: str) -> Account | None:
    """Who signs in under that mark of an address."""
    return Account.objects.filter(username=username, is_active=True).first()


def account_of(actor: Actor) -> Account:
    """The account of an actor who is signed in."""
    return Account.objects.get(pk=actor.account_id or 0)
