"""What the lists of courses ask of an organiser today."""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.core.due import Due
from commonroot.core.text import for_quotes
from commonroot.handbook.models import ChapterAnswer, CheckItem
from commonroot.handbook.queries.checks import Item, late
from commonroot.programmes.models import Programme

MINUTES_TO_LOOK = 10
SHOWN = 2  # things that the line names
FOLLOWED = timedelta(days=60)  # after its last day a course is followed by its own lines


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """One line for each course whose list has things that are late; four queries for any number."""
    if not holds(actor, Permission.EDIT_PROGRAMMES):
        return []
    courses = list(followed(actor, at=at))
    if not courses:
        return []
    waiting = late([one.pk for one in courses], at=at)
    return [_line(one, waiting[one.pk]) for one in courses if waiting[one.pk]]


def followed(actor: Actor, *, at: datetime) -> QuerySet[Programme]:
    """Courses of `actor` that are not over for long and whose team uses the handbook: somebody
    answered a question, or said something of the list. Nobody else is reminded of it.
    """
    answered = ChapterAnswer.objects.filter(programme=OuterRef("pk"), confirmed_at__isnull=False)
    listed = CheckItem.objects.filter(programme=OuterRef("pk"))
    rows = Programme.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=(at - FOLLOWED).date()),
        Exists(answered) | Exists(listed),
        closed_at=None,
    )
    return in_circles_of(
        rows, "run_by", actor=actor, permission=Permission.EDIT_PROGRAMMES
    ).order_by("starts_on", "pk")


def _ready_made(items: list[Item]) -> list[str]:
    """The first of them, in our words: letters of the week say no words that people typed."""
    return [item.words for item in items if item.code][:SHOWN]


def _line(programme: Programme, items: list[Item]) -> Due:
    first, number = items[0], len(items)
    assert first.due_on is not None  # what is late was due
    what = ngettext(
        "%(n)s thing of the list for “%(title)s” is late",
        "%(n)s things of the list for “%(title)s” are late",
        number,
    )
    plainly = ngettext(
        "%(n)s thing of a course’s list is late",
        "%(n)s things of a course’s list are late",
        number,
    )
    return Due(
        minutes=MINUTES_TO_LOOK,
        what=what % {"n": number, "title": for_quotes(str(programme.title))},
        plainly=plainly % {"n": number},
        why=" · ".join(_ready_made(items)) or _("You put them on the list yourselves."),
        button=_("Look at the list"),
        address=reverse("handbook:course", args=[programme.key]),
        since=datetime.combine(first.due_on, time(), tzinfo=UTC),
        late=True,
        code=f"handbook_late:{programme.key}",
    )
