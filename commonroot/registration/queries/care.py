"""How carefully the sessions, programmes and circles that people are in ask us to treat them."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Q, QuerySet

from commonroot.circles.models import Circle
from commonroot.people.models import Membership, Person
from commonroot.people.rules import level
from commonroot.programmes.models import Programme, Session
from commonroot.registration.models import Registration

OPEN = Person.Risk.OPEN
GONE = (Registration.State.CANCELLED,)


def floor_of(session: Session) -> str:
    """What a session, its programme and the team that runs it ask for."""
    return level(session.care, session.programme.care, session.programme.run_by.care)


def concerned(thing: Circle | Programme | Session, *, at: datetime) -> QuerySet[Person]:
    """Everybody who is in a circle, or has a claim in a programme or session."""
    claims = Registration.objects.exclude(state__in=GONE)
    if isinstance(thing, Circle):
        current = Q(until=None) | Q(until__gt=at.date())
        members = Membership.objects.filter(current, circle=thing)
        theirs = claims.filter(session__programme__run_by=thing)
        return Person.objects.filter(
            Q(pk__in=members.values("person")) | Q(pk__in=theirs.values("person"))
        )
    if isinstance(thing, Programme):
        return Person.objects.filter(
            pk__in=claims.filter(session__programme=thing).values("person")
        )
    return Person.objects.filter(pk__in=claims.filter(session=thing).values("person"))


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
