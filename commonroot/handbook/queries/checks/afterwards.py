"""The years after, fellowships: what their lists hold."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.engagement.models import (
    CircleLetter,
    Introduction,
    Liaison,
    Owner,
    Participation,
    Pathway,
    PathwayContact,
    Project,
    Promise,
    Wave,
)
from commonroot.handbook.models import ChapterAnswer
from commonroot.handbook.queries.answers import DEEPEN
from commonroot.handbook.queries.checks.courses import COURSE_ABOVE, is_course
from commonroot.handbook.queries.checks.planning import functions
from commonroot.handbook.queries.checks.shapes import COURSE, Check, Kept, Rows
from commonroot.handbook.rules.checks import Anchor, When, after, before
from commonroot.programmes.models import Function

AT_THE_END = When(Anchor.END)
ASKED_BEFORE = 42  # days: the board of circles asks for the same six weeks
FIRST_ROUND = 0  # months: two weeks after the last day
SENT = (CircleLetter.State.SENT, CircleLetter.State.ANSWERED)
MET = (Introduction.State.INTRODUCED, Introduction.State.ANSWERED, Introduction.State.ACTIVE)


def _took_part(at: datetime) -> Rows:
    return Participation.objects.filter(programme=COURSE, role=Participation.Role.PARTICIPANT)


def _promised(rows: Rows) -> Rows:
    theirs = Promise.objects.filter(person=OuterRef("person"), programme=COURSE_ABOVE)
    return rows.filter(Exists(theirs))


def _looked_after(rows: Rows) -> Rows:
    return rows.filter(
        Exists(Owner.objects.filter(person=OuterRef("person"), account__isnull=False))
    )


def _countries(at: datetime) -> Rows:
    return Liaison.objects.filter(programme=COURSE, theme=None)


def _offers(at: datetime) -> Rows:
    """The next steps that the team, or the school, offers now, with somebody who is met there."""
    day = at.date()
    contact = PathwayContact.objects.filter(
        Q(until=None) | Q(until__gt=day), pathway=OuterRef("pk"), since__lte=day
    )
    return Pathway.objects.filter(
        Q(run_by=OuterRef("run_by")) | Q(run_by__kind=Circle.Kind.SCHOOL),
        Q(until=None) | Q(until__gte=day),
        Exists(contact),
        closed_at=None,
    )


CHECKS = (
    Check(
        "deepening_said",
        "alumni",
        _("It is said how the engagement of those who come will grow"),
        before(150),
        Kept(
            lambda at: ChapterAnswer.objects.filter(
                programme=COURSE, question=DEEPEN, confirmed_at__isnull=False
            ).exclude(text=""),
            needs=1,
            since="confirmed_at",
        ),
    ),
    Check(
        "circles_covered",
        "alumni",
        _("Somebody sees to the ties to circles, before and after"),
        before(120),
        Kept(lambda at: functions(Function.Kind.CIRCLES), needs=1),
        page="programmes:plan_team",
        concerns=is_course,
    ),
    Check(
        "countries_asked",
        "alumni",
        _("Every country was contacted six weeks before"),
        before(ASKED_BEFORE),
        Kept(
            _countries,
            lambda rows, at: rows.exclude(state=Liaison.State.OPEN),
            since="asked_at",
        ),
        says=_("%(done)s of %(of)s countries"),
        page="engagement:circles",
    ),
    Check(
        "countries_answered",
        "alumni",
        _("Every circle that was asked has answered, or it is decided what to do instead"),
        before(7),
        Kept(
            _countries,
            lambda rows, at: rows.exclude(
                state__in=(Liaison.State.OPEN, Liaison.State.ASKED, Liaison.State.REGION)
            ),
            since="answered_at",
        ),
        says=_("%(done)s of %(of)s countries"),
        page="engagement:circles",
    ),
    Check(
        "steps_ready",
        "alumni",
        _("There is a next step to offer, with somebody who is met there"),
        before(0),
        Kept(_offers, needs=1),
        concerns=is_course,
    ),
    Check(
        "promises_written",
        "alumni",
        _("Everybody has written a promise"),
        after(7),
        Kept(_took_part, lambda rows, at: _promised(rows)),
        says=_("%(done)s of %(of)s people"),
        page="engagement:close_promises",
        concerns=is_course,
    ),
    Check(
        "backgrounds_known",
        "alumni",
        _("Of everybody it is known where they were starting from"),
        after(14),
        Kept(
            _took_part,
            lambda rows, at: rows.exclude(background=Participation.Background.UNKNOWN),
        ),
        says=_("%(done)s of %(of)s people"),
        page="engagement:alumni",
    ),
    Check(
        "register_asked",
        "alumni",
        _("Everybody was asked whether we may keep them"),
        after(14),
        Kept(
            _took_part,
            lambda rows, at: rows.filter(asked_at__isnull=False),
            since="asked_at",
        ),
        says=_("%(done)s of %(of)s people"),
        page="engagement:alumni",
    ),
    Check(
        "new_have_somebody",
        "alumni",
        _("Everybody who is new to activism has somebody who looks after them"),
        after(14),
        Kept(
            lambda at: _took_part(at).filter(background=Participation.Background.NEW),
            lambda rows, at: _looked_after(rows),
        ),
        says=_("%(done)s of %(of)s people"),
        page="engagement:alumni",
    ),
    Check(
        "works_commented",
        "alumni",
        _("Everything people made has your comment"),
        after(21),
        Kept(
            lambda at: Project.objects.filter(programme=COURSE),
            lambda rows, at: rows.exclude(comment=""),
        ),
        says=_("%(done)s of %(of)s works"),
        page="engagement:projects",
        concerns=is_course,
    ),
    Check(
        "letters_sent",
        "alumni",
        _("Every circle has its letter about the course"),
        after(30),
        Kept(
            lambda at: CircleLetter.objects.filter(programme=COURSE),
            lambda rows, at: rows.filter(state__in=SENT),
            since="sent_at",
        ),
        says=_("%(done)s of %(of)s letters"),
        page="engagement:letters",
    ),
    Check(
        "rounds_planned",
        "alumni",
        _("It is planned when people are asked again"),
        after(21),
        Kept(lambda at: Wave.objects.filter(programme=COURSE), needs=1),
        page="engagement:rounds",
    ),
    Check(
        "first_round_read",
        "alumni",
        _("The answers of the first round are read"),
        after(45),
        Kept(
            lambda at: Wave.objects.filter(
                programme=COURSE, months=FIRST_ROUND, sent_at__isnull=False
            ),
            lambda rows, at: rows.filter(read_at__isnull=False),
            since="read_at",
        ),
        page="engagement:rounds",
    ),
    Check(
        "told_of_rounds",
        "alumni",
        _("On the last day people were told how and when they will be asked again"),
        AT_THE_END,
    ),
    Check(
        "new_called",
        "alumni",
        _("Everybody who is new was called in the second week"),
        after(14),
        concerns=is_course,
    ),
    Check(
        "fellowship_offered",
        "fellowships",
        _("A fellowship is on offer, with somebody at the host"),
        before(0),
        Kept(
            lambda at: _offers(at).filter(kind=Pathway.Kind.FELLOWSHIP),
            needs=1,
        ),
        concerns=is_course,
    ),
    Check(
        "fellows_met",
        "fellowships",
        _("Whoever goes has met the host"),
        after(90),
        Kept(
            lambda at: Introduction.objects.filter(
                programme=COURSE, pathway__kind=Pathway.Kind.FELLOWSHIP
            ),
            lambda rows, at: rows.filter(state__in=MET),
            since="introduced_at",
        ),
        says=_("%(done)s of %(of)s people"),
        page="engagement:alumni",
        concerns=is_course,
    ),
    Check(
        "agreement_written",
        "fellowships",
        _("Host, fellow and circle have agreed on the work in writing"),
        after(90),
        concerns=is_course,
    ),
    Check(
        "end_planned",
        "fellowships",
        _("There is a day on which fellows show what they made"),
        after(120),
        concerns=is_course,
    ),
)
