"""Telling everybody what came of a course, and taking it off again."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.small_numbers import Told, tell
from commonroot.engagement.models import PublicOutcome
from commonroot.engagement.queries.outcomes import Asked, outcomes
from commonroot.programmes.models import Programme


@transaction.atomic
def show_outcome(*, programme: Programme, by: Actor, at: datetime) -> PublicOutcome:
    """Tell everybody the numbers of a course as they are now, by the rule of small numbers."""
    found = outcomes(Asked(programme=programme), actor=by, at=at)
    whole = found.whole
    row = PublicOutcome.objects.select_for_update().filter(programme=programme).first()
    before = Told(row.counts, row.basis) if row is not None else None
    told = tell(
        {
            "more": whole.more,
            "same": whole.same,
            "less": whole.less,
            "unknown": whole.unknown + found.left_out,
        },
        before=before,
    )
    facts = {
        "countries": found.work.countries,
        "contacted": found.work.contacted,
        "letters": found.work.sent,
        "works": found.works,
        "changes": len(found.work.changes),
        "changed": sum(state == "done" for _text, state in found.work.changes),
    }
    shown, _created = PublicOutcome.objects.update_or_create(
        programme=programme,
        defaults={
            "counts": told.counts,
            "basis": told.basis,
            "facts": facts,
            "told_at": at,
            "hidden_at": None,
        },
    )
    note("outcome shown", programme, by=by, at=at)
    return shown


@transaction.atomic
def hide_outcome(*, programme: Programme, by: Actor, at: datetime) -> None:
    """Take what came of a course off the public pages; what was told stays known to us."""
    changed = PublicOutcome.objects.filter(programme=programme, hidden_at=None).update(hidden_at=at)
    if changed:
        note("outcome taken off", programme, by=by, at=at)
