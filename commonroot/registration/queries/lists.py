"""Lists of a session for its organisers, everybody on them allowed by the gate."""

from datetime import datetime

from django.db.models import QuerySet

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Purpose
from commonroot.programmes.models import Session
from commonroot.registration import rules
from commonroot.registration.models import Registration
from commonroot.registration.queries.sessions import organisers_of

State = Registration.State


def roster(session: Session, *, seen_by: Actor, at: datetime) -> QuerySet[Registration]:
    """Everyone with a place in `session` whom `seen_by` may see, in their sorting order.

    Two walls, each of which alone refuses: the gate, and the circles of `seen_by`. Those who were
    excused stand among them; the person stands beside each.
    """
    there = Registration.objects.filter(
        session=session, state__in=(*rules.HOLDING, State.EXCUSED)
    ).exclude(state=State.OFFERED)
    return _seen(there, session, seen_by=seen_by, at=at).order_by("person__sort_key", "pk")


def waiting_list(session: Session, *, seen_by: Actor, at: datetime) -> QuerySet[Registration]:
    """Who waits for a place or has been offered one, whoever asked first first."""
    there = Registration.objects.filter(session=session, state__in=(State.WAITING, State.OFFERED))
    return _seen(there, session, seen_by=seen_by, at=at).order_by("position")


def _seen(
    rows: QuerySet[Registration], session: Session, *, seen_by: Actor, at: datetime
) -> QuerySet[Registration]:
    return allowed(
        in_circles_of(
            rows, "session__programme__run_by", actor=seen_by, permission=Permission.SEE_ROSTER
        ),
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=organisers_of(session),
        at=at,
    ).select_related("person")


def left_out(session: Session, *, shown: int) -> int:
    """How many claims the gate keeps from the organisers' list, `shown` being on it."""
    claims = Registration.objects.filter(session=session, state__in=rules.CLAIMING)
    return claims.count() - shown
