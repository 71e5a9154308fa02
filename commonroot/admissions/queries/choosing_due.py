"""What waits for organisers where it is chosen who comes: a signature, letters, a free place."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.admissions.models import Application, Call, Offer
from commonroot.admissions.queries import choosing as queries
from commonroot.admissions.queries.reading import conflicted
from commonroot.core.due import Due

State = Application.State
DECIDED = (State.ACCEPTED, State.RESERVE, State.REGRET, State.INELIGIBLE)
MINUTES_TO_SIGN, MINUTES_TO_SEND, MINUTES_TO_OFFER = 15, 10, 5


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """What waits in the calls of courses that are not closed, one thing a call."""
    calls = in_circles_of(
        Call.objects.filter(programme__closed_at=None, applications__state__in=DECIDED),
        "programme__run_by",
        actor=actor,
        permission=Permission.EDIT_PROGRAMMES,
    )
    found = (
        _of(call, actor, at=at)
        for call in calls.distinct().select_related("programme__run_by").order_by("pk")
    )
    return [one for one in found if one is not None]


def _of(call: Call, actor: Actor, *, at: datetime) -> Due | None:
    untold = queries.untold(call)
    mine = untold.exclude(pk__in=conflicted(untold, actor=actor))
    states = set(mine.values_list("state", flat=True))
    if states and State.SUBMITTED not in states:
        return _letters(call, at=at) if call.decided_at else _signature(call, actor, at=at)
    return _reserve(call, at=at) if not states else None


def _signature(call: Call, actor: Actor, *, at: datetime) -> Due | None:
    if any(one.by_id == actor.account_id for one in queries.signatures(call)):
        return None
    return Due(
        minutes=MINUTES_TO_SIGN,
        what=_("Sign what was decided: %(programme)s") % {"programme": call.programme},
        why=_("Everything is decided. Nobody is told before it is signed."),
        button=_("Look at it"),
        address=reverse("admissions:sign", args=[call.programme.key]),
        since=call.closes_at or at,
        code=f"choosing_sign:{call.key}",
        plainly=_("Sign what was decided"),
    )


def _letters(call: Call, *, at: datetime) -> Due:
    return Due(
        minutes=MINUTES_TO_SEND,
        what=_("Tell everybody who applied: %(programme)s") % {"programme": call.programme},
        why=_("It is signed. The letters wait for you."),
        button=_("Look at the letters"),
        address=reverse("admissions:decision_letters", args=[call.programme.key]),
        since=call.decided_at or at,
        code=f"choosing_tell:{call.key}",
        plainly=_("Tell everybody who applied"),
    )


def _reserve(call: Call, *, at: datetime) -> Due | None:
    """A place that came back while somebody is in reserve."""
    back = Offer.objects.filter(
        application__call=call, answer__in=(Offer.Answer.NO, Offer.Answer.LAPSED)
    ).order_by("-answered_at")
    newest = back.first()
    waits = Application.objects.filter(call=call, state=State.RESERVE).exists()
    if newest is None or not waits or call.places is None or queries.held(call) >= call.places:
        return None
    return Due(
        minutes=MINUTES_TO_OFFER,
        what=_("A place is free: %(programme)s") % {"programme": call.programme},
        why=_("Somebody gave it back or did not answer, and others are in reserve."),
        button=_("Look at the reserve"),
        address=reverse("admissions:places", args=[call.programme.key]),
        since=newest.answered_at or at,
        code=f"choosing_reserve:{newest.key}",
        plainly=_("A place is free"),
    )
