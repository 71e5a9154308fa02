"""What registration asks of organisers."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.core.due import Due
from commonroot.core.text import for_quotes
from commonroot.people.permissions import can_edit_register
from commonroot.programmes.models import Session
from commonroot.registration import rules
from commonroot.registration.models import Registration

State = Registration.State


def pairs(*, at: datetime) -> QuerySet[Registration]:
    """Registrations of somebody who may be one we know already, the oldest first."""
    return (
        Registration.objects.filter(
            may_be__isnull=False, may_be__frozen_at=None, state__in=rules.CLAIMING
        )
        .select_related("person", "may_be", "session__programme__run_by")
        .order_by("asked_at", "pk")
    )


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """What registration asks of an organiser: pairs to look at, and lists without a tick."""
    found = [
        Due(
            minutes=1,
            what=_("Is this the same person?"),
            why=_("Somebody registered with an address we know, under another name."),
            button=_("Look at the two"),
            address=reverse("registration:pair", args=(row.key,)),
            since=row.asked_at,
        )
        for row in (pairs(at=at) if can_edit_register(actor) else ())
    ]
    for session in sessions_unchecked(at=at):
        if not holds(actor, Permission.SEE_ROSTER, within=session.programme.run_by_id):
            continue
        assert session.ends_at is not None  # it is over
        open_ticks: int = session.still_open  # type: ignore[attr-defined]  # counted by the query
        found.append(
            Due(
                minutes=max(1, open_ticks // 10),
                what=_("Who came to “%(session)s”?") % {"session": for_quotes(str(session.title))},
                why=_("%(count)s people had a place and are not ticked yet.")
                % {"count": open_ticks},
                button=_("Tick who came"),
                address=reverse("registration:roster", args=(session.key,)),
                since=session.ends_at,
            )
        )
    return found


def sessions_unchecked(*, at: datetime) -> QuerySet[Session]:
    """Sessions that ended in the last month with nobody ticked; `still_open` people each."""
    return (
        Session.objects.filter(ends_at__lte=at, ends_at__gt=at - rules.FORGOTTEN_AFTER)
        .filter(state=Session.State.PLANNED)
        .annotate(
            still_open=Count("registrations", filter=Q(registrations__state=State.PLACED)),
            ticked=Count("registrations", filter=Q(registrations__state__in=rules.CHECKED)),
        )
        .filter(still_open__gt=0, ticked=0)
        .select_related("programme__run_by")
        .order_by("ends_at", "pk")
    )
