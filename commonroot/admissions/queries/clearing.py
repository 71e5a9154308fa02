"""What goes on its day after the decision: scores, referees, circumstances, answers."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from commonroot.admissions.models import (
    ApplicationAnswer,
    Call,
    Conflict,
    FormQuestion,
    Referee,
    Review,
    Scholarship,
    Score,
)


def to_clear(*, at: datetime) -> list[Call]:
    """Calls of which scores, referees and circumstances are to go by now."""
    decided = Call.objects.filter(decided_at__isnull=False, cleared_at=None)
    return [one for one in decided.order_by("pk") if (day := clears_at(one)) and day <= at]


def still_to_clear() -> list[Call]:
    """Decided calls of which that day is to come, the next one first."""
    decided = Call.objects.filter(decided_at__isnull=False, cleared_at=None)
    return sorted(decided.select_related("programme"), key=lambda one: (clears_at(one), one.pk))


def clears_at(call: Call) -> datetime | None:
    """When scores, referees and circumstances go; None before it was decided."""
    return call.decided_at + timedelta(days=call.keep_days) if call.decided_at else None


def goes(call: Call) -> list[QuerySet[Any]]:
    """What goes of a call altogether, in the order in which it may go."""
    return [
        Score.objects.filter(review__application__call=call),
        Review.objects.filter(application__call=call),
        Conflict.objects.filter(application__call=call),
        Referee.objects.filter(application__call=call),
    ]


def circumstances(call: Call) -> QuerySet[Scholarship]:
    """Help with money of which the reasons are still there."""
    return Scholarship.objects.filter(application__call=call).exclude(circumstances="")


def rows_to_clear(call: Call) -> int:
    """How many rows go on that day, those counted of which only the reasons go."""
    return sum(rows.count() for rows in goes(call)) + circumstances(call).count()


def answers_to_clear(*, at: datetime) -> QuerySet[ApplicationAnswer]:
    """Answers whose question's time is over, and why somebody needed help once the call's is."""
    questions = FormQuestion.objects.filter(call__decided_at__isnull=False, answers__isnull=False)
    rows = questions.distinct().values_list(
        "pk", "meaning", "keep_days", "call__keep_days", "call__decided_at"
    )
    over = [
        pk
        for pk, meaning, days, call_days, decided_at in rows
        if decided_at is not None
        and decided_at
        + timedelta(
            days=min(days, call_days) if meaning == FormQuestion.Meaning.CIRCUMSTANCES else days
        )
        <= at
    ]
    return ApplicationAnswer.objects.filter(question__in=over)


def something_to_clear(*, at: datetime) -> bool:
    """Whether anything goes now."""
    return bool(to_clear(at=at)) or answers_to_clear(at=at).exists()
