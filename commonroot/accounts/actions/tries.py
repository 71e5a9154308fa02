"""Counting how often something is tried."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from commonroot.accounts import queries
from commonroot.accounts.models import Try
from commonroot.core.errors import Refused
from commonroot.core.keys import mark


class TooManyTries(Refused):
    """Somebody tried this too often lately."""


@transaction.atomic
def count_try(what: str, who: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Count one try of `what` by `who` (an address or network, kept only as a mark of this day).

    Raises TooManyTries beyond `limit` tries in `per`.
    """
    bucket = _bucket(what, who, at=at)
    row, _made = Try.objects.select_for_update().get_or_create(
        bucket=bucket, defaults={"until": at + per}
    )
    if row.until <= at:
        row.count, row.until = 0, at + per
        row.save(update_fields=["count", "until"])
    if row.count >= limit:
        raise TooManyTries(_("That was tried too often. Please wait a while and try again."))
    Try.objects.filter(pk=row.pk).update(count=F("count") + 1)


@transaction.atomic
def forgive_try(what: str, who: str, *, at: datetime) -> None:
    """Take back one counted try: it succeeded, so a full office does not lock itself out."""
    bucket = _bucket(what, who, at=at)
    Try.objects.filter(bucket=bucket, count__gt=0).update(count=F("count") - 1)


def _bucket(what: str, who: str, *, at: datetime) -> str:
    return mark(f"try {what} {at:%Y-%m-%d}", who, ring=settings.KEY_RING)


@transaction.atomic
def forget_old_tries(*, at: datetime) -> int:
    """Delete counters that ran out; how many."""
    return queries.old_tries(at=at).delete()[0]
