"""Who came, how that is known, and how far everybody of a programme is."""

from collections.abc import Hashable
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.text import folded
from commonroot.people.models import Person
from commonroot.programmes.models import Programme, Session
from commonroot.registration import rules
from commonroot.registration.models import (
    Completion,
    CompletionRule,
    HereWord,
    Registration,
)
from commonroot.registration.queries.sessions import organisers_of
from commonroot.registration.rules.attendance import (
    KEPT_WITHOUT_AGREEMENT,
    Asked,
    Reached,
    reached,
)

State = Registration.State


def visible(
    rows: QuerySet[Registration], session: Session, *, seen_by: Actor, at: datetime
) -> QuerySet[Registration]:
    """Those of `rows`, all of `session`, whom `seen_by` may see: the gate, and the circles."""
    return allowed(
        in_circles_of(
            rows, "session__programme__run_by", actor=seen_by, permission=Permission.SEE_ROSTER
        ),
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=organisers_of(session),
        at=at,
    ).select_related("person")


def at_the_door(
    session: Session, *, looked_for: str, seen_by: Actor, at: datetime
) -> list[Registration]:
    """Who may be ticked at the door, in their sorting order; of `looked_for`, by parts of names."""
    rows = visible(
        Registration.objects.filter(session=session, state__in=(State.PLACED, *rules.CHECKED)),
        session,
        seen_by=seen_by,
        at=at,
    ).order_by("person__sort_key", "pk")
    words = folded(looked_for).split()
    return [row for row in rows if all(word in folded(row.person.shown_name) for word in words)]


def here_word(session: Session) -> HereWord | None:
    """The word by which people may say now that they are there; None: nobody opened it."""
    return HereWord.objects.filter(session=session, closed_at=None).first()


def may_say_here(session: Session, *, at: datetime) -> bool:
    """Whether people may say now that they are there: it is the time, and the word is out."""
    in_time = rules.attendance.may_say_here(
        starts_at=session.starts_at, ends_at=session.ends_at, at=at
    )
    return in_time and here_word(session) is not None


def completion_rule(programme: Programme) -> CompletionRule | None:
    """What it takes to complete a programme, if its organisers said it."""
    return CompletionRule.objects.filter(programme=programme).first()


def asked_of(rule: CompletionRule | None) -> Asked:
    """A rule as plain values; without one, all sessions."""
    if rule is None:
        return Asked()
    return Asked(sessions=rule.sessions, minutes=rule.minutes, excused=rule.excused)


def programme(key: str) -> Programme | None:
    """The programme with that key, with who runs it."""
    return Programme.objects.filter(key=key).select_related("run_by").first()


def counted_sessions(programme: Programme) -> QuerySet[Session]:
    """The sessions that somebody can come to: with a time and not called off."""
    return programme.sessions.filter(starts_at__isnull=False, state=Session.State.PLANNED).order_by(
        "starts_at", "pk"
    )


def progress(programme: Programme, *, asked: Asked) -> dict[int, Reached]:
    """How far each person is who had a place in a session of `programme`, by primary key."""
    there_are = counted_sessions(programme).count()
    rows = Registration.objects.filter(
        session__programme=programme,
        session__state=Session.State.PLANNED,
        session__starts_at__isnull=False,
        state__in=(State.PLACED, *rules.CHECKED),
    ).values_list("person", "session", "state", "presences__minutes")
    states: dict[int, dict[Hashable, tuple[str, int | None]]] = {}
    for person, session, state, minutes in rows:
        states.setdefault(person, {})[session] = (state, minutes)
    return {
        person: reached(theirs, asked=asked, there_are=there_are)
        for person, theirs in states.items()
    }


def seen_people(programme: Programme, *, seen_by: Actor, at: datetime) -> QuerySet[Person]:
    """Everybody with a place in `programme` whom `seen_by` may see, in their sorting order."""
    rows = in_circles_of(
        Registration.objects.filter(
            session__programme=programme, state__in=(State.PLACED, *rules.CHECKED)
        ),
        "session__programme__run_by",
        actor=seen_by,
        permission=Permission.SEE_ROSTER,
    )
    return allowed(
        Person.objects.filter(Exists(rows.filter(person=OuterRef("pk")))),
        "",
        purpose=Purpose.THIS_PROGRAMME,
        audience=Audience(AudienceKind.PROGRAMME, programme.key),
        at=at,
    ).order_by("sort_key", "pk")


def series_over(*, at: datetime) -> QuerySet[Programme]:
    """Programmes whose last session ended so long ago that single sessions are let go."""
    before = at - KEPT_WITHOUT_AGREEMENT
    open_ones = Session.objects.filter(
        Q(ends_at=None) | Q(ends_at__gte=before),
        programme=OuterRef("pk"),
        state=Session.State.PLANNED,
    )
    return (
        Programme.objects.annotate(last=Max("sessions__ends_at"))
        .filter(~Exists(open_ones), last__lt=before)
        .order_by("pk")
    )


def attendance_to_let_go(*, at: datetime) -> QuerySet[Registration]:
    """Places in series that are over, of people who did not agree to be kept in the register.

    Who agreed is kept two years, by the declaration of the row.
    """
    over = Registration.objects.filter(
        session__programme__in=series_over(at=at).values("pk"),
        session__ends_at__lt=at - KEPT_WITHOUT_AGREEMENT,
    )
    agreed = _kept_in_register(at=at)
    paused = Person.objects.filter(frozen_at__isnull=False)
    return over.exclude(person__in=agreed.values("pk")).exclude(person__in=paused.values("pk"))


def _kept_in_register(*, at: datetime) -> QuerySet[Person]:
    return allowed(Person.objects.all(), "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)


def completions_to_note(*, at: datetime) -> QuerySet[Programme]:
    """Series that are over, in which somebody came of whom it is to be noted how far they got: who
    agreed to be kept in the register.
    """
    came = Registration.objects.filter(
        session__programme=OuterRef("pk"),
        state=State.ATTENDED,
        person__in=_kept_in_register(at=at).values("pk"),
    ).exclude(
        Exists(
            Completion.objects.filter(
                person=OuterRef("person"), programme=OuterRef("session__programme")
            )
        )
    )
    return series_over(at=at).filter(Exists(came))


def tallies(session: Session) -> dict[str, int]:
    """How many came, did not, were excused: by the rows there still are."""
    counted: dict[str, int] = Registration.objects.filter(session=session).aggregate(
        came=Count("pk", filter=Q(state=State.ATTENDED)),
        absent=Count("pk", filter=Q(state=State.ABSENT)),
        excused=Count("pk", filter=Q(state=State.EXCUSED)),
    )
    return counted
