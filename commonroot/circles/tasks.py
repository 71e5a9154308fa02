"""Sweeps of circles: the stewards get the line that says how far the audit trail goes."""

from datetime import datetime

from django.conf import settings

from commonroot.accounts.actions import tell_checkpoint
from commonroot.accounts.queries import checkpoint_to_tell
from commonroot.circles import queries
from commonroot.work.sweeps import every


def _is_due(*, at: datetime) -> bool:
    # The demo has nobody to protect.
    return not settings.DEMO and checkpoint_to_tell(at=at) is not None


@every(hours=1, due=_is_due)
def tell_stewards(*, at: datetime) -> int:
    """Send the newest checkpoint to the stewards of the school, once a week; how many letters."""
    checkpoint = checkpoint_to_tell(at=at)
    if checkpoint is None:
        return 0
    return tell_checkpoint(checkpoint=checkpoint, to=queries.stewards(at=at), at=at)
