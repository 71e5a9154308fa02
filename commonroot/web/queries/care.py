"""What circles, programmes and coming sessions ask of how carefully people are treated."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.due import Due
from commonroot.people.queries import kept_by
from commonroot.programmes.models import Programme, Session

MOST = 200
FINDERS: dict[str, Any] = {"circle": Circle, "programme": Programme, "session": Session}


@dataclass(frozen=True)
class Asking:
    """One thing and what it asks. `thing`: "session:KEY"."""

    thing: str
    name: str
    second: str
    care: str


def thing(named: str) -> Circle | Programme | Session | None:
    """What "kind:key" names."""
    kind, _colon, key = named.partition(":")
    model = FINDERS.get(kind)
    found: Circle | Programme | Session | None = (
        model.objects.filter(key=key).first() if model else None
    )
    return found


def groups(*, at: datetime) -> list[tuple[str, list[Asking]]]:
    """[(heading, things)]: circles, programmes, sessions to come or that ask for more."""
    circles = Circle.objects.exclude(state=Circle.State.CLOSED).order_by("kind", "sort_key")
    programmes = Programme.objects.order_by("-pk")[:MOST]
    coming = Q(starts_at__gt=at) | Q(starts_at=None) | ~Q(care=Circle.Care.OPEN)
    sessions = (
        Session.objects.filter(coming)
        .select_related("programme")
        .order_by("programme", "position")[:MOST]
    )
    found = [
        (
            _("Circles"),
            [_asking("circle", one, second=str(one.get_kind_display())) for one in circles],
        ),
        (_("Programmes"), [_asking("programme", one) for one in programmes]),
        (_("Sessions"), [_asking("session", one, second=str(one.programme)) for one in sessions]),
    ]
    return [(heading, rows) for heading, rows in found if rows]


def _asking(kind: str, one: Any, *, second: str = "") -> Asking:
    return Asking(thing=f"{kind}:{one.key}", name=str(one), second=second, care=one.care)


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Names that this account was given to keep and has not looked at yet; nobody else is told."""
    if actor.account_id is None:
        return []
    given = set(kept_by(actor.account_id).values_list("key", flat=True))
    if not given:
        return []
    read = AuditEntry.objects.filter(
        verb="names kept apart read", actor_key=actor.key, person_key__in=given
    )
    new = given - set(read.values_list("person_key", flat=True))
    if not new:
        return []
    return [
        Due(
            minutes=len(new),
            what=ngettext("Keep %(n)s person’s own name", "Keep %(n)s people’s own names", len(new))
            % {"n": len(new)},
            why=_("Only they and you see it. Look once who it is, and tell nobody."),
            button=_("Look at it"),
            address=reverse("web:care"),
            since=at,
        )
    ]
