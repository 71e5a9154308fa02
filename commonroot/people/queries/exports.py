"""Reading lists that were taken along."""

import zlib
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor, Permission
from commonroot.circles.queries import others_holding
from commonroot.people.models import Export, ExportPart
from commonroot.people.rules import EXPORT_STALLED

State = Export.State


def export(key: str) -> Export | None:
    """The list taken along with that key."""
    return Export.objects.filter(key=key).first()


def exports() -> QuerySet[Export]:
    """Every list that was asked for, the newest first."""
    return Export.objects.order_by("-asked_at", "-pk")


def others_who_may_agree(actor: Actor, *, at: datetime) -> QuerySet[Account]:
    """Who beside `actor` may say yes to a list: may take one themself, and has signed in before."""
    return others_holding(Permission.EXPORT, beside=actor, at=at)


def exports_asked(actor: Actor) -> QuerySet[Export]:
    """Lists of others that wait for a second yes, the oldest first."""
    asked = Export.objects.filter(state=State.ASKED).exclude(account_key=actor.key)
    return asked.order_by("asked_at", "pk")


def exports_to_make(*, at: datetime) -> QuerySet[Export]:
    """Files to be made, and those whose making was cut off."""
    return Export.objects.filter(
        Q(begun_at=None) | Q(begun_at__lte=at - EXPORT_STALLED), state=State.MAKING
    ).order_by("decided_at", "pk")


def exports_over(*, at: datetime) -> QuerySet[Export]:
    """Files whose time is over, and lists nobody agreed to in time."""
    return Export.objects.filter(
        Q(state__in=(State.ASKED, State.READY), ends_at__lte=at),
    ).order_by("pk")


def content(export: Export) -> Iterator[bytes]:
    """The file, piece by piece."""
    parts = ExportPart.objects.filter(export=export).order_by("number")
    for part in parts.iterator(chunk_size=1):
        yield zlib.decompress(b64decode(part.content))
