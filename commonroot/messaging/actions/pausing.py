"""Holding everything back for a while, and letting it go again."""

from datetime import datetime

from django.db import transaction

from commonroot.messaging.models import Letter, Pause
from commonroot.messaging.queries import LEASED, TO_GO

MAY_HAVE_LEFT = "a backup was restored; it may have left before"


@transaction.atomic
def pause_sending(*, why: str, at: datetime) -> Pause:
    """No letter leaves by itself until `end_pause`; pausing twice is one pause."""
    standing = Pause.objects.select_for_update().filter(ended_at=None).first()
    return standing or Pause.objects.create(since=at, why=why)


@transaction.atomic
def end_pause(*, by: str, at: datetime) -> bool:
    """Let letters go again; whether they were paused. `by` is kind:key of who says so."""
    return bool(Pause.objects.filter(ended_at=None).update(ended_at=at, ended_by=by))


@transaction.atomic
def doubt_waiting() -> int:
    """What waited in a backup may have left after it was made: somebody decides. How many."""
    waiting = Letter.objects.filter(state__in=(*TO_GO, *LEASED))
    return waiting.update(state=Letter.State.UNKNOWN, lease_until=None, why=MAY_HAVE_LEFT)
