"""Sweeps of campaigns: what was thrown away or left goes, somebody always leads."""

from datetime import datetime

from commonroot.campaigns.actions.campaigns import delete
from commonroot.campaigns.actions.team import let_the_oldest_lead
from commonroot.campaigns.queries import team as queries
from commonroot.work.sweeps import every

BATCH = 20


@every(hours=12, due=queries.to_delete)
def delete_campaigns(*, at: datetime) -> int:
    """Delete campaigns thrown away two weeks ago and those in which nobody is left; how many."""
    found = list(queries.to_delete(at=at)[:BATCH])
    for one in found:
        delete(campaign=one, at=at)
    return len(found)


@every(hours=12, due=queries.without_lead)
def let_somebody_lead(*, at: datetime) -> int:
    """Where whoever led was forgotten, the one who is in it for longest leads; how many."""
    found = list(queries.without_lead(at=at)[:BATCH])
    for one in found:
        let_the_oldest_lead(campaign=one, at=at)
    return len(found)
