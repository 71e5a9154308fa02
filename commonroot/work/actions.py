"""Moving the demo's clock."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from commonroot.core.errors import Refused
from commonroot.work.clock import now
from commonroot.work.models import ClockShift


class NotADemo(Refused):
    """Only the demo's clock can be moved."""


@transaction.atomic
def move_clock(*, to: datetime) -> None:
    """Make the demo's clock show `to`; it never goes back. Raises NotADemo."""
    if not settings.DEMO:
        raise NotADemo("Only the demo's clock can be moved.")
    ahead = int((to - now()).total_seconds())
    if ahead <= 0:
        return
    shift, _ = ClockShift.objects.get_or_create(pk=1)
    shift.seconds += ahead
    shift.save(update_fields=["seconds"])
