"""Passkeys (WebAuthn): what a phone or a stick holds, proven by a finger, a face or a pin.

The library `fido2` makes the challenges and checks the answers; what it must remember between the
two stays in the session.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from commonroot.accounts.actions.audit import note
from commonroot.accounts.models import Account, Factor
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.keys import mark

REQUIRED = UserVerificationRequirement.REQUIRED
PASSKEY = Factor.Kind.PASSKEY
# What the library raises for answers that do not fit, or are no answers at all.
UNREADABLE = (ValueError, TypeError, KeyError, AssertionError)
Answer = Mapping[str, Any]
State = dict[str, Any]


class PasskeyRefused(Refused):
    """The answer of a device does not fit: another site, another challenge, an unknown passkey."""


def _refused() -> PasskeyRefused:
    return PasskeyRefused(
        _("That passkey did not work here. Nothing was changed. Try again, or use your password.")
    )


def _server(host: str) -> Fido2Server:
    """The one site for which passkeys hold. A look-alike has another name, and gets nothing."""
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="Commonroot"))


def _credential(factor: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(factor.secret))


def _id_mark(raw: bytes) -> str:
    return mark("passkey", websafe_encode(raw), ring=settings.KEY_RING)


def begin_adding(*, account: Account, host: str) -> tuple[dict[str, Any], State]:
    """What the browser needs to make a passkey, and what must be remembered until it has."""
    known = [_credential(one) for one in account.factors.filter(kind=PASSKEY)]
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(
            id=account.key.encode(), name=account.shown_name, display_name=account.shown_name
        ),
        known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=REQUIRED,
    )
    return dict(options), state


@transaction.atomic
def add_passkey(
    *,
    account: Account,
    state: State,
    answer: Answer,
    label: str,
    host: str,
    by: Actor,
    at: datetime,
) -> Factor:
    """Take a new passkey. Raises PasskeyRefused."""
    try:
        made = _server(host).register_complete(state, answer).credential_data
        secret = websafe_encode(bytes(made or b""))
        mark_of_id = _id_mark(_credential(Factor(secret=secret)).credential_id)
    except UNREADABLE as error:
        raise _refused() from error
    factor = Factor.objects.create(
        account=account,
        kind=PASSKEY,
        label=label[:60],
        secret=secret,
        mark=mark_of_id,
        created_at=at,
    )
    note("passkey added", account, by=by, at=at)
    return factor


def begin_proving(*, host: str, account: Account | None = None) -> tuple[dict[str, Any], State]:
    """What the browser needs to prove somebody by a passkey; without `account`, whoever it is."""
    mine = account.factors.filter(kind=PASSKEY) if account is not None else ()
    known = [_credential(one) for one in mine] or None
    options, state = _server(host).authenticate_begin(known, user_verification=REQUIRED)
    return dict(options), state


@transaction.atomic
def prove_by_passkey(*, state: State, answer: Answer, host: str, at: datetime) -> Account:
    """Whose passkey answered. Raises PasskeyRefused.

    A sign count that went back means a copied passkey: it is refused.
    """
    try:
        read = AuthenticationResponse.from_dict(answer)
        factor = (
            Factor.objects.select_for_update()
            .filter(kind=PASSKEY, mark=_id_mark(read.raw_id))
            .first()
        )
        if factor is None:
            raise _refused()
        _server(host).authenticate_complete(state, [_credential(factor)], answer)
        counter = read.response.authenticator_data.counter
    except UNREADABLE as error:
        raise _refused() from error
    if factor.counter and counter <= factor.counter:
        raise _refused()
    factor.counter, factor.used_at = counter, at
    factor.save(update_fields=["counter", "used_at"])
    return factor.account
