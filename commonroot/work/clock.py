"""What time it is. Views, guards, sweeps and commands read it here; actions and rules are told."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from commonroot.work.models import ClockShift


def now() -> datetime:
    """This moment in UTC; in the demo, the moment its clock was moved to (one query)."""
    moment = timezone.now()
    if not settings.DEMO:
        return moment
    seconds = ClockShift.objects.values_list("seconds", flat=True).first() or 0
    return moment + timedelta(seconds=seconds)


def on_its_way() -> ClockShift | None:
    """The demo's clock while it is being moved, with the moments from which and to which."""
    return ClockShift.objects.exclude(to_at=None).first() if settings.DEMO else None
