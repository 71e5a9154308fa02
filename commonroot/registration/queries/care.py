"""How carefully the sessions, programmes and circles that people are in ask us to treat them."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Q

from commonroot.people.models import Membership, Person
from commonroot.people.rules import level
from commonroot.programmes.models import Session
from commonroot.registration.models import Registration

OPEN = Person.Risk.OPEN
GONE = (Registration.State.CANCELLED,)


def floor_of(session: Session) -> str:
    """What a session, its programme and the team that runs it ask for."""
    return level(session.care, session.programme.care, session.programme.run_by.care)


def floors(*, at: datetime) -> dict[int, str]:
    """{primary key of a person: floor} of everybody in something that asks for more than usual.

    A circle asks it of its members and of whoever comes to what it runs. Two queries.
    """
    asks = (
        ~Q(session__care=OPEN)
        | ~Q(session__programme__care=OPEN)
        | ~Q(session__programme__run_by__care=OPEN)
    )
    claims = Registration.objects.filter(asks).exclude(state__in=GONE)
    current = Q(until=None) | Q(until__gt=at.date())
    members = Membership.objects.filter(current).exclude(circle__care=OPEN)
    found: dict[int, str] = defaultdict(lambda: OPEN)
    for pk, *cares in claims.values_list(
        "person", "session__care", "session__programme__care", "session__programme__run_by__care"
    ):
        found[pk] = level(found[pk], *cares)
    for pk, care in members.values_list("person", "circle__care"):
        found[pk] = level(found[pk], care)
    return dict(found)


def floors_to_settle(*, at: datetime) -> list[tuple[int, str]]:
    """(primary key of a person, floor) wherever what is written down is not what holds now."""
    wanted = floors(at=at)
    concerned = Q(pk__in=list(wanted)) | ~Q(floor=OPEN)
    known = Person.objects.filter(concerned).order_by("pk").values_list("pk", "floor")
    return [(pk, wanted.get(pk, OPEN)) for pk, floor in known if wanted.get(pk, OPEN) != floor]
