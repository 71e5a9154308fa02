"""Comparing what stands with the ledger, and making it so again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement, LedgerCheck
from commonroot.consent.queries.checking import differing


@transaction.atomic
def check_agreements(*, at: datetime) -> LedgerCheck:
    """Compare everybody's agreements with the ledger, and keep what was found."""
    found = {one.person_key for one in differing()}
    people = Agreement.objects.values("person").distinct().count()
    LedgerCheck.objects.all().delete()
    return LedgerCheck.objects.create(at=at, people=people, differing=len(found))


@transaction.atomic
def mend_agreements(*, by: Actor, at: datetime) -> int:
    """Let stand again what the ledger tells, wherever something else stands; how many."""
    mended = 0
    for one in list(differing()):
        asked: dict[str, Any] = {
            "person_id": one.person,
            "purpose": one.question.purpose,
            "audience_kind": one.question.audience.kind,
            "audience_key": one.question.audience.key,
        }
        if one.told is None:
            Agreement.objects.filter(**asked).delete()
        else:
            Agreement.objects.update_or_create(
                **asked,
                defaults={
                    "state": one.told.state,
                    "valid_until": one.told.valid_until,
                    "since": one.told.since,
                },
            )
        facts = {"purpose": str(one.question.purpose)}
        note("agreement mended", None, by=by, at=at, person_key=one.person_key, facts=facts)
        mended += 1
    return mended
