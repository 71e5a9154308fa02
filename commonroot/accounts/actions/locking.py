"""Codes on paper that lock an account or the whole school, from any phone, without signing in."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts import rules
from commonroot.accounts.actions.audit import note
from commonroot.accounts.models import Account, Lock, Session
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.keys import mark


class NoSuchCode(Refused):
    """No lock code of ours."""


def lock_mark(typed: str) -> str:
    """The keyed mark of a lock code."""
    return mark("lock code", rules.typed_code(typed), ring=settings.KEY_RING)


def _drawn() -> str:
    letters = [
        secrets.choice(rules.CODE_LETTERS) for _ in range(rules.LOCK_BLOCKS * rules.LOCK_BLOCK)
    ]
    return rules.drawn_code(letters, blocks=rules.LOCK_BLOCKS, block=rules.LOCK_BLOCK)


@transaction.atomic
def draw_account_lock(*, account: Account, by: Actor, at: datetime) -> str:
    """A new code that locks this account, shown once; the earlier one ends."""
    code = _drawn()
    account.lock_mark = lock_mark(code)
    account.save(update_fields=["lock_mark"])
    note("lock code drawn", account, by=by, at=at)
    return code


@transaction.atomic
def draw_school_lock(*, by: Actor, at: datetime) -> str:
    """A new code that locks the whole school, shown once; earlier ones end."""
    code = _drawn()
    Lock.objects.filter(locked_at=None).delete()
    Lock.objects.create(mark=lock_mark(code), made_at=at)
    note("school's lock code drawn", by=by, at=at)
    return code


@transaction.atomic
def lock(*, code: str, at: datetime) -> str:
    """Lock what the code is for: "account" or "school". Raises NoSuchCode.

    Sessions end with it; nothing is deleted. Locking twice changes nothing.
    """
    typed = lock_mark(code)
    house = Lock.objects.select_for_update().filter(mark=typed).first()
    if house is not None:
        if house.locked_at is None:
            house.locked_at = at
            house.save(update_fields=["locked_at"])
            Session.objects.all().delete()
            note("school locked", by=Actor.public(), at=at)
        return "school"
    account = Account.objects.select_for_update().exclude(lock_mark="").filter(lock_mark=typed)
    for found in account:
        if found.locked_at is None:
            found.locked_at = at
            found.save(update_fields=["locked_at"])
            Session.objects.filter(account=found).delete()
            note("account locked", found, by=Actor.public(), at=at)
        return "account"
    raise NoSuchCode(_("We know no such code. Look at each letter again; nothing was locked."))


@transaction.atomic
def unlock_account(*, account: Account, by: Actor, at: datetime) -> None:
    """Open an account again; its lock code is used up."""
    account.locked_at, account.lock_mark = None, ""
    account.save(update_fields=["locked_at", "lock_mark"])
    note("account unlocked", account, by=by, at=at)


@transaction.atomic
def unlock_school(*, by: Actor, at: datetime) -> bool:
    """Open the school again, on the server's command line; whether it was locked."""
    opened, _rows = Lock.objects.exclude(locked_at=None).delete()
    if opened:
        note("school unlocked", by=by, at=at)
    return bool(opened)
