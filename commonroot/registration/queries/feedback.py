"""What was said of sessions, and who is to be asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people.models import Person
from commonroot.programmes.models import Session
from commonroot.registration.models import Feedback, FeedbackAsked, Registration
from commonroot.registration.rules.attendance import ENOUGH_ANSWERS, may_show_feedback

ASKED_AFTER = timedelta(hours=1)
ASKED_UNTIL = timedelta(days=5)  # later nobody remembers; whoever is ticked later is not asked
ANSWERED_UNTIL = timedelta(days=30)


def asked(key: str) -> FeedbackAsked | None:
    """That somebody was asked, by its key, with the session."""
    return (
        FeedbackAsked.objects.filter(key=key)
        .select_related("registration__person", "registration__session__programme__run_by")
        .first()
    )


def to_ask(*, at: datetime) -> QuerySet[Registration]:
    """Who came to a session that ended lately, and was not asked about it."""
    return (
        Registration.objects.filter(
            state=Registration.State.ATTENDED,
            session__ends_at__lte=at - ASKED_AFTER,
            session__ends_at__gt=at - ASKED_UNTIL,
            person__frozen_at=None,
        )
        .exclude(Exists(FeedbackAsked.objects.filter(registration=OuterRef("pk"))))
        .select_related("person", "session__programme")
        .order_by("pk")
    )


def may_be_written_to(registration: Registration, *, at: datetime) -> bool:
    """Whether the gate lets the programme's organisers write to that person now."""
    return allowed(
        Person.objects.filter(pk=registration.person_id),
        "",
        purpose=Purpose.THIS_PROGRAMME,
        audience=Audience(AudienceKind.PROGRAMME, registration.session.programme.key),
        at=at,
    ).exists()


@dataclass(frozen=True)
class Said:
    """What was said of a session: of how many asked, how many answered each; words in no order of
    time. Nothing but the count is there before five answered.
    """

    asked: int
    answers: int
    enough: int
    useful: dict[str, int]
    words: list[Feedback]

    @property
    def shown(self) -> bool:
        """Whether what was said may be shown."""
        return may_show_feedback(self.answers)


def said_of(session: Session) -> Said:
    """What was said of a session, as far as it is shown."""
    rows = Feedback.objects.filter(session=session)
    answers = rows.count()
    was_asked = FeedbackAsked.objects.filter(registration__session=session).count()
    if not may_show_feedback(answers):
        return Said(was_asked, answers, ENOUGH_ANSWERS, {}, [])
    counted = rows.values("useful").annotate(n=Count("pk"))
    useful = dict.fromkeys(Feedback.Useful.values, 0) | {row["useful"]: row["n"] for row in counted}
    words = [row for row in rows.order_by("key") if row.text]
    return Said(max(was_asked, answers), answers, ENOUGH_ANSWERS, useful, words)
