"""What the handbook asks on Today: how a course that is planned will deepen engagement."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor, Permission, circles_where, holds
from commonroot.core.due import Due
from commonroot.core.text import for_quotes
from commonroot.handbook.models import ChapterAnswer
from commonroot.handbook.queries.answers import DEEPEN
from commonroot.programmes.models import Programme

MINUTES = 10
LATE_DAYS = 30  # after the plan was begun


def deepen_due(actor: Actor, *, at: datetime) -> list[Due]:
    """One line for each course in its plan that does not say yet what shall come after it.

    An open series is no course: nobody is followed after it. One query.
    """
    if not holds(actor, Permission.EDIT_PROGRAMMES):
        return []
    said = ChapterAnswer.objects.filter(
        programme=OuterRef("pk"), question=DEEPEN, confirmed_at__isnull=False
    ).exclude(text="")
    rows = Programme.objects.filter(~Exists(said), published_at=None, closed_at=None).exclude(
        format=Programme.Format.OPEN
    )
    circles = circles_where(actor, Permission.EDIT_PROGRAMMES)
    if circles is not None:
        rows = rows.filter(run_by__in=circles)
    return [_line(one, at=at) for one in rows.order_by("created_at", "pk")]


def _line(programme: Programme, *, at: datetime) -> Due:
    chapter = reverse("handbook:chapter", args=[programme.key, DEEPEN.partition(".")[0]])
    return Due(
        minutes=MINUTES,
        what=_("What shall come after “%(title)s”?") % {"title": for_quotes(str(programme.title))},
        plainly=_("What shall come after a course that is planned?"),
        why=_("How you will deepen engagement is decided in the plan. It is not written down yet."),
        button=_("Answer"),
        address=chapter,
        since=programme.created_at,
        late=(at - programme.created_at).days > LATE_DAYS,
    )
