"""Organisers sign what was decided, all of it as it is; two of them where there are two."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions.choosing import locked
from commonroot.admissions.models import Application, Call, SignOff
from commonroot.admissions.queries import choosing as queries
from commonroot.admissions.queries.reading import conflicted
from commonroot.admissions.rules import choosing as rules
from commonroot.core.errors import Refused


class StillOpen(Refused):
    """Something is not decided yet, or there is nothing to sign."""


class Changed(Refused):
    """Somebody decided otherwise after the page was opened."""


class OwnSignature(Refused):
    """Nobody signs twice."""


@transaction.atomic
def sign(*, call: Call, seen: str, by: Actor, at: datetime) -> SignOff:
    """Stand by all decisions as they are; `seen` is their mark when they were looked at.

    With the last signature that is needed, it is decided. Raises StillOpen, Changed, OwnSignature.
    """
    call = locked(call)
    mark = queries.mark(call)
    if seen != mark:
        raise Changed(_("Somebody changed a decision meanwhile. Look at them again, then sign."))
    _refuse_open(call, by=by)
    there = queries.signatures(call)
    if any(one.by_id == by.account_id for one in there):
        raise OwnSignature(_("You signed this already. Somebody else signs it second."))
    signed = SignOff.objects.create(
        call=call, by_id=by.account_id, mark=mark, accepted=queries.held(call), at=at
    )
    note("decisions signed", call, by=by, at=at, facts={"signature": len(there) + 1})
    if len(there) + 1 >= needed(call, by=by, at=at) and call.decided_at is None:
        Call.objects.filter(pk=call.pk).update(decided_at=at)
        note("decisions final", call, by=by, at=at)
    return signed


def needed(call: Call, *, by: Actor, at: datetime) -> int:
    """How many signatures it takes: one alone where nobody else could sign."""
    others = queries.other_signers(call, beside=by, at=at).exists()
    return rules.signatures_needed(two_yes=call.two_yes, others=others)


def _refuse_open(call: Call, *, by: Actor) -> None:
    untold = queries.untold(call)
    if not untold.exists():
        raise StillOpen(_("There is nothing to sign: everything decided was told."))
    still = untold.filter(state=Application.State.SUBMITTED)
    hidden = conflicted(still, actor=by)
    mine = still.exclude(pk__in=hidden).count()
    if mine:
        raise StillOpen(
            ngettext(
                "%(count)s application is still open. Decide it first.",
                "%(count)s applications are still open. Decide them first.",
                mine,
            )
            % {"count": mine}
        )
    if hidden:
        # How many, and whose, is told to nobody who must not judge them.
        raise StillOpen(_("Somebody else has still something to decide. Ask the other organisers."))
