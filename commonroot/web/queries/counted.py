"""Numbers that are counted once after each change, and kept until the next."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, IntegerField, Model, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

T = TypeVar("T")
KEPT_SECONDS = 3600


def remembered(name: str, change: int, *, at: datetime, count: Callable[[], T]) -> T:
    """What `count()` said after that change; counted anew each hour, since dates pass."""
    key = f"counted {name} {change} {at:%Y%m%d%H}".replace(" ", "-")
    return cache.get_or_set(key, count, KEPT_SECONDS)  # type: ignore[return-value]  # never None here


def how_many(rows: QuerySet[Model]) -> Coalesce:
    """The number of `rows` as a column of another query, so that several counts cost one round."""
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
