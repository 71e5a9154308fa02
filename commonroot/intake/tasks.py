"""The work process reads large lists and brings lists in, a step at a time."""

from datetime import datetime

from commonroot.accounts.roles import Actor
from commonroot.intake import actions, queries
from commonroot.intake.models import Import
from commonroot.work.sweeps import every


@every(seconds=1, due=queries.waiting)
def go_on(*, at: datetime) -> int:
    """One step for the import that waits longest: read it, or apply its next rows; how many
    steps.
    """
    batch = queries.waiting(at=at).first()
    if batch is None:
        return 0
    if batch.state == Import.State.WAITING:
        batch.refresh_from_db(fields=["sources"])
        actions.read_list(batch=batch, at=at)
        return 1
    return actions.apply_rows(batch=batch, by=Actor.system(), at=at)
