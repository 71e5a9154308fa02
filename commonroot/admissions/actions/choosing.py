"""Deciding about applications: one by one, undone, those who cannot be accepted at all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application, Call, Decision, SignOff
from commonroot.admissions.permissions.reading import is_conflicted
from commonroot.admissions.queries import choosing as queries
from commonroot.admissions.rules import choosing as rules
from commonroot.core.errors import Refused


class CannotJudge(Refused):
    """It is their own application, or one they must not judge."""


class ReasonNeeded(Refused):
    """It goes against the points or against a rule, and nobody said why."""


class NoPlaceLeft(Refused):
    """More people would be accepted than there are places."""


class TooLate(Refused):
    """It was told already, or taken back by whoever applied."""


def locked(call: Call) -> Call:
    """The call again, its row locked until the transaction ends: places are counted under it."""
    return (
        Call.objects.select_for_update(of=("self",))
        .select_related("programme__run_by")
        .get(pk=call.pk)
    )


@transaction.atomic
def decide(
    *, application: Application, verdict: str, reason: str = "", by: Actor, at: datetime
) -> Decision:
    """Accept, keep in reserve, regret, or open it again; what was signed is signed no more.

    Raises CannotJudge, TooLate, NoPlaceLeft; and ReasonNeeded where it passes somebody over who
    has more points, or takes whom a rule excludes.
    """
    call = locked(application.call)
    application = _judged(application, call=call, by=by)
    if not queries.untold(call).filter(pk=application.pk).exists():
        raise TooLate(_("This was told already, or is no longer there. Nothing was changed."))
    if verdict == rules.ACCEPT and application.state not in rules.HOLDING:
        refuse_full(application, call=call)
    reason = reason.strip()
    against = _is_against(application, call=call, verdict=verdict)
    overrides = application.state == Application.State.INELIGIBLE and verdict != rules.INELIGIBLE
    if (against or overrides) and not reason:
        raise ReasonNeeded(
            _("A rule says that it cannot be accepted. Write why it is decided otherwise.")
            if overrides
            else _("This goes against the points. Write why; it stays with the decision.")
        )
    return _decided(application, verdict, reason=reason, against=against, by=by, at=at)


@transaction.atomic
def undo(*, application: Application, by: Actor, at: datetime) -> Decision:
    """Go back to what was decided before the newest decision. Raises CannotJudge, TooLate."""
    call = locked(application.call)
    application = _judged(application, call=call, by=by)
    decisions = list(queries.history(application)[:2])
    if not decisions or not queries.untold(call).filter(pk=application.pk).exists():
        raise TooLate(_("There is nothing to undo. Nothing was changed."))
    before = decisions[1] if len(decisions) > 1 else None
    verdict = before.verdict if before is not None else rules.OPEN
    if verdict == rules.ACCEPT:
        refuse_full(application, call=call)
    return _decided(
        application,
        verdict,
        reason=before.reason if before is not None else "",
        against=before is not None and before.against,
        by=by,
        at=at,
    )


@transaction.atomic
def mark_ineligible(
    *, call: Call, applications: Iterable[Application], by: Actor, at: datetime
) -> int:
    """Those who do not meet a rule cannot be accepted; whoever meets them all is left; how many."""
    call = locked(call)
    asked = {one.pk for one in applications}
    board = queries.board(call, actor=by, at=at)
    those = [
        row
        for row in board.shown
        if row.misses
        and row.application.pk in asked
        and row.application.state == Application.State.SUBMITTED
    ]
    for row in those:
        _decided(row.application, rules.INELIGIBLE, reason="", against=False, by=by, at=at)
    return len(those)


def refuse_full(application: Application, *, call: Call) -> None:
    """Raise NoPlaceLeft where its people do not fit in. `call` was locked."""
    people = queries.people_in(Application.objects.filter(pk=application.pk))[application.pk]
    if not rules.room(places=call.places, held=queries.held(call), people=people):
        raise NoPlaceLeft(
            _("All %(places)s places are given. Free one first, or change how many there are.")
            % {"places": call.places}
        )


def unsign(call: Call, *, by: Actor, at: datetime) -> None:
    """What was signed is no longer what is decided. Once letters went out, the day stays."""
    gone, _kinds = SignOff.objects.filter(call=call).exclude(mark=queries.mark(call)).delete()
    if gone:
        note("signatures undone", call, by=by, at=at, facts={"signatures": gone})
        if not queries.was_told(call):
            Call.objects.filter(pk=call.pk).update(decided_at=None)


def _judged(application: Application, *, call: Call, by: Actor) -> Application:
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    application.call = call
    if is_conflicted(by, application):
        raise CannotJudge(_("You cannot judge this one: it is your own, or of your organisation."))
    return application


def _is_against(application: Application, *, call: Call, verdict: str) -> bool:
    points = queries.points_of(call)
    others = [
        (rules.VERDICTS[state], points[pk])
        for pk, state in queries.untold(call).values_list("pk", "state")
        if pk != application.pk
    ]
    return rules.is_against(verdict, points=points.get(application.pk), others=others)


def _decided(
    application: Application,
    verdict: str,
    *,
    reason: str,
    against: bool,
    by: Actor,
    at: datetime,
) -> Decision:
    decision = Decision.objects.create(
        application=application,
        verdict=verdict,
        by_id=by.account_id,
        reason=reason,
        against=against,
        at=at,
    )
    Application.objects.filter(pk=application.pk).update(
        state=rules.STATES[verdict], changed_at=at, reserve_place=None
    )
    application.state = rules.STATES[verdict]
    # Without the person: what is noted of them they may read at once, and this before its letter.
    note("application decided", application, by=by, at=at, facts={"against": against})
    unsign(application.call, by=by, at=at)
    return decision
