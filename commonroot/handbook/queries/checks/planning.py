"""Planning, kinds of course, money: what their lists hold."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models import Scholarship
from commonroot.engagement.models import ChangeCard, ChangeDecision
from commonroot.handbook.queries.checks.courses import (
    has_call,
    is_course,
    is_series,
    sessions,
)
from commonroot.handbook.queries.checks.shapes import COURSE, Check, Course, Kept, Looked, Rows
from commonroot.handbook.rules.checks import Anchor, after, before
from commonroot.programmes.models import Commitment, Function, Programme, Session

COVERED = Q(person__isnull=False) | ~Q(words="")
TEXTS = ("title", "summary", "purpose")


def functions(*kinds: str) -> Rows:
    """The functions that somebody covers; of these kinds where they are named."""
    rows = Function.objects.filter(COVERED, programme=COURSE)
    return rows.filter(kind__in=kinds) if kinds else rows


def _translated(course: Course) -> tuple[int, int]:
    """The texts of the page that are there, of those there should be in every language."""
    languages = course.programme.languages
    texts = [getattr(course.programme, name) for name in TEXTS]
    there = sum(bool(text.get(one)) for text in texts for one in languages)
    return there, len(texts) * len(languages)


def _costs(course: Course) -> tuple[int, int]:
    return int(any(course.programme.cost_words.values())), 1


def _earlier_changes() -> Rows:
    """What the course it was copied from asked to change, and what was taken up here."""
    elsewhere = ChangeDecision.objects.filter(
        ~Q(programme=OuterRef(OuterRef("pk"))),
        card=OuterRef("pk"),
        state=ChangeDecision.State.DONE,
    )
    taken = ChangeDecision.objects.filter(card=OuterRef("pk"), programme=OuterRef(OuterRef("pk")))
    copied = Programme.objects.filter(
        pk=OuterRef(OuterRef("pk")), copied_from=OuterRef("programme")
    )
    return ChangeCard.objects.filter(
        Exists(taken) | Exists(copied) & ~Exists(elsewhere),
    )


def _decided(rows: Rows) -> Rows:
    here = ChangeDecision.objects.filter(
        card=OuterRef("pk"), programme=OuterRef(OuterRef("pk"))
    ).exclude(state=ChangeDecision.State.OPEN)
    return rows.filter(Exists(here))


CHECKS = (
    Check(
        "functions_covered",
        "planning",
        _("Every function is covered by somebody"),
        before(150),
        Kept(
            lambda at: functions(),
            needs=len(Function.Kind.values),
            distinct="kind",
        ),
        says=_("%(done)s of %(of)s functions"),
        page="programmes:plan_team",
        concerns=is_course,
    ),
    Check(
        "coordinator_found",
        "planning",
        _("Somebody keeps it together"),
        before(60),
        Kept(lambda at: functions(Function.Kind.COORDINATION), needs=1),
        page="programmes:plan_team",
        concerns=is_series,
    ),
    Check(
        "process_kept",
        "planning",
        _("Somebody writes down what was decided and follows up what was promised"),
        before(150),
        Kept(lambda at: functions(Function.Kind.PROCESS), needs=1),
        page="programmes:plan_team",
        concerns=is_course,
    ),
    Check(
        "dates_settled",
        "planning",
        _("Every meeting has its day and hour"),
        before(90),
        Kept(
            sessions,
            lambda rows, at: rows.filter(precision=Session.Precision.DAY, starts_at__isnull=False),
        ),
        says=_("%(done)s of %(of)s meetings"),
        page="programmes:plan_dates",
    ),
    Check(
        "promises_kept",
        "planning",
        _("What you promised one another is done"),
        before(0),
        Kept(
            lambda at: Commitment.objects.filter(programme=COURSE),
            lambda rows, at: rows.filter(done_at__isnull=False),
            since="done_at",
        ),
        says=_("%(done)s of %(of)s promises"),
        page="programmes:plan_team",
    ),
    Check(
        "changes_decided",
        "planning",
        _("What earlier courses asked to change is done, or put off with a reason"),
        before(60),
        Kept(lambda at: _earlier_changes(), lambda rows, at: _decided(rows)),
        says=_("%(done)s of %(of)s changes"),
        page="engagement:changes",
    ),
    Check(
        "sponsors_agreed",
        "planning",
        _("It is written down who may be called co-sponsor"),
        before(150),
        concerns=is_course,
    ),
    Check(
        "stand_ins",
        "planning",
        _("For everybody who covers something, somebody knows how to stand in"),
        before(14),
    ),
    Check(
        "texts_translated",
        "kinds",
        _("The page is written in every language of the course"),
        before(84),
        Looked(_translated),
        says=_("%(done)s of %(of)s texts"),
        page="programmes:plan_texts",
    ),
    Check(
        "languages_covered",
        "kinds",
        _("Somebody sees to translation and interpreting"),
        before(84),
        Kept(lambda at: functions(Function.Kind.LANGUAGES), needs=1),
        page="programmes:plan_team",
        concerns=lambda course: len(course.programme.languages) > 1,
    ),
    Check(
        "two_asked",
        "kinds",
        _("Two people whom you want there were asked which form would let them come"),
        before(150),
    ),
    Check(
        "money_covered",
        "budget",
        _("Somebody keeps the money"),
        before(180),
        Kept(lambda at: functions(Function.Kind.MONEY), needs=1),
        page="programmes:plan_team",
        concerns=is_course,
    ),
    Check(
        "cost_said",
        "budget",
        _("The page says what it costs, or that it is free"),
        before(84),
        Looked(_costs),
        page="programmes:plan_texts",
    ),
    Check(
        "help_decided",
        "budget",
        _("Everybody who asked for help with money has an answer"),
        after(7, Anchor.HEAR),
        Kept(
            lambda at: Scholarship.objects.filter(application__call__programme=COURSE),
            lambda rows, at: rows.exclude(state=Scholarship.State.ASKED),
            since="changed_at",
        ),
        says=_("%(done)s of %(of)s people"),
        page="admissions:help_with_money",
        concerns=has_call,
    ),
    Check(
        "money_secure",
        "budget",
        _("The money for these dates is secure"),
        before(150),
        concerns=is_course,
    ),
    Check(
        "year_after_paid",
        "budget",
        _("The budget holds what the year after costs"),
        before(90),
        concerns=is_course,
    ),
    Check(
        "paid_back",
        "budget",
        _("Everybody has been paid back"),
        after(14),
        concerns=is_course,
    ),
)
