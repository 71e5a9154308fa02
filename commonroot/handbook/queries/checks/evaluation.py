"""Asking how it was: what its list holds."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from commonroot.engagement.models import (
    ChangeCard,
    ChangeDecision,
    Closing,
    ClosingAnswer,
    Experience,
)
from commonroot.handbook.queries.checks.courses import is_course, over
from commonroot.handbook.queries.checks.planning import functions
from commonroot.handbook.queries.checks.shapes import COURSE, Check, Kept, Rows
from commonroot.handbook.rules.checks import Anchor, When, after, before
from commonroot.programmes.models import Function, Programme
from commonroot.registration.models import Feedback, FeedbackAsked, Registration

AT_THE_END = When(Anchor.END)
SHOWN_FROM = 5  # answers: with fewer nobody is shown any
TICKED = (
    Registration.State.ATTENDED,
    Registration.State.ABSENT,
    Registration.State.EXCUSED,
)


def _of_session(*states: str) -> Exists:
    return Exists(Registration.objects.filter(session=OuterRef("pk"), state__in=states))


def _with_people(at: datetime) -> Rows:
    """Meetings that took place and for which people had a place."""
    return over(at).filter(_of_session(Registration.State.PLACED, *TICKED))


def _asked_about(rows: Rows) -> Rows:
    asked = FeedbackAsked.objects.filter(registration__session=OuterRef("pk"))
    return rows.filter(Exists(asked) | Exists(Feedback.objects.filter(session=OuterRef("pk"))))


def _cards() -> Rows:
    return ChangeCard.objects.filter(programme=COURSE)


def _carried(rows: Rows) -> Rows:
    """Those that a later course took up, or that stand in a copy of this one."""
    taken = ChangeDecision.objects.filter(card=OuterRef("pk"))
    copies = Programme.objects.filter(copied_from=OuterRef("programme"))
    return rows.filter(Exists(taken) | Exists(copies))


CHECKS = (
    Check(
        "evaluation_covered",
        "evaluation",
        _("Somebody sees to asking how it was"),
        before(60),
        Kept(lambda at: functions(Function.Kind.EVALUATION), needs=1),
        page="programmes:plan_team",
        concerns=is_course,
    ),
    Check(
        "attendance_kept",
        "evaluation",
        _("It is known who came to every meeting"),
        after(2),
        Kept(
            _with_people,
            lambda rows, at: rows.filter(
                _of_session(*TICKED), ~_of_session(Registration.State.PLACED)
            ),
        ),
        says=_("%(done)s of %(of)s meetings so far"),
    ),
    Check(
        "feedback_asked",
        "evaluation",
        _("People were asked about every meeting"),
        after(2),
        Kept(_with_people, lambda rows, at: _asked_about(rows)),
        says=_("%(done)s of %(of)s meetings so far"),
    ),
    Check(
        "course_closed",
        "evaluation",
        _("The course is closed"),
        after(21),
        Kept(
            lambda at: Programme.objects.filter(pk=COURSE, closed_at__lte=at),
            needs=1,
            since="closed_at",
        ),
        page="engagement:close",
    ),
    Check(
        "answers_enough",
        "evaluation",
        _("Enough people said what the course gave them"),
        after(30),
        Kept(lambda at: ClosingAnswer.objects.filter(programme=COURSE), needs=SHOWN_FROM),
        says=_("%(done)s answers; they are shown from %(of)s on"),
        page="engagement:course_answers",
        concerns=is_course,
    ),
    Check(
        "meeting_written",
        "evaluation",
        _("The evaluation meeting is held and written down"),
        after(14),
        Kept(
            lambda at: Closing.objects.filter(programme=COURSE).exclude(notes=""),
            needs=1,
            since="written_at",
        ),
        page="engagement:evaluation",
        concerns=is_course,
    ),
    Check(
        "changes_written",
        "evaluation",
        _("What the next course shall do otherwise is written down"),
        after(14),
        Kept(
            lambda at: _cards(),
            needs=1,
            since="made_at",
        ),
        page="engagement:evaluation",
        concerns=is_course,
    ),
    Check(
        "changes_carried",
        "evaluation",
        _("Every change stands in the plan of a later course"),
        after(180),
        Kept(lambda at: _cards(), lambda rows, at: _carried(rows)),
        says=_("%(done)s of %(of)s changes"),
        page="engagement:evaluation",
        concerns=is_course,
    ),
    Check(
        "accounts_asked",
        "evaluation",
        _("Whoever covered something was asked how they managed it"),
        after(14),
        Kept(
            lambda at: Experience.objects.filter(programme=COURSE),
            needs=1,
            since="asked_at",
        ),
        page="engagement:accounts",
        concerns=is_course,
    ),
    Check(
        "accounts_settled",
        "evaluation",
        _("Every account is approved, or its author would rather not"),
        after(60),
        Kept(
            lambda at: Experience.objects.filter(programme=COURSE),
            lambda rows, at: rows.filter(
                state__in=(Experience.State.APPROVED, Experience.State.DECLINED)
            ),
            since="changed_at",
        ),
        says=_("%(done)s of %(of)s accounts"),
        page="engagement:accounts",
        concerns=is_course,
    ),
    Check(
        "each_evening",
        "evaluation",
        _("Each evening the sheets were read, and something was changed"),
        AT_THE_END,
        concerns=is_course,
    ),
    Check(
        "read_aloud",
        "evaluation",
        _("What people said was read in the planning group"),
        after(21),
    ),
)
