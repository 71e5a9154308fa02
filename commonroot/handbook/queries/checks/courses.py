"""Which courses a thing concerns, and rows that several lists look at."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef

from commonroot.admissions.models import (
    Applicant,
    Application,
    Call,
    FormQuestion,
    Preparation,
    Prepared,
)
from commonroot.handbook.queries.checks.shapes import COURSE, Course, Rows
from commonroot.programmes.models import Programme, Session

COURSE_ABOVE = OuterRef(OuterRef("pk"))  # the same, one query further in
State = Application.State


def is_series(course: Course) -> bool:
    """An open series: a few evenings, without a call."""
    return course.programme.format == Programme.Format.OPEN


def is_course(course: Course) -> bool:
    """What people apply for and stay together in."""
    return not is_series(course)


def has_call(course: Course) -> bool:
    """People apply for it, or will."""
    return course.call is not None or is_course(course)


def has_panel(course: Course) -> bool:
    """A panel reads what was handed in."""
    return course.call is not None and course.call.way == Call.Way.PANEL


def travels(course: Course) -> bool:
    """People come to a place."""
    return course.programme.mode != Programme.Mode.ONLINE


def travels_by_call(course: Course) -> bool:
    """People who applied come to a place."""
    return travels(course) and has_call(course)


def crosses_borders(course: Course) -> bool:
    """People come to a country that is known."""
    return travels(course) and course.call is not None and bool(course.call.held_in)


def is_online(course: Course) -> bool:
    """All of it, or a part, is held over a distance."""
    return course.programme.mode != Programme.Mode.ON_SITE


def is_only_online(course: Course) -> bool:
    """All of it is held over a distance."""
    return course.programme.mode == Programme.Mode.ONLINE


def has_languages(course: Course) -> bool:
    """It is held in more than one language."""
    return len(course.programme.languages) > 1


def sessions(at: datetime) -> Rows:
    """The meetings that take place."""
    return Session.objects.filter(programme=COURSE).exclude(state=Session.State.CANCELLED)


def over(at: datetime) -> Rows:
    """The meetings that took place."""
    return sessions(at).filter(ends_at__lte=at)


def handed_in(at: datetime) -> Rows:
    """The applications that were handed in and not withdrawn."""
    return Application.objects.filter(call__programme=COURSE).exclude(
        state__in=(State.DRAFT, State.WITHDRAWN)
    )


def coming(at: datetime) -> Rows:
    """The applications whose people come; each has a `person` who wrote it."""
    return Application.objects.filter(call__programme=COURSE, state=State.CONFIRMED)


def coming_along(at: datetime) -> Rows:
    """The people who come by an application that somebody else wrote."""
    return Applicant.objects.filter(
        application__call__programme=COURSE,
        application__state=State.CONFIRMED,
        state=Applicant.State.CONFIRMED,
        person__isnull=False,
    ).exclude(person=F("application__person"))


def asked_before(kind: str = "") -> Rows:
    """What everybody who comes is asked to do before; of one kind where it is named."""
    asked = Preparation.objects.filter(call__programme=COURSE)
    return asked.filter(kind=kind) if kind else asked


def did(kind: str) -> Exists:
    """Whether somebody who comes did something of that kind."""
    return Exists(
        Prepared.objects.filter(
            person=OuterRef("person"),
            preparation__kind=kind,
            preparation__call__programme=COURSE_ABOVE,
            done_at__isnull=False,
        )
    )


def form_questions(at: datetime) -> Rows:
    """What the form asks now."""
    return FormQuestion.objects.filter(call__programme=COURSE, retired_at=None)
