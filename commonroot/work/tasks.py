"""The sweep of the work area: results of finished tasks do not pile up."""

from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from commonroot.work.actions import clear_away
from commonroot.work.sweeps import every

KEPT = timedelta(days=1)


def old_results(*, at: datetime) -> QuerySet[DBTaskResult]:
    """Results that finished more than a day ago, or started so long ago that they died.

    Their times are the engine's, so they are measured by the real clock, not by `at`.
    """
    before = datetime.now(UTC) - KEPT
    finished = DBTaskResult.objects.finished().filter(finished_at__lte=before)
    return finished | DBTaskResult.objects.running().filter(started_at__lte=before)


@every(minutes=10, due=old_results)
def prune_results(*, at: datetime) -> int:
    """Delete the results of old tasks; the number deleted."""
    return clear_away(old_results(at=at))
