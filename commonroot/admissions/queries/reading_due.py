"""What waits where applications are read: one's own queue, what nobody reads, texts to cover."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.admissions.models import Application, ApplicationAnswer, Call, Reviewer
from commonroot.admissions.queries import panel, reading
from commonroot.admissions.rules.phases import NAG_BEFORE
from commonroot.core.due import Due

EACH, MOST = 5, 60  # minutes for one application, and told at once
MINUTES_TO_BEGIN, MINUTES_TO_COVER = 15, 5


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """What somebody has left to read themself, and what their calls wait for."""
    mine = [_left(one, at=at) for one in panel.reads_of(actor.account_id or 0)]
    calls = in_circles_of(
        Call.objects.filter(
            programme__closed_at=None, decided_at=None, closes_at__lte=at,
            applications__state=Application.State.SUBMITTED,
        ),
        "programme__run_by",
        actor=actor,
        permission=Permission.EDIT_PROGRAMMES,
    )  # fmt: skip
    theirs = []
    for call in calls.distinct().select_related("programme__run_by").order_by("pk"):
        theirs += [_unread(call, actor, at=at), _to_cover(call, actor, at=at)]
    return [one for one in (*mine, *theirs) if one is not None]


def _left(reviewer: Reviewer, *, at: datetime) -> Due | None:
    phase = panel.phase_now(reviewer.call, at=at)
    left = panel.left(reviewer, at=at).left if phase else 0
    if phase is None or not left:
        return None
    return Due(
        minutes=min(MOST, EACH * left),
        what=ngettext(
            "Read %(n)s application: %(programme)s",
            "Read %(n)s applications: %(programme)s",
            left,
        )
        % {"n": left, "programme": reviewer.call.programme},
        why=ngettext(
            "You are on the panel, and it is not read yet.",
            "You are on the panel, and they are not read yet.",
            left,
        ),
        button=ngettext("Read it", "Read them", left),
        address=reverse("admissions:reading", args=[reviewer.key]),
        since=phase.opens_at,
        late=phase.closes_at - at <= NAG_BEFORE,
        code=f"reading_left:{reviewer.key}:{phase.key}",
        plainly=ngettext("Read %(n)s application", "Read %(n)s applications", left) % {"n": left},
    )


def _open(call: Call, actor: Actor, *, at: datetime) -> QuerySet[Application]:
    there = reading.handed_in(call, seen_by=actor, at=at).filter(state=Application.State.SUBMITTED)
    return reading.judgeable(there, actor=actor)


def _unread(call: Call, actor: Actor, *, at: datetime) -> Due | None:
    """Applications that nobody has read, where nobody is about to."""
    is_panel = call.way == Call.Way.PANEL
    if is_panel and (panel.phase_now(call, at=at) or panel.next_phase(call, at=at)):
        return None
    unread = _open(call, actor, at=at).exclude(reviews__given_at__isnull=False).count()
    if not unread:
        return None
    page = "panel" if is_panel else "applications"
    return Due(
        minutes=MINUTES_TO_BEGIN if is_panel else min(MOST, EACH * unread),
        what=ngettext(
            "%(n)s application nobody has read: %(programme)s",
            "%(n)s applications nobody has read: %(programme)s",
            unread,
        )
        % {"n": unread, "programme": call.programme},
        why=_("The deadline is over, and no phase of reading is set.")
        if is_panel
        else ngettext("Write a note on it.", "Write a note on each.", unread),
        button=ngettext("Look at it", "Look at them", unread),
        address=reverse(f"admissions:{page}", args=[call.programme.key]),
        since=call.closes_at or at,
        code=f"reading_unread:{call.key}",
        plainly=ngettext(
            "%(n)s application nobody has read", "%(n)s applications nobody has read", unread
        )
        % {"n": unread},
    )


def _to_cover(call: Call, actor: Actor, *, at: datetime) -> Due | None:
    """Texts of which a reader said that they tell who wrote them: the panel waits for them."""
    phase = panel.phase_now(call, at=at)
    if phase is None:
        return None
    telling = ApplicationAnswer.objects.filter(
        application__in=_open(call, actor, at=at).order_by().values("pk"),
        identifies=True,
        covered="",
    )
    number = telling.count()
    if not number:
        return None
    address = reverse("admissions:applications", args=[call.programme.key])
    return Due(
        minutes=MINUTES_TO_COVER,
        what=ngettext(
            "Cover %(n)s text that tells who applied: %(programme)s",
            "Cover %(n)s texts that tell who applied: %(programme)s",
            number,
        )
        % {"n": number, "programme": call.programme},
        why=ngettext(
            "The panel does not see it before.", "The panel does not see them before.", number
        ),
        button=ngettext("Look at it", "Look at them", number),
        address=f"{address}?only=cover",
        since=phase.opens_at,
        code=f"reading_cover:{call.key}",
        plainly=ngettext(
            "Cover %(n)s text that tells who applied",
            "Cover %(n)s texts that tell who applied",
            number,
        )
        % {"n": number},
    )
