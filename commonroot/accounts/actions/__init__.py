"""Accounts, what proves them, and the audit trail: all writing."""

from commonroot.accounts.actions.accounts import (
    WeakPassword,
    open_account,
    username_for,
    want_weekly,
)
from commonroot.accounts.actions.audit import (
    make_checkpoint,
    note,
    note_people,
    seal,
    tell_checkpoint,
)
from commonroot.accounts.actions.errands import (
    choose_password,
    invite,
    open_errand,
    send_forgotten,
)
from commonroot.accounts.actions.factors import (
    LastFactor,
    WrongCode,
    add_app,
    draw_codes,
    end_others,
    end_session,
    forget_old_sessions,
    prove_by_code,
    remove_factor,
    take_sessions_along,
)
from commonroot.accounts.actions.locking import (
    NoSuchCode,
    draw_account_lock,
    draw_school_lock,
    lock,
    unlock_account,
    unlock_school,
)
from commonroot.accounts.actions.passkeys import (
    PasskeyRefused,
    add_passkey,
    begin_adding,
    begin_proving,
    prove_by_passkey,
)
from commonroot.accounts.actions.postponing import bring_back, postpone
from commonroot.accounts.actions.tries import (
    TooManyTries,
    count_try,
    forget_old_tries,
    forgive_try,
)

__all__ = [
    "LastFactor",
    "NoSuchCode",
    "PasskeyRefused",
    "TooManyTries",
    "WeakPassword",
    "WrongCode",
    "add_app",
    "add_passkey",
    "begin_adding",
    "begin_proving",
    "bring_back",
    "choose_password",
    "count_try",
    "draw_account_lock",
    "draw_codes",
    "draw_school_lock",
    "end_others",
    "end_session",
    "forget_old_sessions",
    "forget_old_tries",
    "forgive_try",
    "invite",
    "lock",
    "make_checkpoint",
    "note",
    "note_people",
    "open_account",
    "open_errand",
    "postpone",
    "prove_by_code",
    "prove_by_passkey",
    "remove_factor",
    "seal",
    "send_forgotten",
    "take_sessions_along",
    "tell_checkpoint",
    "unlock_account",
    "unlock_school",
    "username_for",
    "want_weekly",
]
