"""The sweep that reminds people of what they look after."""

from datetime import datetime
from itertools import groupby

from commonroot.campaigns.actions.reminding import remind as remind_one
from commonroot.campaigns.queries.reminding import to_remind
from commonroot.work.sweeps import every


@every(minutes=15, due=to_remind)
def remind(*, at: datetime) -> int:
    """Write to people on the morning when something they look after is due; how many letters."""
    sent = 0
    for _member, tasks in groupby(to_remind(at=at), key=lambda task: task.member_id):
        due = list(tasks)
        sent += remind_one(member=due[0].member, tasks=due, at=at)
    return sent
