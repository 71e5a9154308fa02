"""Reading a session as registration sees it: whether it is open, its questions, its counts."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from commonroot.consent.models import LedgerEvent, Wording
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Audience, AudienceKind
from commonroot.people.models import Person
from commonroot.people.queries import is_member
from commonroot.programmes.models import Programme, Question, Session
from commonroot.registration import rules
from commonroot.registration.models import Answer, Door, Quota, Registration

State = Registration.State
HELD = Count("registrations", filter=Q(registrations__state__in=rules.HOLDING))


def organisers_of(session: Session) -> Audience:
    """Before whom a session's list is shown: those who run its programme."""
    return Audience(AudienceKind.PROGRAMME, session.programme.key)


def session(key: str) -> Session | None:
    """The session with that key, with its programme and who runs it."""
    return Session.objects.filter(key=key).select_related("programme__run_by").first()


def public_session(key: str, *, at: datetime) -> Session | None:
    """The session with that key, if its programme is public."""
    return (
        Session.objects.filter(key=key, programme__published_at__lte=at)
        .select_related("programme")
        .first()
    )


def is_open(session: Session, *, at: datetime) -> bool:
    """Whether a place in `session` may be asked for now."""
    found = door(session)
    return rules.is_open(
        by_registration=session.by_registration,
        planned=session.state == Session.State.PLANNED,
        published=session.programme.published_at is not None,
        opens_at=found.opens_at,
        ends_at=session.ends_at,
        closes_at=found.closes_at,
        at=at,
    )


def sessions_to_come(session: Session, *, at: datetime) -> list[Session]:
    """`session`, and what else of its programme gives places and is not over, in order."""
    there = Session.objects.filter(programme=session.programme_id).select_related("programme")
    coming = there.filter(by_registration=True, state=Session.State.PLANNED).filter(
        Q(ends_at=None) | Q(ends_at__gt=at)
    )
    others = [one for one in coming.order_by("position") if one.pk != session.pk]
    return [session, *others]


def door(session: Session) -> Door:
    """How places of `session` are given; as the defaults say where nobody set anything."""
    return Door.objects.filter(session=session).first() or Door(session=session)


def is_for_members(session: Session, *, at: datetime) -> bool:
    """Whether places of `session` are for members of the network alone at that moment."""
    return rules.is_for_members(open_to=session.open_to, members_until=session.members_until, at=at)


def keeps_places_by_country(sessions: Iterable[Session]) -> bool:
    """Whether somebody must say where they live, since places are kept by it."""
    found = Quota.objects.filter(session__in=list(sessions), kind=Quota.Kind.COUNTRY)
    return found.exists()


def open_sessions(programme: Programme, *, at: datetime) -> list[Session]:
    """The sessions of `programme` in which a place may be asked for now, the soonest first."""
    rows = Session.objects.filter(programme=programme, ends_at__gt=at, by_registration=True)
    return [
        session
        for session in rows.select_related("programme").order_by("starts_at", "pk")
        if is_open(session, at=at)
    ]


def questions_of(sessions: Iterable[Session]) -> list[Question]:
    """What is asked in these sessions, the same question once."""
    found: dict[str, Question] = {}
    for session in sessions:
        for question in questions(session):
            found.setdefault(question.family or question.key, question)
    return list(found.values())


def shares(session: Session) -> dict[int, rules.Share]:
    """What each quota of `session` says and how many hold its places: one query.

    Ask for it under the session's lock when places are given by it.
    """
    quotas = Quota.objects.filter(session=session).annotate(held=HELD)
    return {
        quota.pk: rules.Share(kept=quota.kept, at_most=quota.at_most, held=quota.held)
        for quota in quotas
    }


def waiting_by_quota(session: Session) -> dict[int | None, int]:
    """How many wait for a place in `session`, by the primary key of their quota."""
    rows = Registration.objects.filter(session=session, state=State.WAITING)
    counted = rows.values("quota").annotate(n=Count("pk"))
    return {row["quota"]: row["n"] for row in counted.order_by("quota")}


def quota_of(person: Person, session: Session, *, at: datetime) -> Quota | None:
    """The first quota of `session` that `person` fits, as far as is known of them."""
    return next((q for q in Quota.objects.filter(session=session) if _fits(person, q, at=at)), None)


def _fits(person: Person, quota: Quota, *, at: datetime) -> bool:
    if quota.kind == Quota.Kind.COUNTRY:
        return person.country in quota.countries
    if quota.kind == Quota.Kind.CIRCLE:
        today = at.date()
        return (
            person.memberships.filter(circle=quota.circle_id, since__lte=today)
            .exclude(until__lt=today)
            .exists()
        )
    return quota.kind == Quota.Kind.OTHERS or is_member(person, at=at)


def questions(session: Session) -> QuerySet[Question]:
    """What its organisers ask whoever registers, in order."""
    return (
        Question.objects.filter(session=session, retired_at=None)
        .select_related("session__programme")
        .order_by("position", "pk")
    )


def question(key: str) -> Question | None:
    """The question with that key that is still asked, with its session and who runs that."""
    return (
        Question.objects.filter(key=key, retired_at=None)
        .select_related("session__programme__run_by")
        .first()
    )


def family(code: str) -> QuerySet[Question]:
    """The same question wherever it is asked, by session."""
    rows = Question.objects.filter(family=code, retired_at=None)
    return rows.select_related("session__programme").order_by("session__position", "pk")


def askable_sessions(programme: Programme) -> QuerySet[Session]:
    """The sessions of `programme` that people register for, in order."""
    rows = Session.objects.filter(programme=programme, by_registration=True)
    return rows.select_related("programme__run_by").order_by("position")


def answered(question: Question) -> int:
    """How many answered this version of a question, wherever it is asked (people)."""
    rows = family(question.family) if question.family else [question]
    return Answer.objects.filter(question__in=rows).count()


def wordings(codes: tuple[str, ...]) -> dict[str, Wording]:
    """The wording in force of each of these questions, on the form that asks for a place."""
    worded = current_wordings(LedgerEvent.Form.PLACE)
    return {code: worded[code] for code in codes if code in worded}


def counts(session: Session) -> dict[str, int]:
    """`{"held": n, "placed": n, "offered": n, "waiting": n}`, in people, in one query.

    `held` are all places taken: by those placed, offered one, or who came or should have.
    """
    counted: dict[str, int] = Registration.objects.filter(session=session).aggregate(
        held=Count("pk", filter=Q(state__in=rules.HOLDING)),
        **{state: Count("pk", filter=Q(state=state)) for state in ("placed", "offered", "waiting")},
    )
    return counted


def places_taken(sessions: Iterable[Session]) -> dict[int, int]:
    """How many places of each limited session a newcomer cannot get, by its primary key: one query.

    As on the session's own page: whoever waits comes first.
    """
    limited = {session.pk: session.places for session in sessions if session.places is not None}
    if not limited:
        return {}
    counted = (
        Registration.objects.filter(session__in=limited)
        .values("session")
        .annotate(
            held=Count("pk", filter=Q(state__in=rules.HOLDING)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
        )
    )
    free = {
        row["session"]: rules.free_places(
            places=limited[row["session"]], held=row["held"], waiting=row["waiting"]
        )
        for row in counted
    }
    return {key: limited[key] - (left or 0) for key, left in free.items()}


def next_position(session: Session) -> int:
    """The next place in the order of asking, from 1; ask for it under the session's lock."""
    last: int | None = Registration.objects.filter(session=session).aggregate(n=Max("position"))[
        "n"
    ]
    return (last or 0) + 1
