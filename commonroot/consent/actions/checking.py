"""Comparing what stands with the ledger, and making it so again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement, LedgerCheck
from commonroot.consent.queries.checking import Differing, differing, differing_of


def check_agreements(*, at: datetime) -> LedgerCheck:
    """Compare everybody's agreements with the ledger, and keep what was found.

    Everybody is read without holding others up; who seems to differ is looked at once more, since
    somebody may have answered between the two readings.
    """
    found = {one.person_key for one in list(differing()) if _again(one)}
    people = Agreement.objects.values("person").distinct().count()
    with transaction.atomic():
        LedgerCheck.objects.all().delete()
        return LedgerCheck.objects.create(at=at, people=people, differing=len(found))


@transaction.atomic
def _again(one: Differing) -> bool:
    return any(other.question == one.question for other in differing_of(one.person))


def mend_agreements(*, by: Actor, at: datetime) -> int:
    """Let stand again what the ledger tells, wherever something else stands; how many."""
    return sum(_mend(one, by=by, at=at) for one in list(differing()))


@transaction.atomic
def _mend(one: Differing, *, by: Actor, at: datetime) -> bool:
    if not _again(one):
        return False
    asked: dict[str, Any] = {
        "person_id": one.person,
        "purpose": one.question.purpose,
        "audience_kind": one.question.audience.kind,
        "audience_key": one.question.audience.key,
    }
    if one.told is None:
        Agreement.objects.filter(**asked).delete()
    else:
        told = {
            "state": one.told.state,
            "valid_until": one.told.valid_until,
            "since": one.told.since,
        }
        Agreement.objects.update_or_create(**asked, defaults=told)
    facts = {"purpose": str(one.question.purpose)}
    note("agreement mended", None, by=by, at=at, person_key=one.person_key, facts=facts)
    return True
