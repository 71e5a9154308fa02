"""Who is to be reminded this morning of what they look after."""

from datetime import datetime

from commonroot.campaigns.models import Task
from commonroot.campaigns.rules.reminding import ANSWERED, days_looked_at, is_due, is_told
from commonroot.core.time import zone_or


def is_over(task: Task) -> bool:
    """Whether there is nothing left to do: it is done, what was asked is answered, or it is
    written down how it was.
    """
    entry = task.entry
    answered = entry.kind == "ask" and entry.said.get("answer") in ANSWERED
    return task.done_at is not None or answered or is_told(entry.kind, entry.said)


def to_remind(*, at: datetime) -> list[Task]:
    """What is due this morning where its person is, with entry, campaign and person; one query.

    Nothing of campaigns thrown away, of who left or paused everything, nor what is over.
    """
    first, last = days_looked_at(at)
    rows = Task.objects.filter(
        reminded_at=None,
        done_at=None,
        due_on__range=(first, last),
        member__left_at=None,
        member__person__frozen_at=None,
        entry__campaign__thrown_at=None,
    ).select_related("entry__campaign", "member__person", "member__campaign")
    return [one for one in rows.order_by("member", "due_on", "pk") if _is_due(one, at=at)]


def _is_due(task: Task, *, at: datetime) -> bool:
    zone = zone_or(task.member.person.time_zone, task.entry.campaign.time_zone)
    return task.due_on is not None and not is_over(task) and is_due(task.due_on, zone=zone, at=at)
