"""Today: what waits for one organiser in all areas, what is coming, and what waits for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.accounts.queries import due as accounts_due
from commonroot.accounts.queries import due_mark, put_off
from commonroot.accounts.roles import Actor, Permission, circles_where
from commonroot.admissions.queries.choosing_due import due as choosing_due
from commonroot.admissions.queries.reading_due import due as reading_due
from commonroot.campaigns.queries.study_due import due as studies_due
from commonroot.consent.queries.objections import due as objections_due
from commonroot.core.due import Due
from commonroot.core.time import zone_place
from commonroot.engagement.models import CircleLetter, Wave
from commonroot.engagement.queries import due as engagement_due
from commonroot.engagement.queries.due_people import due as people_due
from commonroot.engagement.queries.due_people import due_new as new_due
from commonroot.engagement.queries.liaison_due import due as liaison_due
from commonroot.groups.queries.reports import due as groups_due
from commonroot.handbook.queries.asked import deepen_due
from commonroot.handbook.queries.due import due as handbook_due
from commonroot.intake.queries import due as intake_due
from commonroot.intake.queries.asking_due import due as asking_due
from commonroot.mailings.queries.due import due as mailings_due
from commonroot.messaging.models import Letter
from commonroot.messaging.queries import by_hand, unknown
from commonroot.programmes.models import Session
from commonroot.programmes.queries import due as programmes_due
from commonroot.programmes.queries.words import day_words
from commonroot.registration.models import Registration
from commonroot.registration.queries import due as registration_due
from commonroot.stewardship.queries import due as details_due
from commonroot.stewardship.queries import due_through_circle, house_due
from commonroot.web.permissions import can_see_letters
from commonroot.web.queries import words
from commonroot.web.queries.care import due as care_due
from commonroot.web.queries.counted import patiently
from commonroot.web.queries.doubles import due as doubles_due
from commonroot.web.queries.rail import programmes_of
from commonroot.web.queries.returned import due as returned_due
from commonroot.web.queries.taken import due as taken_due

AT_MOST = 7
COMING_SHOWN = 5
COMING_DAYS = timedelta(days=60)
WAITING_SHOWN = 5
LATE_AFTER = timedelta(days=2)
MINUTES_EACH = 1
HOLDING = (Registration.State.PLACED, Registration.State.OFFERED)


@dataclass(frozen=True)
class Task:
    """A due thing as a row of Today; `code` names it when it is put off."""

    due: Due
    code: str
    late_since: str  # "Thu 14 May, 6 months" when it is late


@dataclass(frozen=True)
class Coming:
    """A date in the side column."""

    day: str
    title: str
    text: str
    url: str
    tone: str


@dataclass(frozen=True)
class Waiting:
    """Something that others have to do, and since when."""

    since: str
    what: str
    url: str
    is_long: bool


def letters_due(actor: Actor, *, at: datetime) -> list[Due]:
    """Letters that leave by somebody's hand, and those of which nobody knows whether they came."""
    if not can_see_letters(actor):
        return []
    found = []
    number, since = _how_many(by_hand())
    if since is not None:
        found.append(
            Due(
                minutes=MINUTES_EACH * number,
                what=ngettext("Send %(n)s letter by hand", "Send %(n)s letters by hand", number)
                % {"n": number},
                why=_("The text is ready in their language.")
                if settings.SMTP_HOST or settings.DEMO
                else _("Sending by mail is not set up, so they wait for you."),
                button=_("Open them"),
                address=reverse("web:letters"),
                since=since,
                late=at - since > LATE_AFTER,
            )
        )
    number, since = _how_many(unknown())
    if since is not None:
        found.append(
            Due(
                minutes=MINUTES_EACH * number,
                what=ngettext(
                    "%(n)s letter may not have arrived",
                    "%(n)s letters may not have arrived",
                    number,
                )
                % {"n": number},
                why=_("The connection broke while it was sent. Send it again, or leave it."),
                button=_("Look"),
                address=f"{reverse('web:letters')}?tab=unknown",
                since=since,
                late=at - since > LATE_AFTER,
            )
        )
    return found


def _how_many(letters: QuerySet[Letter]) -> tuple[int, datetime | None]:
    there = letters.aggregate(number=Count("pk"), since=Min("created_at"))
    return there["number"], there["since"]


# Every area that may have something for an organiser to do.
AREAS = (
    accounts_due,
    engagement_due,
    people_due,
    liaison_due,
    registration_due,
    groups_due,
    choosing_due,
    reading_due,
    programmes_due,
    deepen_due,
    handbook_due,
    studies_due,
    intake_due,
    details_due,
    objections_due,
    taken_due,
    care_due,
    mailings_due,
    letters_due,
    house_due,
)
# Those that count people by the ten thousand: in a large register each takes long.
OF_MANY = (new_due, asking_due, doubles_due, returned_due, due_through_circle)


def tasks(actor: Actor, *, at: datetime, zone: str) -> list[Task]:
    """What `actor` has to do and did not put off: the urgent, then the late, then the oldest."""
    hidden = put_off(actor, at=at)
    everything = chain(*(area(actor, at=at) for area in AREAS), _of_many(actor, at=at))
    found = [(one, _code(one)) for one in everything if due_mark(_code(one)) not in hidden]
    found.sort(key=lambda pair: (not pair[0].urgent, not pair[0].late, pair[0].since))
    return [
        Task(due=one, code=code, late_since=_late_words(one, at=at, zone=zone))
        for one, code in found
    ]


def _of_many(actor: Actor, *, at: datetime) -> list[Due]:
    def count() -> list[Due]:
        return [one for area in OF_MANY for one in area(actor, at=at)]

    name = f"due of many {actor.kind} {actor.key} {get_language()}"
    return patiently(name, at=at, count=count)


def _code(one: Due) -> str:
    """What names a thing in every language: its own code, else its address without the language."""
    return one.code or "/" + one.address.lstrip("/").partition("/")[2]


def _late_words(one: Due, *, at: datetime, zone: str) -> str:
    if not one.late:
        return ""
    since = one.since.astimezone(ZoneInfo(zone)).date()
    day = day_words(since, today=at.astimezone(ZoneInfo(zone)).date(), short=True)
    return _("since %(day)s, %(long)s") % {"day": day, "long": words.how_long(one.since, at=at)}


def that_fit(tasks: Iterable[Task], *, minutes: int) -> list[Task]:
    """Those that can be done in so many minutes, in their order; what is too long is left out."""
    left, fitting = minutes, []
    for task in tasks:
        if task.due.minutes <= left:
            fitting.append(task)
            left -= task.due.minutes
    return fitting


def coming(actor: Actor, *, at: datetime, zone: str) -> list[Coming]:
    """The next dates: sessions with who comes, deadlines, questions to alumni. Three queries."""
    today = at.astimezone(ZoneInfo(zone)).date()
    until = today + COMING_DAYS
    mine = programmes_of(actor)
    found: list[tuple[date, datetime, Coming]] = []
    sessions = (
        Session.objects.filter(
            programme__in=mine,
            starts_at__gt=at,
            starts_at__lt=at + COMING_DAYS,
            state=Session.State.PLANNED,
        )
        .select_related("programme")
        .annotate(taken=Count("registrations", filter=Q(registrations__state__in=HOLDING)))
        .order_by("starts_at")[:COMING_SHOWN]
    )
    for session in sessions:
        assert session.starts_at is not None  # asked for above
        day = session.starts_at.astimezone(ZoneInfo(session.time_zone)).date()
        found.append((day, session.starts_at, _session_row(session, day=day, today=today)))
    for programme in mine.filter(apply_by__gte=today, apply_by__lte=until):
        assert programme.apply_by is not None  # asked for above
        row = Coming(
            day=day_words(programme.apply_by, today=today, short=True),
            title=_("Applications close"),
            text=str(programme.title),
            url=reverse("web:programme", args=[programme.key]),
            tone="clay",
        )
        found.append((programme.apply_by, _midnight(programme.apply_by), row))
    waves = Wave.objects.filter(
        programme__in=mine, sent_at=None, due_on__gte=today, due_on__lte=until
    )
    for wave in waves.select_related("programme"):
        row = Coming(
            day=day_words(wave.due_on, today=today, short=True),
            title=ngettext(
                "Question after %(n)s month", "Questions after %(n)s months", wave.months
            )
            % {"n": wave.months},
            text=str(wave.programme.title),
            url=reverse("engagement:wave", args=[wave.key]),
            tone="",
        )
        found.append((wave.due_on, _midnight(wave.due_on), row))
    found.sort(key=lambda one: one[:2])
    return [row for _day, _moment, row in found[:COMING_SHOWN]]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _session_row(session: Session, *, day: date, today: date) -> Coming:
    assert session.starts_at is not None  # only sessions with an hour come here
    taken = session.taken  # type: ignore[attr-defined]  # annotated
    full = _("%(taken)s of %(places)s") % {"taken": taken, "places": session.places}
    number = (
        full if session.places else ngettext("%(n)s person", "%(n)s people", taken) % {"n": taken}
    )
    clock = words.clock(session.starts_at, zone=session.time_zone)
    town = zone_place(session.time_zone, get_language() or "en")
    return Coming(
        day=day_words(day, today=today, short=True),
        title=str(session.title),
        text=f"{clock} {town} · {number}",
        url=reverse("registration:roster", args=[session.key]),
        tone="",
    )


def waiting(actor: Actor, *, at: datetime) -> list[Waiting]:
    """Letters to circles that nobody answered yet, the oldest first."""
    circles = circles_where(actor, Permission.WRITE_LETTERS)
    letters = CircleLetter.objects.filter(state=CircleLetter.State.SENT, sent_at__lte=at)
    if circles is not None:
        letters = letters.filter(programme__run_by__in=circles)
    return [
        Waiting(
            since=words.days_ago(letter.sent_at or at, at=at),
            what=_("%(circle)s: answer to the letter") % {"circle": letter.circle},
            url=reverse("engagement:letter", args=[letter.key]),
            is_long=at - (letter.sent_at or at) > timedelta(days=7),
        )
        for letter in letters.select_related("circle").order_by("sent_at")[:WAITING_SHOWN]
    ]
