"""Lists of a session for its organisers, everybody on them allowed by the gate."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people.models import Person
from commonroot.programmes.models import Programme, Question, Session
from commonroot.registration import rules
from commonroot.registration.models import Answer, Registration, Skip
from commonroot.registration.queries.sessions import organisers_of

State = Registration.State
SKIPS_SHOWN = 50


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


def asked(session: Session, *, seen_by: Actor, at: datetime) -> QuerySet[Registration]:
    """Who waits for the organisers' yes, whoever asked first first."""
    there = Registration.objects.filter(session=session, state=State.ASKED)
    return _seen(there, session, seen_by=seen_by, at=at).order_by("position")


def in_states(
    session: Session, states: Iterable[str], *, seen_by: Actor, at: datetime
) -> QuerySet[Registration]:
    """Whoever of `session` is in one of these states and may be written to about it."""
    there = Registration.objects.filter(session=session, state__in=list(states))
    return _seen(there, session, seen_by=seen_by, at=at).order_by("position")


def wanting(session: Session, *, whole: bool) -> QuerySet[Registration]:
    """Everybody who wants or had a place in `session`, or (`whole`) in its programme: before the
    gate, so for numbers, or to narrow further.
    """
    sessions = Session.objects.filter(programme=session.programme_id)
    chosen = sessions if whole else sessions.filter(pk=session.pk)
    return Registration.objects.filter(session__in=chosen, state__in=rules.CLAIMING)


def counted_states(session: Session) -> dict[str, int]:
    """How many of `session` are in each state, in people."""
    rows = Registration.objects.filter(session=session).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows.order_by("state")}


def passed_over(session: Session, *, seen_by: Actor, at: datetime) -> list[Skip]:
    """Each time somebody who waits was passed over and may be seen, the newest first."""
    seen = _seen(Registration.objects.filter(session=session), session, seen_by=seen_by, at=at)
    rows = Skip.objects.filter(registration__in=seen.values("pk"))
    return list(rows.select_related("registration__person").order_by("-at", "-pk")[:SKIPS_SHOWN])


def brought(programme: Programme, *, seen_by: Actor, at: datetime) -> list[Registration]:
    """Whom members brought to sessions of `programme`, each with who brought them, seen by its
    organisers.
    """
    rows = Registration.objects.filter(
        session__programme=programme, brought_by__isnull=False, state__in=rules.CLAIMING
    )
    rows = in_circles_of(
        rows, "session__programme__run_by", actor=seen_by, permission=Permission.SEE_ROSTER
    )
    audience = Audience(AudienceKind.PROGRAMME, programme.key)
    purpose = Purpose.THIS_PROGRAMME
    for path in ("person", "brought_by__person"):
        rows = allowed(rows, path, purpose=purpose, audience=audience, at=at)
    return list(
        rows.select_related("person", "brought_by__person", "session__programme").order_by(
            "brought_by__person__sort_key", "brought_by__person_id", "session__sorts_on", "pk"
        )
    )


@dataclass(frozen=True)
class Answered:
    """One question and what was answered: by whom, or how often each choice; `missing` people who
    are asked it did not say.

    `rows` stays empty for sensitive questions: they are read on each person's own page.
    """

    question: Question
    count: int
    rows: list[Answer]
    chosen: dict[str, int]
    missing: int = 0


def answers(session: Session, *, seen_by: Actor, at: datetime) -> list[Answered]:
    """What those with a claim answered, question by question, also to words that are asked no more;
    what is asked and nobody answered stands among it as soon as somebody has a claim.

    Only people whom the gate and the circles of `seen_by` let through.
    """
    claims = Registration.objects.filter(session=session, state__in=rules.CLAIMING)
    seen = _seen(claims, session, seen_by=seen_by, at=at)
    given = Answer.objects.filter(registration__in=seen.values("pk")).select_related(
        "registration__person"
    )
    by_question: dict[int, list[Answer]] = {}
    for row in given.order_by("registration__person__sort_key", "pk"):
        by_question.setdefault(row.question_id, []).append(row)
    people = seen.count()
    asked = Q(pk__in=by_question)
    if people:
        asked |= Q(session=session, retired_at=None)
    found = Question.objects.filter(asked).select_related("session__programme")
    return [
        _answered(question, by_question.get(question.pk, []), of=people)
        for question in found.order_by(F("retired_at").desc(nulls_first=True), "position", "pk")
    ]


def _answered(question: Question, rows: list[Answer], *, of: int) -> Answered:
    kinds = {Question.Kind.CHOICE, Question.Kind.SEVERAL, Question.Kind.YES_NO}
    chosen: Counter[str] = Counter()
    if question.kind in kinds:
        chosen.update(text for row in rows for text in row.text.splitlines())
    sensitive = question.care == Question.Care.SENSITIVE
    return Answered(
        question=question,
        count=len(rows),
        rows=[] if sensitive else rows,
        chosen={} if sensitive else dict(chosen.most_common()),
        missing=0 if question.retired_at else of - len(rows),
    )


def brought_by(registration: Registration, *, seen_by: Actor, at: datetime) -> Person | None:
    """Who brought somebody, if the organisers may see them."""
    by = registration.brought_by_id
    rows = Registration.objects.filter(pk=by) if by else Registration.objects.none()
    found = _seen(rows, registration.session, seen_by=seen_by, at=at).first()
    return found.person if found else None


def yes_or_no(answer: str) -> str:
    """An answer to a question of yes or no, in the language now active."""
    return {"yes": gettext("Yes"), "no": gettext("No")}.get(answer, answer)


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
