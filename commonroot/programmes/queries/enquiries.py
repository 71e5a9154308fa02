"""Questions to the organisers that wait for an answer."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.core.due import Due
from commonroot.programmes.models import Enquiry

MINUTES_EACH = 3
LATE_AFTER = timedelta(days=3)


def open_enquiries() -> QuerySet[Enquiry]:
    """Questions nobody answered yet, the oldest first, with their programme."""
    return (
        Enquiry.objects.filter(answered_at=None)
        .select_related("programme")
        .order_by("asked_at", "pk")
    )


def enquiry(key: str) -> Enquiry | None:
    """The question with that key."""
    return Enquiry.objects.filter(key=key).first()


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """The shared inbox as one thing to do, while somebody waits in it."""
    if not holds(actor, Permission.EDIT_PROGRAMMES):
        return []
    waiting = list(
        Enquiry.objects.filter(answered_at=None)
        .order_by("asked_at")
        .values_list("asked_at", flat=True)
    )
    if not waiting:
        return []
    count = len(waiting)
    return [
        Due(
            minutes=MINUTES_EACH * count,
            what=ngettext("Answer a visitor’s question", "Answer %(n)s visitors’ questions", count)
            % {"n": count},
            why=_("They asked on a public page and left a way to reach them."),
            button=_("Read and answer"),
            address=reverse("programmes:questions"),
            since=waiting[0],
            late=at - waiting[0] > LATE_AFTER,
        )
    ]
