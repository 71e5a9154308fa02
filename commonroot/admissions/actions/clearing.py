"""Letting go, on its day after the decision, of what was only needed to decide."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import ApplicationAnswer, Call
from commonroot.admissions.queries import clearing as queries
from commonroot.files.actions import let_go

BATCH = 500


@transaction.atomic
def clear(*, call: Call, by: Actor, at: datetime) -> int:
    """Delete scores, notes, conflicts, referees and circumstances of a call; how many rows."""
    gone = 0
    for rows in queries.goes(call):
        gone += rows.count()
        rows.delete()
    gone += queries.circumstances(call).update(circumstances="")
    Call.objects.filter(pk=call.pk).update(cleared_at=at)
    note("panel's words let go", call, by=by, at=at, facts={"rows": gone})
    return gone


@transaction.atomic
def clear_answers(*, by: Actor, at: datetime) -> int:
    """Delete answers whose question's time is over; how many. Their files go too."""
    some = list(queries.answers_to_clear(at=at).select_related("file")[:BATCH])
    if some:
        ApplicationAnswer.objects.filter(pk__in=[one.pk for one in some]).delete()
        for one in some:
            if one.file is not None:
                let_go(upload=one.file, at=at)
        note("answers let go", None, by=by, at=at, facts={"rows": len(some)})
    return len(some)
