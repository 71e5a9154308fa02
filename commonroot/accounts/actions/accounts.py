"""Accounts and their passwords."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from commonroot.accounts.actions.audit import note
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.keys import mark


class WeakPassword(Refused):
    """The password is too short or too common."""


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
def want_weekly(*, account: Account, yes: bool, by: Actor, at: datetime) -> None:
    """Whether a letter on Mondays says what waits for them."""
    account.weekly = yes
    account.save(update_fields=["weekly"])
    note("weekly letter wanted" if yes else "weekly letter ended", account, by=by, at=at)
