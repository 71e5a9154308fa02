"""Who plays in the demo, and where its clock can be moved to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.accounts.actions import username_for
from commonroot.accounts.models import Account
from commonroot.circles.models import Circle
from commonroot.engagement.models import CircleLetter
from commonroot.messaging.models import Letter
from commonroot.people.models import Membership, Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Programme, Session
from commonroot.work.clock import on_its_way
from commonroot.work.models import ClockShift

ORGANISER = "leila@example.org"
PARTICIPANT = "Amina Wekesa"
CIRCLE_COUNTRY = "KE"
SIX_MONTHS = timedelta(days=183)


def organiser() -> Account | None:
    """Leila, who runs the demo school."""
    return Account.objects.filter(username=username_for(ORGANISER)).first()


def participant() -> Person | None:
    """Amina, who takes part, under whichever name she chose; a neighbour once she is forgotten."""
    people = Person.objects.filter(provisional=False).order_by("pk")
    amina = people.filter(shown_name=PARTICIPANT).first()
    if amina is None:
        careful = people.filter(in_high_care(), country=CIRCLE_COUNTRY)
        amina = next((one for one in careful if PARTICIPANT in _own_names(one)), None)
    return amina or people.filter(country=CIRCLE_COUNTRY).first()


def _own_names(person: Person) -> tuple[str, ...]:
    return tuple((person.kept_apart or {}).values())


def _first_name(person: Person | None) -> str:
    return (person.shown_name if person else PARTICIPANT).split()[0]


def circle_contact() -> Person | None:
    """Whoever answers for the Kenya circle."""
    contact = (
        Membership.objects.filter(
            circle__country=CIRCLE_COUNTRY, role=Membership.Role.CONTACT, until=None
        )
        .select_related("person")
        .first()
    )
    return contact.person if contact else None


def circle_thing() -> str:
    """What the circle's link opens: its latest letter; "" while there is none."""
    letter = (
        CircleLetter.objects.filter(circle__country=CIRCLE_COUNTRY)
        .filter(state__in=(CircleLetter.State.SENT, CircleLetter.State.ANSWERED))
        .order_by("-sent_at")
        .first()
    )
    return f"circle_letter:{letter.key}" if letter else ""


def moment(name: str, *, at: datetime) -> datetime | None:
    """Where a jump leads: ten minutes before the next session, the morning after the running course
    ends, or six months on. None for an unknown name or when there is no such moment."""
    if name == "session":
        session = (
            Session.objects.filter(
                starts_at__gt=at + timedelta(minutes=10), state=Session.State.PLANNED
            )
            .order_by("starts_at")
            .first()
        )
        return session.starts_at - timedelta(minutes=10) if session and session.starts_at else None
    if name == "end":
        running = (
            Programme.objects.filter(
                closed_at=None, starts_on__lte=at.date(), ends_on__gte=at.date()
            )
            .exclude(format=Programme.Format.OPEN)
            .order_by("ends_on")
            .first()
        )
        if running is None or running.ends_on is None:
            return None
        return at + timedelta(days=(running.ends_on - at.date()).days + 1)
    if name == "months":
        return at + SIX_MONTHS
    return None


@dataclass(frozen=True)
class Way:
    """How far the clock is on its way: in weeks, and the days between which it goes."""

    done: int
    total: int
    since: datetime
    until: datetime


def way(clock: ClockShift, *, at: datetime) -> Way:
    """How far a clock is that was sent from one moment to another."""
    since, until = clock.from_at or at, clock.to_at or at
    week = timedelta(days=7)
    total = max(1, round((until - since) / week))
    return Way(
        done=min(total, max(timedelta(), min(at, until) - since) // week),
        total=total,
        since=since,
        until=until,
    )


def bar(request: HttpRequest) -> dict[str, Any]:
    """What the bar at the top of every demo page shows."""
    actor = getattr(request, "actor", None)
    kind = actor.kind if actor else "public"
    seen = {"account": "organiser"}.get(kind, "participant" if kind == "link" else "")
    if kind == "link" and actor and actor.thing.startswith("circle_letter"):
        seen = "circle"
    circle = Circle.objects.filter(country=CIRCLE_COUNTRY, kind=Circle.Kind.COUNTRY).first()
    views = [
        ("organiser", _("organiser")),
        ("participant", _("%(name)s, participant") % {"name": _first_name(participant())}),
        ("circle", str(circle.name) if circle else _("a circle")),
    ]
    return {
        "letters_url": reverse("web:demo_letters"),
        "letters": Letter.objects.filter(state=Letter.State.SENT).count(),
        "view_url": reverse("web:demo_as"),
        "views": [{"value": v, "label": label, "current": v == seen} for v, label in views],
        "jump_url": reverse("web:demo_jump"),
        "jumps": []
        if on_its_way()
        else [
            {"value": "session", "label": _("next session")},
            {"value": "end", "label": _("end of course")},
            {"value": "months", "label": _("six months later")},
        ],
    }
