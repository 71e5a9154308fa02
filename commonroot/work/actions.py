"""Moving the demo's clock, and clearing away what finished tasks leave behind."""

from datetime import datetime
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from commonroot.core.errors import Refused
from commonroot.work.clock import now
from commonroot.work.models import ClockShift


class NotADemo(Refused):
    """Only the demo's clock can be moved."""


@transaction.atomic
def send_clock(*, to: datetime, at: datetime) -> None:
    """Send the demo's clock on its way from `at` to `to`, unless it is on its way already.

    Raises NotADemo.
    """
    if not settings.DEMO:
        raise NotADemo("Only the demo's clock can be moved.")
    if to > at:
        ClockShift.objects.get_or_create(pk=1)
        ClockShift.objects.filter(to_at=None).update(from_at=at, to_at=to)


def arrive() -> None:
    """The demo's clock is where it was sent to, and all is done that fell due on its way."""
    ClockShift.objects.update(from_at=None, to_at=None)


@transaction.atomic
def move_clock(*, to: datetime) -> None:
    """Make the demo's clock show `to`, to the second; it never goes back. Raises NotADemo."""
    if not settings.DEMO:
        raise NotADemo("Only the demo's clock can be moved.")
    ahead = ceil((to - now()).total_seconds())
    if ahead <= 0:
        return
    shift, _ = ClockShift.objects.get_or_create(pk=1)
    shift.seconds += ahead
    shift.save(update_fields=["seconds"])


def clear_away(results: QuerySet[DBTaskResult]) -> int:
    """Delete these results of tasks; the number deleted."""
    deleted, _ = results.delete()
    return deleted
