"""Questions to the organisers that wait for an answer."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor, Permission, circles_where, holds
from commonroot.core.due import Due
from commonroot.programmes.models import Enquiry

MINUTES_EACH = 3
LATE_AFTER = timedelta(days=3)


def open_enquiries(actor: Actor) -> QuerySet[Enquiry]:
    """Questions nobody answered yet that are for `actor`, the oldest first, with their programme.

    Those about a programme are for the team that runs it, the others for the school's own people.
    """
    waiting = Enquiry.objects.filter(answered_at=None)
    circles = circles_where(actor, Permission.ANSWER_QUESTIONS)
    if circles is not None:
        waiting = waiting.filter(programme__run_by__in=circles)
    return waiting.select_related("programme").order_by("asked_at", "pk")


def enquiry(key: str) -> Enquiry | None:
    """The question with that key."""
    return Enquiry.objects.filter(key=key).select_related("programme").first()


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """The shared inbox as one thing to do, while somebody waits in it."""
    if not holds(actor, Permission.ANSWER_QUESTIONS):
        return []
    waiting = list(open_enquiries(actor).values_list("asked_at", flat=True))
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
