"""Reading a session as registration sees it: whether it is open, its questions, its counts."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from commonroot.consent.models import Wording
from commonroot.consent.rules import Audience, AudienceKind
from commonroot.programmes.models import Question, Session
from commonroot.registration import rules
from commonroot.registration.models import Registration

State = Registration.State


HELD = Count("registrations", filter=Q(registrations__state__in=rules.HOLDING))


def organisers_of(session: Session) -> Audience:
    """Before whom a session's list is shown: those who run its programme."""
    return Audience(AudienceKind.PROGRAMME, session.programme.key)


def session(key: str) -> Session | None:
    """The session with that key, with its programme and who runs it."""
    return Session.objects.filter(key=key).select_related("programme__run_by").first()


def public_session(key: str) -> Session | None:
    """The session with that key, if its programme is public."""
    return (
        Session.objects.filter(key=key, programme__published_at__isnull=False)
        .select_related("programme")
        .first()
    )


def is_open(session: Session, *, at: datetime) -> bool:
    """Whether a place in `session` may be asked for now."""
    return rules.is_open(
        by_registration=session.by_registration,
        planned=session.state == Session.State.PLANNED,
        published=session.programme.published_at is not None,
        ends_at=session.ends_at,
        at=at,
    )


def questions(session: Session) -> QuerySet[Question]:
    """What its organisers ask whoever registers, in order."""
    return (
        Question.objects.filter(session=session)
        .select_related("session__programme")
        .order_by("position", "pk")
    )


def wordings(codes: tuple[str, ...]) -> dict[str, Wording]:
    """The wording in force of each of these questions."""
    return {w.purpose: w for w in Wording.objects.filter(purpose__in=codes).order_by("version")}


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
