"""Numbers that are counted once after each change, and kept until the next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Count, IntegerField, Model, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

T = TypeVar("T")
KEPT_SECONDS = 3600
DAY_SECONDS = 24 * 3600
# A register of hundreds of thousands cannot be counted at every click. What took longer than SLOW
# is counted again at most once in PATIENCE times as long: counting then costs at most 1 %.
SLOW_SECONDS = 0.1
PATIENCE = 100
LONGEST = timedelta(minutes=5)
NEVER = -1  # no change has this number


@dataclass(frozen=True)
class Known:
    """What was counted, after which change, when, and how long that took."""

    change: int
    at: datetime
    seconds: float
    value: Any

    def still_holds(self, change: int, *, at: datetime) -> bool:
        """Whether it need not be counted anew."""
        if self.change == change and self.at.replace(minute=0, second=0, microsecond=0) == (
            at.replace(minute=0, second=0, microsecond=0)
        ):
            return True
        wait = min(timedelta(seconds=self.seconds * PATIENCE), LONGEST)
        return self.seconds > SLOW_SECONDS and timedelta() <= at - self.at < wait


def remembered(name: str, change: int, *, at: datetime, count: Callable[[], T]) -> T:
    """What `count()` said after that change; counted anew each hour, since dates pass.

    What takes long to count may be a little older: see PATIENCE.
    """
    known = _known(name)
    if known is not None and known.still_holds(change, at=at):
        return known.value  # type: ignore[no-any-return]  # the cache holds anything
    began = perf_counter()
    value = count()
    cache.set(_key(name), Known(change, at, perf_counter() - began, value), DAY_SECONDS)
    return value


def patiently(name: str, *, at: datetime, count: Callable[[], T]) -> T:
    """What `count()` says now; only what takes long to count may be a little older: see PATIENCE.

    For what changes without a line in the trail.
    """
    known = _known(name)
    if known is not None and known.still_holds(NEVER, at=at):
        return known.value  # type: ignore[no-any-return]  # the cache holds anything
    began = perf_counter()
    value = count()
    seconds = perf_counter() - began
    if seconds > SLOW_SECONDS:
        cache.set(_key(name), Known(0, at, seconds, value), LONGEST.total_seconds())
    return value


def last_remembered(name: str) -> Any:
    """What was counted last, however old, within a day; None when it never was."""
    known = _known(name)
    return None if known is None else known.value


def _known(name: str) -> Known | None:
    return cache.get(_key(name))  # type: ignore[no-any-return]  # the cache holds anything


def _key(name: str) -> str:
    return f"counted {name}".replace(" ", "-")


def how_many(rows: QuerySet[Model]) -> Coalesce:
    """The number of `rows` as a column of another query, so that several counts cost one round."""
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
