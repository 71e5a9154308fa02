"""Links sent to people with an account: the invitation, and a new password when it is forgotten."""

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from commonroot.accounts import emails, rules
from commonroot.accounts.actions.accounts import WeakPassword
from commonroot.accounts.actions.audit import note
from commonroot.accounts.models import Account, Errand, Session
from commonroot.accounts.roles import Actor
from commonroot.core.keys import token_hash

LASTS = {Errand.Kind.INVITED: rules.INVITED, Errand.Kind.FORGOTTEN: rules.FORGOTTEN}


@transaction.atomic
def open_errand(*, account: Account, kind: Errand.Kind, by: Actor, at: datetime) -> str:
    """A link for `account`; returns its token, which is stored nowhere. Earlier ones end."""
    Errand.objects.filter(account=account, done_at=None).update(done_at=at)
    token = secrets.token_urlsafe(16)
    Errand.objects.create(
        account=account, kind=kind, token_hash=token_hash(token), expires_at=at + LASTS[kind]
    )
    note("sign-in link made", account, by=by, at=at, facts={"kind": kind})
    return token


@transaction.atomic
def send_forgotten(*, account: Account, by: Actor, at: datetime) -> None:
    """Send a link to choose a new password. Nothing changes until it is used."""
    token = open_errand(account=account, kind=Errand.Kind.FORGOTTEN, by=by, at=at)
    emails.post_link(
        account, "forgotten", token=token, minutes=rules.FORGOTTEN.seconds // 60, at=at
    )


@transaction.atomic
def invite(*, account: Account, by: Actor, at: datetime) -> None:
    """Send the link by which somebody invited chooses a password; sent again, the old one ends."""
    token = open_errand(account=account, kind=Errand.Kind.INVITED, by=by, at=at)
    emails.post_link(account, "invited", token=token, minutes=rules.INVITED.days * 24 * 60, at=at)


@transaction.atomic
def choose_password(*, errand: Errand, password: str, at: datetime) -> None:
    """The password chosen by such a link; it is used up, and every session ends.

    Raises WeakPassword. Passkeys and app stay: a stolen mailbox alone opens nothing.
    """
    account = errand.account
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
    account.set_password(password)
    account.save(update_fields=["password"])
    errand.done_at = at
    errand.save(update_fields=["done_at"])
    Session.objects.filter(account=account).delete()
    by = Actor(kind="account", key=account.key)
    note("password chosen", account, by=by, at=at, facts={"kind": errand.kind})
