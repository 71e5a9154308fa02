"""What proves who signs in: codes from an app, recovery codes. Passkeys have their own module."""

import secrets
from datetime import datetime, timedelta

import pyotp
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from commonroot.accounts import queries, rules
from commonroot.accounts.actions.audit import note
from commonroot.accounts.models import Account, Factor, Session
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.keys import mark

KINDS = Factor.Kind


class WrongCode(Refused):
    """The code is not the one the app shows now, was used already, or is nobody's."""


class LastFactor(Refused):
    """The last proof beside the password cannot be taken away while others depend on it."""


def _wrong() -> WrongCode:
    return WrongCode(
        _("That code does not fit, or was used already. Wait for the next one and try again.")
    )


def code_mark(account: Account, typed: str) -> str:
    """The keyed mark of a recovery code."""
    code = rules.typed_code(typed)
    return mark("recovery code", f"{account.key} {code}", ring=settings.KEY_RING)


@transaction.atomic
def add_app(*, account: Account, seed: str, code: str, by: Actor, at: datetime) -> Factor:
    """Take codes from an app from now on; `code` shows that it has the seed. Raises WrongCode.

    Ends the other sessions, as every change of what proves somebody does.
    """
    step = _fitting_step(seed, code, after=0, at=at)
    if step is None:
        raise _wrong()
    Factor.objects.filter(account=account, kind=KINDS.APP).delete()
    made = Factor.objects.create(
        account=account, kind=KINDS.APP, secret=seed, counter=step, created_at=at
    )
    note("app for codes added", account, by=by, at=at)
    return made


@transaction.atomic
def draw_codes(*, account: Account, by: Actor, at: datetime) -> list[str]:
    """Ten new recovery codes, shown once; the earlier ones end."""
    codes = [
        rules.drawn_code(_letters(), blocks=rules.CODE_BLOCKS, block=rules.CODE_BLOCK)
        for _number in range(rules.CODES)
    ]
    Factor.objects.filter(account=account, kind=KINDS.CODES).delete()
    Factor.objects.create(
        account=account,
        kind=KINDS.CODES,
        secret=[code_mark(account, code) for code in codes],
        created_at=at,
    )
    note("recovery codes drawn", account, by=by, at=at)
    return codes


def _letters() -> list[str]:
    return [secrets.choice(rules.CODE_LETTERS) for _ in range(rules.LOCK_BLOCKS * rules.LOCK_BLOCK)]


@transaction.atomic
def prove_by_code(*, account: Account, code: str, at: datetime) -> str:
    """Which kind of code fitted: from the app, or a recovery code, which is then used up.

    A code is taken once. Raises WrongCode.
    """
    for factor in Factor.objects.select_for_update().filter(
        account=account, kind__in=(KINDS.APP, KINDS.CODES)
    ):
        if factor.kind == KINDS.APP:
            step = _fitting_step(factor.secret, code, after=factor.counter, at=at)
            if step is not None:
                factor.counter, factor.used_at = step, at
                factor.save(update_fields=["counter", "used_at"])
                return str(factor.kind)
        elif code_mark(account, code) in factor.secret:
            factor.secret = [one for one in factor.secret if one != code_mark(account, code)]
            factor.used_at = at
            factor.save(update_fields=["secret", "used_at"])
            return str(factor.kind)
    raise _wrong()


def _fitting_step(seed: str, code: str, *, after: int, at: datetime) -> int | None:
    """The half minute whose code this is, around now and later than `after`."""
    totp = pyotp.TOTP(seed, interval=rules.STEP)
    typed = rules.typed_code(code)
    now = rules.time_step(at=at)
    for step in range(now - rules.STEPS_AROUND, now + rules.STEPS_AROUND + 1):
        if step > after and secrets.compare_digest(totp.generate_otp(step), typed):
            return step
    return None


@transaction.atomic
def remove_factor(*, factor: Factor, by: Actor, at: datetime) -> None:
    """Take a passkey or the app away. Raises LastFactor: one proof must stay."""
    others = Factor.objects.filter(account=factor.account).exclude(pk=factor.pk)
    if not others.exclude(kind=KINDS.CODES).exists():
        raise LastFactor(_("This is the last one. Add another first, then take this one away."))
    factor.delete()
    note("proof taken away", factor.account, by=by, at=at, facts={"kind": factor.kind})


@transaction.atomic
def end_session(*, session: Session, by: Actor, at: datetime) -> None:
    """Sign one device out."""
    session.delete()
    note("device signed out", session.account, by=by, at=at)


@transaction.atomic
def end_others(*, account: Account, keep: str, by: Actor, at: datetime) -> int:
    """Sign every other device out; how many. `keep` is the stored key of the session in use."""
    ended, _rows = Session.objects.filter(account=account).exclude(session_key=keep).delete()
    if ended:
        note("other devices signed out", account, by=by, at=at, facts={"count": ended})
    return ended


@transaction.atomic
def forget_old_sessions(*, at: datetime) -> int:
    """Delete sessions that are over; how many."""
    return queries.old_sessions(at=at).delete()[0]


@transaction.atomic
def take_sessions_along(*, ahead: timedelta) -> int:
    """Move every session as far ahead as the demo's clock will be, so that nobody is signed out
    by it; how many.
    """
    return Session.objects.update(
        started_at=F("started_at") + ahead,
        seen_at=F("seen_at") + ahead,
        expire_date=F("expire_date") + ahead,
    )
