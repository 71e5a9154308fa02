"""Learning, small groups, the line through the course, online: what their lists hold."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.models import Preparation, Prepared
from commonroot.campaigns.models import ClosingGathering
from commonroot.campaigns.queries.closing import known_words
from commonroot.groups.models import Formation, Gathering, GroupMember, MonthReport, SmallGroup
from commonroot.handbook.queries.checks.courses import (
    COURSE_ABOVE,
    asked_before,
    coming,
    coming_along,
    has_call,
    is_course,
    is_online,
    is_only_online,
    sessions,
)
from commonroot.handbook.queries.checks.planning import functions
from commonroot.handbook.queries.checks.shapes import COURSE, Check, Course, Kept, Looked, Rows
from commonroot.handbook.rules.checks import Anchor, When, after, before
from commonroot.programmes.models import Function, Material, Part, Presenter, Programme, Session
from commonroot.registration.models import CompletionRule, Door

AT_THE_END = When(Anchor.END)


def _asked_something(rows: Rows) -> Rows:
    """Those who are asked to do anything before."""
    asked = Preparation.objects.filter(call__programme=COURSE_ABOVE, travellers_only=False)
    return rows.filter(Exists(asked))


def _prepared(rows: Rows) -> Rows:
    """Those who did all that everybody is asked; what concerns journeys has its own line."""
    did = Prepared.objects.filter(
        preparation=OuterRef("pk"), person=OuterRef(OuterRef("person")), done_at__isnull=False
    )
    left = Preparation.objects.filter(
        ~Exists(did), call__programme=COURSE_ABOVE, travellers_only=False
    )
    return rows.filter(~Exists(left))


def _of_session(rows: Rows) -> Exists:
    return Exists(rows.filter(session=OuterRef("pk")))


def _groups(at: datetime) -> Rows:
    """The groups of the course that meet."""
    return SmallGroup.objects.filter(
        formation__programme=COURSE, formation__state=Formation.State.CHOSEN, ended_at=None
    )


def _of_group(rows: Rows) -> Exists:
    return Exists(rows.filter(group=OuterRef("pk")))


def _asked_presenters() -> Rows:
    presenters = Presenter.objects.filter(session__programme=COURSE)
    return presenters.exclude(session__state=Session.State.CANCELLED).filter(
        state__in=(Presenter.State.ASKED, Presenter.State.AGREED)
    )


def _kept_words(course: Course) -> tuple[int, int]:
    return int(any(course.programme.recording_words.values())), 1


def _gathers(course: Course) -> bool:
    """A cohort ends with its campaigns telling each other how it went."""
    return course.programme.format == Programme.Format.COHORT


CHECKS = (
    Check(
        "content_covered",
        "learning",
        _("Somebody keeps the programme together"),
        before(150),
        Kept(lambda at: functions(Function.Kind.CONTENT), needs=1),
        page="programmes:plan_team",
    ),
    Check(
        "parts_planned",
        "learning",
        _("Every meeting has its parts"),
        before(30),
        Kept(sessions, lambda rows, at: rows.filter(_of_session(Part.objects.all()))),
        says=_("%(done)s of %(of)s meetings"),
        page="programmes:plan_dates",
    ),
    Check(
        "own_campaign",
        "learning",
        _("People work on their own campaign at least once"),
        before(30),
        Kept(
            lambda at: Part.objects.filter(session__programme=COURSE).exclude(exercise=""),
            needs=1,
        ),
        page="programmes:plan_dates",
    ),
    Check(
        "tasks_set",
        "learning",
        _("It is set what people read or write before"),
        before(42),
        Kept(
            lambda at: asked_before().filter(
                kind__in=(Preparation.Kind.READ, Preparation.Kind.WRITE)
            ),
            needs=1,
        ),
        page="admissions:preparing_tasks",
        concerns=has_call,
    ),
    Check(
        "tasks_done",
        "learning",
        _("Everybody who comes has done what was asked before"),
        before(1),
        Kept(
            lambda at: _asked_something(coming(at)),
            lambda rows, at: _prepared(rows),
            also=lambda at: _asked_something(coming_along(at)),
        ),
        says=_("%(done)s of %(of)s people"),
        page="admissions:preparing",
        concerns=has_call,
    ),
    Check(
        "materials_there",
        "learning",
        _("From every meeting there is something to read or use"),
        after(7),
        Kept(sessions, lambda rows, at: rows.filter(_of_session(Material.objects.all()))),
        says=_("%(done)s of %(of)s meetings"),
        page="programmes:materials",
    ),
    Check(
        "gathering_asked",
        "learning",
        _("Campaigns were asked what they bring to the closing gathering"),
        before(21, Anchor.END),
        Kept(
            lambda at: ClosingGathering.objects.filter(programme=COURSE, asked_at__isnull=False),
            needs=1,
            since="asked_at",
        ),
        concerns=_gathers,
    ),
    Check(
        "gathering_words",
        "learning",
        _("Every campaign has written what it brings to the closing gathering"),
        AT_THE_END,
        Kept(
            lambda at: known_words().filter(gathering__programme=COURSE),
            lambda rows, at: rows.filter(given_at__isnull=False),
            since="given_at",
        ),
        says=_("%(done)s of %(of)s campaigns that began"),
        concerns=_gathers,
    ),
    Check(
        "completion_said",
        "learning",
        _("It is said what it takes to complete the course"),
        before(0),
        Kept(
            lambda at: CompletionRule.objects.filter(programme=COURSE),
            needs=1,
            since="changed_at",
        ),
        page="registration:certificates",
    ),
    Check(
        "someone_says_stop",
        "learning",
        _("In each meeting somebody may say: now we stop"),
        before(3),
    ),
    Check(
        "groups_formed",
        "small_groups",
        _("The small groups are formed, and everybody knows theirs"),
        before(3),
        Kept(
            lambda at: Formation.objects.filter(
                programme=COURSE, state=Formation.State.CHOSEN, chosen_at__isnull=False
            ),
            needs=1,
            since="chosen_at",
        ),
        page="groups:groups",
        concerns=is_course,
    ),
    Check(
        "groups_led",
        "small_groups",
        _("Every group has somebody who leads it"),
        before(0),
        Kept(
            _groups,
            lambda rows, at: rows.filter(
                _of_group(GroupMember.objects.filter(leads=True, left_at=None))
            ),
        ),
        says=_("%(done)s of %(of)s groups"),
        page="groups:groups",
        concerns=is_course,
    ),
    Check(
        "groups_dated",
        "small_groups",
        _("Every group has the days on which it meets"),
        AT_THE_END,
        Kept(
            _groups,
            lambda rows, at: rows.filter(
                _of_group(Gathering.objects.filter(starts_at__isnull=False))
            ),
        ),
        says=_("%(done)s of %(of)s groups"),
        page="groups:overview",
        concerns=is_course,
    ),
    Check(
        "groups_heard",
        "small_groups",
        _("Every group has told of at least one month"),
        after(45),
        Kept(
            _groups,
            lambda rows, at: rows.filter(
                _of_group(MonthReport.objects.filter(given_at__isnull=False))
            ),
        ),
        says=_("%(done)s of %(of)s groups"),
        page="groups:overview",
        concerns=is_course,
    ),
    Check(
        "leaders_briefed",
        "small_groups",
        _("Those who lead a group were briefed together"),
        before(0),
        concerns=is_course,
    ),
    Check(
        "meetings_add",
        "storyline",
        _("Every meeting says what it adds"),
        before(60),
        Kept(sessions, lambda rows, at: rows.exclude(summary={})),
        says=_("%(done)s of %(of)s meetings"),
        page="programmes:plan_dates",
    ),
    Check(
        "meetings_led",
        "storyline",
        _("Every meeting has somebody who presents"),
        before(45),
        Kept(
            sessions,
            lambda rows, at: rows.filter(
                _of_session(Presenter.objects.filter(state=Presenter.State.AGREED))
                | ~Q(presenter_words={})
            ),
        ),
        says=_("%(done)s of %(of)s meetings"),
        page="programmes:plan_dates",
    ),
    Check(
        "presenters_answered",
        "storyline",
        _("Everybody who was asked to present has answered"),
        before(30),
        Kept(
            lambda at: _asked_presenters(),
            lambda rows, at: rows.filter(state=Presenter.State.AGREED),
            since="answered_at",
        ),
        says=_("%(done)s of %(of)s invitations"),
        page="programmes:plan_dates",
    ),
    Check(
        "presenters_lines",
        "storyline",
        _("Everybody who presents has written a line about themselves"),
        before(14),
        Kept(
            lambda at: _asked_presenters().filter(state=Presenter.State.AGREED),
            lambda rows, at: rows.exclude(line=""),
        ),
        says=_("%(done)s of %(of)s who present"),
        page="programmes:plan_dates",
    ),
    Check(
        "presenters_spoken_to",
        "storyline",
        _("Somebody has spoken with each who presents"),
        before(14),
    ),
    Check(
        "thread_held",
        "storyline",
        _("Somebody is there in all meetings and holds the thread"),
        before(7),
    ),
    Check(
        "links_there",
        "online",
        _("Every meeting has its link"),
        before(7),
        Kept(sessions, lambda rows, at: rows.exclude(join_address="")),
        says=_("%(done)s of %(of)s meetings"),
        page="programmes:plan_dates",
        concerns=is_only_online,
    ),
    Check(
        "phone_there",
        "online",
        _("One can join every meeting by telephone"),
        before(7),
        Kept(
            sessions,
            lambda rows, at: rows.filter(_of_session(Door.objects.exclude(dial_in=""))),
        ),
        says=_("%(done)s of %(of)s meetings"),
        page="programmes:plan_dates",
        concerns=is_only_online,
    ),
    Check(
        "kept_said",
        "online",
        _("It is said what is kept of picture and sound, and who sees it"),
        before(14),
        Looked(_kept_words),
        page="programmes:plan_texts",
        concerns=is_online,
    ),
    Check(
        "small_versions",
        "online",
        _("Every file has a version for little data"),
        after(7),
        Kept(
            lambda at: Material.objects.filter(programme=COURSE, upload__isnull=False),
            lambda rows, at: rows.filter(Q(small_upload__isnull=False) | ~Q(small_address="")),
        ),
        says=_("%(done)s of %(of)s files"),
        page="programmes:materials",
        concerns=is_online,
    ),
    Check(
        "weak_line_tried",
        "online",
        _("Somebody tried a meeting with a telephone and little data"),
        before(7),
        concerns=is_online,
    ),
)
