"""Calling and choosing, place and travel: what their lists hold."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models import (
    Application,
    Call,
    Criterion,
    FormQuestion,
    Preparation,
    Reply,
    Review,
    Reviewer,
    Target,
)
from commonroot.handbook.queries.checks.courses import (
    asked_before,
    coming,
    coming_along,
    crosses_borders,
    did,
    form_questions,
    handed_in,
    has_call,
    has_languages,
    has_panel,
    travels,
    travels_by_call,
)
from commonroot.handbook.queries.checks.planning import functions
from commonroot.handbook.queries.checks.shapes import COURSE, Check, Course, Kept, Looked, Rows
from commonroot.handbook.rules.checks import Anchor, after, before
from commonroot.programmes.models import Function, Programme

READERS = 2
State = Application.State
OFFERED = (State.OFFERED, State.CONFIRMED, State.DECLINED, State.LAPSED)


def _read_twice(rows: Rows) -> Rows:
    given = Review.objects.filter(given_at__isnull=False)
    another = given.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
    return rows.filter(Exists(given.filter(Exists(another), application=OuterRef("pk"))))


def _told(rows: Rows) -> Rows:
    return rows.filter(
        Exists(Reply.objects.filter(application=OuterRef("pk"), sent_at__isnull=False))
    )


def _visa_time(course: Course) -> tuple[int, int]:
    """Whether a visa can be had between the day people hear and the first day."""
    call, days = course.call, course.days
    if call is None or days.hear is None or days.start is None:
        return 0, 1
    return int(days.start - days.hear >= timedelta(weeks=call.visa_weeks)), 1


def _place(course: Course) -> tuple[int, int]:
    return int(any(course.programme.place.values())), 1


def _travelling(rows: Rows) -> Rows:
    """Those who come from another country; who told none is asked."""
    held_in = OuterRef("call__held_in")
    return rows.filter(Q(person__country="") | ~Q(person__country=held_in))


CHECKS = (
    Check(
        "published",
        "calling",
        _("The page is public"),
        before(84),
        Kept(
            lambda at: Programme.objects.filter(pk=COURSE, published_at__lte=at),
            needs=1,
            since="published_at",
        ),
        page="programmes:plan_ready",
    ),
    Check(
        "call_public",
        "calling",
        _("The call is public, with its deadline and the day on which everybody hears"),
        before(42, Anchor.DEADLINE),
        Kept(
            lambda at: Call.objects.filter(
                programme=COURSE,
                published_at__lte=at,
                closes_at__isnull=False,
                hear_on__isnull=False,
            ),
            needs=1,
            since="published_at",
        ),
        page="admissions:call",
        concerns=has_call,
    ),
    Check(
        "background_asked",
        "calling",
        _("The form asks where people are starting from"),
        before(42, Anchor.DEADLINE),
        Kept(
            lambda at: form_questions(at).filter(meaning=FormQuestion.Meaning.BACKGROUND),
            needs=1,
        ),
        page="admissions:builder",
        concerns=has_call,
    ),
    Check(
        "mix_said",
        "calling",
        _("It is said what mix you want among those who come"),
        before(14, Anchor.DEADLINE),
        Kept(lambda at: Target.objects.filter(call__programme=COURSE), needs=1),
        page="admissions:aims",
        concerns=has_call,
    ),
    Check(
        "rubric_written",
        "calling",
        _("It is written down what counts when applications are read"),
        before(7, Anchor.DEADLINE),
        Kept(lambda at: Criterion.objects.filter(call__programme=COURSE), needs=1),
        page="admissions:panel",
        concerns=has_panel,
    ),
    Check(
        "readers_found",
        "calling",
        _("At least two people read"),
        before(7, Anchor.DEADLINE),
        Kept(
            lambda at: Reviewer.objects.filter(call__programme=COURSE, ended_at=None),
            needs=READERS,
        ),
        says=_("%(done)s people"),
        page="admissions:panel",
        concerns=has_panel,
    ),
    Check(
        "read_twice",
        "calling",
        _("Every application was read by two people"),
        before(3, Anchor.HEAR),
        Kept(handed_in, lambda rows, at: _read_twice(rows)),
        says=_("%(done)s of %(of)s applications"),
        page="admissions:applications",
        concerns=has_call,
    ),
    Check(
        "everybody_told",
        "calling",
        _("Everybody who applied was told what was decided"),
        after(1, Anchor.HEAR),
        Kept(handed_in, lambda rows, at: _told(rows)),
        says=_("%(done)s of %(of)s applications"),
        page="admissions:decision_letters",
        concerns=has_call,
    ),
    Check(
        "offers_answered",
        "calling",
        _("Every offered place is answered"),
        after(14, Anchor.HEAR),
        Kept(
            lambda at: handed_in(at).filter(state__in=OFFERED),
            lambda rows, at: rows.exclude(state=State.OFFERED),
            since="changed_at",
        ),
        says=_("%(done)s of %(of)s offers"),
        page="admissions:places",
        concerns=has_call,
    ),
    Check(
        "circles_spoken_to",
        "calling",
        _("Circles and unions were asked to speak to two or three people themselves"),
        before(35, Anchor.DEADLINE),
        concerns=has_call,
    ),
    Check(
        "other_way_in",
        "calling",
        _("There is a way for people who cannot use the form"),
        before(35, Anchor.DEADLINE),
        concerns=has_call,
    ),
    Check(
        "visa_time",
        "logistics",
        _("There is time for a visa between the answer and the first day"),
        before(42, Anchor.DEADLINE),
        Looked(_visa_time),
        page="admissions:call_settings",
        concerns=crosses_borders,
    ),
    Check(
        "place_said",
        "logistics",
        _("The page says where it is"),
        before(84),
        Looked(_place),
        page="programmes:plan_texts",
        concerns=travels,
    ),
    Check(
        "place_covered",
        "logistics",
        _("Somebody sees to the place and the journeys"),
        before(120),
        Kept(lambda at: functions(Function.Kind.PLACE), needs=1),
        page="programmes:plan_team",
        concerns=travels,
    ),
    Check(
        "care_covered",
        "logistics",
        _("Somebody sees to care and safety"),
        before(60),
        Kept(lambda at: functions(Function.Kind.CARE), needs=1),
        page="programmes:plan_team",
    ),
    Check(
        "needs_asked",
        "logistics",
        _("People are asked what they need: food, room, access"),
        before(42),
        Kept(lambda at: asked_before(Preparation.Kind.PRACTICAL), needs=1),
        page="admissions:preparing_tasks",
        concerns=travels_by_call,
    ),
    Check(
        "needs_known",
        "logistics",
        _("Everybody has said what they need"),
        before(14),
        Kept(
            coming,
            lambda rows, at: rows.filter(did(Preparation.Kind.PRACTICAL)),
            also=coming_along,
        ),
        says=_("%(done)s of %(of)s people"),
        page="admissions:preparing",
        concerns=travels_by_call,
    ),
    Check(
        "journeys_known",
        "logistics",
        _("Everybody from another country has told of visa and journey"),
        before(14),
        Kept(
            lambda at: _travelling(coming(at)),
            lambda rows, at: rows.filter(did(Preparation.Kind.TRAVEL)),
            also=lambda at: _travelling(coming_along(at)),
        ),
        says=_("%(done)s of %(of)s people"),
        page="admissions:journeys",
        concerns=crosses_borders,
    ),
    Check(
        "invitations_sent",
        "logistics",
        _("Whoever needs a visa has the letter of invitation"),
        after(3, Anchor.HEAR),
        page="admissions:journeys",
        concerns=crosses_borders,
    ),
    Check(
        "place_seen",
        "logistics",
        _("Somebody who knows barriers has looked at the place"),
        before(90),
        concerns=travels,
    ),
    Check(
        "internet_tried",
        "logistics",
        _("The internet at the place was tried with many devices"),
        before(14),
        concerns=travels,
    ),
    Check(
        "note_sent",
        "logistics",
        _("The note for those who come is sent, in each language"),
        before(21),
        concerns=travels,
    ),
    Check(
        "equipment_tried",
        "logistics",
        _("The interpreting equipment was tried in the room"),
        before(1),
        concerns=lambda course: travels(course) and has_languages(course),
    ),
    Check(
        "night_number",
        "logistics",
        _("Everybody has a number that is answered at night"),
        before(1),
        concerns=travels,
    ),
)
