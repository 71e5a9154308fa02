"""What the people of an application may read of it: nothing decided before its letter left."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from commonroot.admissions.models import (
    Application,
    Decision,
    Offer,
    Reply,
    Scholarship,
    Score,
)
from commonroot.admissions.rules import choosing as rules

State = Application.State
# States after which help with money is no secret: it is said together with the place.
SETTLED = frozenset(
    {
        State.INELIGIBLE,
        State.REGRET,
        State.OFFERED,
        State.CONFIRMED,
        State.DECLINED,
        State.LAPSED,
    }
)
# States in which the newest offer is known to whom it was made.
HAS_OFFER = frozenset({State.OFFERED, State.CONFIRMED, State.DECLINED, State.LAPSED})


def told_state(application: Application, *, at: datetime) -> str:
    """How far an application is for whoever wrote it: what the newest letter that left said, and
    handed in before the first one.
    """
    return _told(application, at=at)[0]


def _told(application: Application, *, at: datetime) -> tuple[str, datetime | None]:
    """What somebody knows, and since when if that is not when the application last changed."""
    state = application.state
    if state not in {*rules.DECIDABLE, State.OFFERED}:
        return state, None
    replies = Reply.objects.filter(application=application, sent_at__isnull=False)
    letters = list(replies.order_by("-leaves_at", "-pk").values_list("verdict", "leaves_at"))
    left = [(verdict, leaves_at) for verdict, leaves_at in letters if leaves_at and leaves_at <= at]
    if state == State.OFFERED and left == letters:
        return state, None
    if not left:
        return State.SUBMITTED, application.submitted_at
    verdict, since = left[0]
    return rules.STATES[verdict], since


def applications(rows: QuerySet[Application], *, at: datetime) -> Iterable[Application]:
    """Applications as their people were told of them; they are not to be saved."""
    for one in rows:
        state, since = _told(one, at=at)
        one.state, one.changed_at = state, since or one.changed_at
        yield one


def decisions(rows: QuerySet[Decision], *, at: datetime) -> QuerySet[Decision]:
    """What was decided before a letter that left."""
    told = Q(application__replies__leaves_at__lte=at, application__replies__sent_at__gte=F("at"))
    return rows.filter(told | Q(application__call__programme__closed_at__lte=at)).distinct()


def weighed(rows: QuerySet[Any], *, at: datetime) -> QuerySet[Any]:
    """What others found about an application (points, readings, references, who reads it not),
    once it was told what was decided, or all is over.
    """
    over = Application.objects.filter(
        Q(replies__leaves_at__lte=at) | Q(call__programme__closed_at__lte=at)
    )
    return rows.filter(
        **{f"{'review__' if rows.model is Score else ''}application__in": over.values("pk")}
    )


def offers(rows: QuerySet[Offer], *, at: datetime) -> QuerySet[Offer]:
    """Places that were offered by a letter that left."""
    return rows.filter(sent_at__lte=at).exclude(answer=Offer.Answer.RECALLED)


def help_with_money(rows: QuerySet[Scholarship], *, at: datetime) -> Iterable[Scholarship]:
    """What came of asking for help, once it was told whether they come, or all is over.

    Before, the row itself would tell that somebody made up their mind.
    """
    for one in rows.select_related("application__call__programme"):
        closed_at = one.application.call.programme.closed_at
        if told_state(one.application, at=at) in SETTLED or (closed_at and closed_at <= at):
            yield one
