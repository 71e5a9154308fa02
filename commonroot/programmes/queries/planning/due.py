"""What planning asks of an organiser today: what was promised and is due."""

from datetime import UTC, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor, Permission, circles_where, holds
from commonroot.core.due import Due
from commonroot.programmes.models import Commitment
from commonroot.programmes.queries import enquiries

MINUTES_EACH = 5
SOON = timedelta(days=2)


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """The shared inbox, and promises of the programmes that `actor` plans, one line a programme."""
    return [*enquiries.due(actor, at=at), *_promised(actor, at=at)]


def _promised(actor: Actor, *, at: datetime) -> list[Due]:
    if not holds(actor, Permission.EDIT_PROGRAMMES):
        return []
    soon = (at + SOON).date()
    waiting = Commitment.objects.filter(done_at=None, due_on__lte=soon)
    where = circles_where(actor, Permission.EDIT_PROGRAMMES)
    if where is not None:
        waiting = waiting.filter(programme__run_by__in=where)
    rows = waiting.select_related("programme").order_by("programme", "due_on", "pk")
    of_programmes: dict[int, list[Commitment]] = {}
    for row in rows:
        of_programmes.setdefault(row.programme_id, []).append(row)
    return [_line(found, at=at) for found in of_programmes.values()]


def _what(first: Commitment, count: int) -> str:
    title = first.programme.title
    if count == 1:
        return _("Promised for “%(title)s”: %(what)s") % {"title": title, "what": first.what}
    text = ngettext(
        "%(n)s thing promised for “%(title)s”", "%(n)s things promised for “%(title)s”", count
    )
    return text % {"n": count, "title": title}


def _line(found: list[Commitment], *, at: datetime) -> Due:
    first, count = found[0], len(found)
    day = first.due_on or at.date()
    return Due(
        minutes=MINUTES_EACH * count,
        what=_what(first, count),
        plainly=ngettext(
            "Something promised for a course", "%(n)s things promised for a course", count
        )
        % {"n": count},
        why=_("Somebody of the planning group said it would be done by now."),
        button=_("Look"),
        address=reverse("programmes:plan_team", args=[first.programme.key]),
        since=datetime.combine(day, time(), tzinfo=UTC),
        late=day < at.date(),
    )
