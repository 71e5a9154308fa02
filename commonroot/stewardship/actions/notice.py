"""What the school itself says in its privacy notice."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.stewardship.models import Notice


@transaction.atomic
def word_notice(
    *, who: str, contact: str, paragraph: dict[str, str], by: Actor, at: datetime
) -> Notice:
    """Say who answers for what is kept, and what else people should know."""
    row = Notice.objects.select_for_update().first() or Notice(changed_at=at)
    row.who, row.contact, row.paragraph = who, contact, paragraph
    row.changed_at, row.changed_by = at, f"{by.kind}:{by.key}"
    row.save()
    note("notice worded", None, by=by, at=at, facts={"languages": sorted(paragraph)})
    return row
