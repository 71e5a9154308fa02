"""The desk's programmes: the list; one with its stage, what is left to do and its dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor
from commonroot.core.text import for_quotes
from commonroot.engagement.models import CircleLetter, Participation, Project, Wave
from commonroot.engagement.queries.closing import changes_for
from commonroot.engagement.queries.liaison import is_late, share
from commonroot.engagement.queries.progress import done_of as close_done
from commonroot.engagement.queries.progress import steps as close_steps
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import session_words, stage, stages
from commonroot.programmes.queries.words import day_words, language_names, programme_when
from commonroot.registration.models import Registration
from commonroot.web.queries.rail import programmes_of

State = Registration.State
HELD = (State.PLACED, State.OFFERED, State.ATTENDED, State.ABSENT)
LINK_DAYS = timedelta(days=14)
LINK_LATE_DAYS = timedelta(days=3)
CLOSE_LATE_DAYS = 14


@dataclass(frozen=True)
class Strip:
    """A programme in the list."""

    key: str
    title: str
    when: str
    where: str
    text: str
    stamp: str


@dataclass(frozen=True)
class Left:
    """Something on the programme's list of what is left to do."""

    state: str  # done, late, waiting, open
    title: str
    text: str = ""
    button: str = ""
    url: str = ""


@dataclass(frozen=True)
class Dated:
    """A session among the dates of its programme."""

    day: str
    clock: str
    title: str
    number: str
    state: str
    url: str
    is_over: bool


def programmes(actor: Actor, *, at: datetime, today: date) -> list[Strip]:
    """Every programme `actor` may see, those that go on first; three queries."""
    sessions = Session.objects.order_by("position")
    rows = (
        programmes_of(actor)
        .prefetch_related(Prefetch("sessions", queryset=sessions))
        .annotate(
            people=Count(
                "sessions__registrations__person",
                filter=Q(sessions__registrations__state__in=(*HELD, State.WAITING)),
                distinct=True,
            ),
            next=Min("sessions__starts_at", filter=Q(sessions__starts_at__gt=at)),
        )
        .order_by(F("closed_at").asc(nulls_first=True), F("starts_on").desc(nulls_first=True), "pk")
    )
    return [_strip(one, at=at, today=today) for one in rows]


def _strip(one: Any, *, at: datetime, today: date) -> Strip:
    stages_words = {step["state"]: step["word"] for step in stages(one, at=at)}
    said = [ngettext("%(n)s person", "%(n)s people", one.people) % {"n": one.people}]
    if one.next:
        said.append(
            _("next %(day)s") % {"day": day_words(one.next.date(), today=today, short=True)}
        )
    if one.published_at is None:
        said.append(_("not public yet"))
    return Strip(
        key=one.key,
        title=str(one.title),
        when=programme_when(one, sessions=list(one.sessions.all()), at=at),
        where=_("stage: %(stage)s") % {"stage": stages_words["now"]},
        text=" · ".join(said),
        stamp=_call_words(one, today=today),
    )


def _call_words(one: Programme, *, today: date) -> str:
    if one.apply_by is None or one.apply_by < today or one.published_at is None:
        return ""
    return _("Apply by %(day)s") % {"day": day_words(one.apply_by, today=today, short=True)}


def sessions_of(programme: Programme) -> QuerySet[Session]:
    """Its sessions with how many have a place, wait, came, and are not ticked. One query."""
    registrations = "registrations__state__in"
    return (
        Session.objects.filter(programme=programme)
        .annotate(
            held=Count("registrations", filter=Q(**{registrations: HELD})),
            waiting=Count("registrations", filter=Q(**{registrations: (State.WAITING,)})),
            came=Count("registrations", filter=Q(**{registrations: (State.ATTENDED,)})),
            unticked=Count("registrations", filter=Q(**{registrations: (State.PLACED,)})),
        )
        .order_by("position")
    )


def strip_of_stages(programme: Programme, *, at: datetime, late: int) -> list[dict[str, str]]:
    """The stages with what is late below the current one; each leads to its chapters."""
    steps = stages(programme, at=at)
    handbook = reverse("handbook:course", args=[programme.key])
    for step in steps:
        step["url"] = f"{handbook}#{step['code']}"
        if step["state"] == "now" and late:
            step["late"] = ngettext("%(n)s late", "%(n)s late", late) % {"n": late}
    return steps


def call_words(programme: Programme, *, today: date) -> str:
    """ "Apply by Sun 6 Dec" while the call is open."""
    return _call_words(programme, today=today)


def dates(sessions: list[Any], *, at: datetime) -> list[Dated]:
    """The sessions as rows: day, clock, title, how many places are taken, or how many came."""
    found = []
    # Years are said only where they differ from the first date's: the stages above say that one.
    first = next((one.starts_at for one in sessions if one.starts_at is not None), at)
    for one in sessions:
        told = session_words(one, at=first, short=True)
        over = one.ends_at is not None and one.ends_at <= at
        state, number = "", ""
        if one.state == Session.State.CANCELLED:
            state, number = "late", _("called off")
        elif over:
            number = (
                _("%(came)s of %(held)s came") % {"came": one.came, "held": one.held}
                if one.held
                else ""
            )
        elif one.held or one.places:
            full = _("%(held)s of %(places)s") % {"held": one.held, "places": one.places}
            number = (
                full
                if one.places
                else ngettext("%(n)s person", "%(n)s people", one.held) % {"n": one.held}
            )
            if one.waiting:
                state, number = (
                    "waiting",
                    _("%(number)s, %(n)s wait") % {"number": number, "n": one.waiting},
                )
        found.append(
            Dated(
                day=told.day,
                clock=told.clock,
                title=str(one.title),
                number=number,
                state=state,
                url=reverse("registration:roster", args=[one.key]),
                is_over=over,
            )
        )
    return found


def left_to_do(
    programme: Programme, sessions: list[Any], *, at: datetime, today: date
) -> list[Left]:
    """The checklist of the stage a programme is in, made from records; what is late first."""
    found = [_public(programme, today=today)]
    found += _links(programme, sessions, at=at)
    found += _ticked(sessions, at=at)
    found += _circles(programme, at=at)
    found += _to_change(programme)
    if stage(programme, at=at) in ("hand_over", "years"):
        found += _handed_over(programme, at=at, today=today)
    order = {"late": 0, "waiting": 1, "open": 2, "done": 3}
    return sorted(found, key=lambda one: order[one.state])


def _public(programme: Programme, *, today: date) -> Left:
    if programme.published_at is None:
        return Left("open", _("The page is not public yet"), _("Nobody can register before."))
    day = day_words(programme.published_at.date(), today=today, short=True)
    languages = language_names(programme.languages)
    text = _("in %(languages)s since %(day)s") % {"languages": languages, "day": day}
    return Left("done", _("The page is public"), text)


def _links(programme: Programme, sessions: list[Any], *, at: datetime) -> list[Left]:
    """Online sessions of the next two weeks into which nobody could come."""
    if programme.mode == Programme.Mode.ON_SITE:
        return []
    soon = [
        one
        for one in sessions
        if one.starts_at is not None
        and at < one.starts_at <= at + LINK_DAYS
        and not one.join_address
    ]
    return [
        Left(
            "late" if one.starts_at <= at + LINK_LATE_DAYS else "open",
            _("No link to join “%(title)s” yet") % {"title": for_quotes(str(one.title))},
            session_words(one, at=at, short=True).day,
            _("Give the link"),
            reverse("registration:roster", args=[one.key]),
        )
        for one in soon
    ]


def _circles(programme: Programme, *, at: datetime) -> list[Left]:
    """How many countries of its people were contacted, once somebody has a place."""
    asked = share(programme)
    if programme.closed_at is not None or not asked.countries:
        return []
    late = is_late(programme, asked, at=at)
    return [
        Left(
            "done" if asked.contacted == asked.countries else "late" if late else "open",
            ngettext(
                "%(contacted)s of %(n)s country contacted",
                "%(contacted)s of %(n)s countries contacted",
                asked.countries,
            )
            % {"contacted": asked.contacted, "n": asked.countries},
            _("Circles hear who comes and agreed to be named."),
            _("See the circles"),
            reverse("engagement:circles", args=[programme.key]),
        )
    ]


def _ticked(sessions: list[Any], *, at: datetime) -> list[Left]:
    """Sessions that are over and whose list is not ticked."""
    return [
        Left(
            "late",
            _("Who came to “%(title)s”?") % {"title": for_quotes(str(one.title))},
            ngettext("%(n)s person is not ticked", "%(n)s people are not ticked", one.unticked)
            % {"n": one.unticked},
            _("Tick who came"),
            reverse("registration:roster", args=[one.key]),
        )
        for one in sessions
        if one.ends_at is not None and one.ends_at <= at and one.unticked
    ]


def _to_change(programme: Programme) -> list[Left]:
    """What earlier courses ask of a plan, while it can still heed it."""
    rows = changes_for(programme) if programme.closed_at is None else []
    still = sum(row.state == "open" for row in rows)
    if not rows:
        return []
    words = ngettext(
        "%(open)s of %(n)s change of earlier courses is open",
        "%(open)s of %(n)s changes of earlier courses are open",
        len(rows),
    )
    return [
        Left(
            "open" if still else "done",
            words % {"open": still, "n": len(rows)},
            "",
            _("Decide"),
            reverse("engagement:changes", args=[programme.key]),
        )
    ]


def _handed_over(programme: Programme, *, at: datetime, today: date) -> list[Left]:
    """What a course that ended still asks for: closing, comments, letters, questions."""
    key = [programme.key]
    if programme.closed_at is None:
        late = programme.ends_on is not None and (today - programme.ends_on).days > CLOSE_LATE_DAYS
        ended = day_words(programme.ends_on, today=today, short=True) if programme.ends_on else ""
        return [
            Left(
                "late" if late else "open",
                _("Close the course"),
                _("It ended on %(day)s.") % {"day": ended} if ended else "",
                _("Count and look"),
                reverse("engagement:close", args=key),
            )
        ]
    silent = Project.objects.filter(programme=programme, comment="").count()
    letters = CircleLetter.objects.filter(programme=programme).aggregate(
        all=Count("pk"), drafts=Count("pk", filter=Q(state=CircleLetter.State.DRAFT))
    )
    found = [
        Left(
            "done",
            _("The course is closed"),
            day_words(programme.closed_at.date(), today=today, short=True),
        )
    ]
    if silent:
        found.append(
            Left(
                "open",
                ngettext("%(n)s project has no comment", "%(n)s projects have no comment", silent)
                % {"n": silent},
                _("Letters to circles wait for it."),
                _("Write"),
                reverse("engagement:projects", args=key),
            )
        )
    sent = letters["all"] - letters["drafts"]
    found.append(
        Left(
            "open" if letters["drafts"] or not letters["all"] else "done",
            _("%(sent)s of %(all)s letters to circles sent")
            % {"sent": sent, "all": letters["all"]},
            "",
            _("See the letters"),
            reverse("engagement:letters", args=key),
        )
    )
    steps = close_steps(programme, at=at)
    found.append(
        Left(
            "done" if close_done(steps) == len(steps) else "open",
            _("%(done)s of %(all)s steps of the close are done")
            % {"done": close_done(steps), "all": len(steps)},
            "",
            _("Go on"),
            reverse("engagement:close", args=key),
        )
    )
    return found


def waves_of(programme: Programme, *, today: date) -> list[dict[str, str]]:
    """The rounds of questions as rows of a timeline."""
    return [
        {
            "date": day_words(wave.due_on, today=today, short=True),
            "title": ngettext("After %(n)s month", "After %(n)s months", wave.months)
            % {"n": wave.months}
            if wave.months
            else _("After two weeks"),
            "text": _("sent") if wave.sent_at else "",
            "url": reverse("engagement:wave", args=[wave.key]),
        }
        for wave in Wave.objects.filter(programme=programme).order_by("due_on")
    ]


def starting_from(programme: Programme) -> list[dict[str, Any]]:
    """Where the participants were starting from, as bars; of a team's own course it is exact."""
    counted = dict(
        Participation.objects.filter(programme=programme, role=Participation.Role.PARTICIPANT)
        .order_by()
        .values_list("background")
        .annotate(number=Count("pk"))
    )
    if not counted:
        return []
    return [
        {
            "label": str(label),
            "value": counted.get(value, 0),
            "kind": "unknown" if value == Participation.Background.UNKNOWN else "known",
        }
        for value, label in Participation.Background.choices
    ]


def people_of(programme: Programme) -> int:
    """How many different people have, had or wait for a place in it."""
    rows = Registration.objects.filter(
        session__programme=programme, state__in=(*HELD, State.WAITING)
    )
    return rows.values("person").distinct().count()
