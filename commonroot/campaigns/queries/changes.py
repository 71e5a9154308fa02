"""What changed in the tools of a campaign since somebody read them, and who is of the team."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Max, QuerySet

from commonroot.campaigns.models import Campaign, Change, Entry, Member, Task
from commonroot.campaigns.models.tools import Kind
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.rules.meeting import Since


def newest(campaign: Campaign) -> int:
    """The number of the newest change. Read before what it is to vouch for, never after."""
    return Change.objects.filter(campaign=campaign).aggregate(newest=Max("pk"))["newest"] or 0


def since(
    campaign: Campaign, entry_key: str, *, seen: int | Mapping[str, int], member: Member
) -> dict[str, list[Since]]:
    """{field: what changed in it after `seen`, in order}, as seen by `member`; one query."""
    read = seen if isinstance(seen, int) else min(seen.values(), default=0)
    rows = Change.objects.filter(
        campaign=campaign, entry_key=entry_key, did=Change.Did.WRITTEN, pk__gt=read
    )
    found: dict[str, list[Since]] = defaultdict(list)
    for row in rows.order_by("pk"):
        if row.pk > (seen if isinstance(seen, int) else seen.get(row.field, 0)):
            mine = row.member_id == member.pk
            found[row.field].append(Since(before=row.before, mine=mine))
    return found


def team(campaign: Campaign) -> QuerySet[Member]:
    """Who is of the team now."""
    return Member.objects.filter(campaign=campaign, left_at=None).exclude(joined_at=None)


def stands(entry: Entry, kind: Kind) -> dict[str, Any]:
    """What stands in every field, with who looks after it and until when; one query."""
    task = task_of(entry)
    found: dict[str, Any] = dict(entry.said)
    for field in kind.fields:
        if task is not None and field.type == Type.MEMBER:
            found[field.code] = task.member.key
        if task is not None and task.due_on is not None and field.type == Type.DUE:
            found[field.code] = task.due_on.isoformat()
    return found


def task_of(entry: Entry) -> Task | None:
    """Who looks after an entry and until when, with the member; None: nobody."""
    return Task.objects.filter(entry=entry).select_related("member").first()
