"""What the page of a programme shows, put together for its template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.circles.models import Circle
from commonroot.core.time import zone_words
from commonroot.programmes.models import Phase, Programme, Session
from commonroot.programmes.queries import structured, words
from commonroot.programmes.queries.addresses import (
    programme_address,
)
from commonroot.programmes.queries.materials import MaterialShown, materials, shown_materials
from commonroot.programmes.queries.phrases import (
    Share,
    Shown,
    apply_by_words,
    filled,
    mode_words,
    plain_words,
    share_of,
    zone_address,
)
from commonroot.programmes.queries.planning.dates import latest_change
from commonroot.programmes.queries.reading import LISTED_OF_A_SESSION, host_day
from commonroot.programmes.queries.words import DatedWords, shown
from commonroot.programmes.rules import dates, stages

LISTED_IN_A_SCHEDULE = (
    *LISTED_OF_A_SESSION,
    "by_registration",
    "phase__position",
    "phase__title",
    "phase__rule",
    "phase__purpose",
)


@dataclass(frozen=True)
class Row:
    """A session in the schedule of its programme."""

    key: str
    title: Shown
    when: DatedWords
    url: str
    past: bool
    open: bool
    cancelled: bool


@dataclass(frozen=True)
class PhaseShown:
    """A phase with its sessions; `title` is empty for sessions outside any phase."""

    title: Shown
    rule: Shown
    purpose: Shown
    rows: list[Row]


@dataclass(frozen=True)
class ProgrammePage:
    """A programme for its page. `next` is the session to come first, `stamp` the call."""

    programme: Programme
    title: Shown
    kicker: str
    when: DatedWords
    when_next: bool
    summary: Shown
    purpose: Shown
    aims: list[Shown]
    facts: list[tuple[str, Shown]]
    passages: list[tuple[Shown, list[Shown]]]
    phases: list[PhaseShown]
    past_rows: list[Row]
    materials: list[MaterialShown]
    moved: str
    next: Row | None
    applies: bool
    stamp: str
    call_open: bool
    has_form: bool
    apply_asks: list[Shown]
    when_known: bool
    is_over: bool
    is_under_way: bool
    when_script: str
    zone_name: str
    zone_line: str
    has_calendar: bool
    foreign: str
    share: Share
    feed: str
    feed_live: str
    json_ld: SafeString

    @property
    def way_in(self) -> str:
        """The heading over the one thing to do now."""
        if self.call_open and self.when_known:
            return _("Apply")
        if self.next and self.next.open:
            return _("Save a place")
        if self.is_over:
            return _("This one is over")
        return _("Under way") if self.is_under_way else _("No date yet")

    @property
    def next_words(self) -> str:
        """ "Next: Tue 1 December"."""
        return f"{_('Next:')} {self.when.day}"

    @property
    def bar(self) -> str:
        """What the bar at the foot of a phone says; "" when there is nothing to do."""
        if self.call_open and self.when_known:
            return self.stamp or self.when.day
        return f"{self.next.when.day}" if self.next and self.next.open else ""

    @property
    def bar_second(self) -> Shown:
        """The second line of that bar."""
        return self.next.title if self.next and not self.applies else ""

    @property
    def bar_button(self) -> str:
        """Its button, which jumps to what there is to do."""
        return _("Apply") if self.applies else _("Save a place")

    @property
    def ask_url(self) -> str:
        """Where the organisers are asked about it."""
        return reverse("programmes:ask", kwargs={"key": self.programme.key})

    @property
    def apply_url(self) -> str:
        """Where to apply by writing to the organisers."""
        return f"{self.ask_url}?about=apply"

    @property
    def date_url(self) -> str:
        """Where to leave a way to be told of a date."""
        return reverse("programmes:tell_me", kwargs={"key": self.programme.key})

    @property
    def next_url(self) -> str:
        """The form of the next session."""
        return f"{self.next.url}#save" if self.next else ""

    @property
    def catalogue_url(self) -> str:
        """The list it stands in."""
        return reverse("programmes:catalogue")

    @property
    def zone_url(self) -> str:
        """Where to choose another clock for it."""
        return zone_address(reverse("programmes:programme", kwargs={"key": self.programme.key}))


def _has_form(programme: Programme) -> bool:
    """Whether people apply by a form that is published; else they write to the organisers."""
    return Programme.objects.filter(pk=programme.pk, call__published_at__isnull=False).exists()


def _moved_words(programme: Programme, *, at: datetime) -> str:
    """That dates changed after they were announced, while that still matters."""
    change = latest_change(programme, at=at)
    if change is None:
        return ""
    now = host_day(programme.time_zone, at=at)
    day = words.day_words(host_day(programme.time_zone, at=change.made_at), today=now)
    return _("Dates were changed on %(day)s. Those below hold.") % {"day": day}


def programme_page(
    programme: Programme, *, at: datetime, zone: str | None = None, school: Circle | None = None
) -> ProgrammePage:
    """Everything a programme's page says, in four queries: phases, sessions, materials, moves."""
    sessions = list(
        programme.sessions.select_related("phase").only(*LISTED_IN_A_SCHEDULE).order_by("position")
    )
    rows = {
        session.pk: _row(session, programme=programme, at=at, zone=zone) for session in sessions
    }
    now = host_day(programme.time_zone, at=at)
    ahead = [session for session in sessions if not rows[session.pk].past]
    coming = sorted(
        (
            session
            for session in ahead
            if session.starts_at and session.state == Session.State.PLANNED
        ),
        key=lambda s: dates.listing_order(
            starts_at=s.starts_at, sorts_on=s.sorts_on, position=s.position
        ),
    )
    applies = programme.format != Programme.Format.OPEN
    title, summary = (
        words.told_in(programme.title, programme)[0],
        words.told_in(programme.summary, programme)[0],
    )
    when = DatedWords(words.programme_when(programme, sessions=sessions, at=at))
    if coming and not applies:
        when = words.session_words(coming[0], at=at, zone=zone)
    feed = reverse("programme_feed", kwargs={"key": programme.key})
    listed = sessions if applies else ahead
    return ProgrammePage(
        programme=programme,
        title=shown(programme.title, programme),
        kicker=f"{programme.get_format_display()} · {mode_words(programme)}",
        when=when,
        when_next=bool(coming) and not applies,
        summary=shown(programme.summary, programme),
        purpose=shown(programme.purpose, programme),
        aims=[shown(aim, programme) for aim in programme.aims],
        facts=_programme_facts(programme),
        passages=[
            (
                shown(passage["title"], programme),
                [shown(line, programme) for line in passage["lines"]],
            )
            for passage in programme.passages
        ],
        phases=_phases(
            programme.phases.order_by("position"), listed, rows=rows, programme=programme
        ),
        past_rows=[] if applies else [rows[s.pk] for s in reversed(sessions) if rows[s.pk].past],
        materials=shown_materials(materials(programme).filter(session=None)),
        moved=_moved_words(programme, at=at),
        next=rows[coming[0].pk] if coming else None,
        applies=applies,
        stamp=apply_by_words(programme, at=at) if programme.apply_by else "",
        call_open=applies
        and stages.call_is_open(
            apply_by=programme.apply_by, starts_on=programme.starts_on, today=now
        ),
        has_form=applies and _has_form(programme),
        apply_asks=[shown(line, programme) for line in programme.apply_asks],
        when_known=programme.starts_on is not None,
        is_over=programme.ends_on is not None and programme.ends_on < now,
        is_under_way=programme.starts_on is not None and programme.starts_on <= now,
        when_script="" if zone else _("your time"),
        zone_name=_zone_name(coming, zone=zone),
        zone_line=_zone_line(coming, zone=zone),
        has_calendar=bool(coming),
        foreign=words.is_foreign(programme.title, programme),
        share=share_of(
            programme,
            title=title,
            when=plain_words(when),
            summary=summary,
            address=programme_address(programme),
        ),
        feed=feed,
        feed_live=f"webcal://{urlsplit(settings.ADDRESS).netloc}{feed}",
        json_ld=structured.course(programme, school=school),
    )


def _zone_name(coming: Sequence[Session], *, zone: str | None) -> str:
    if not coming or coming[0].starts_at is None:
        return ""
    told = zone or coming[0].time_zone
    return zone_words(told, coming[0].starts_at, language=get_language() or "en")


def _zone_line(coming: Sequence[Session], *, zone: str | None) -> str:
    """Whose clock the dates go by; "" while there is no hour."""
    told = {"zone": _zone_name(coming, zone=zone)}
    if not told["zone"]:
        return ""
    return _("Your clock: %(zone)s") % told if zone else _("The host’s clock: %(zone)s") % told


def _row(session: Session, *, programme: Programme, at: datetime, zone: str | None) -> Row:
    past = dates.is_past(ends_at=session.ends_at, sorts_on=session.sorts_on, at=at)
    cancelled = session.state == Session.State.CANCELLED
    return Row(
        key=session.key,
        title=shown(session.title, programme),
        when=words.session_words(session, at=at, zone=zone, row=True),
        url=reverse("registration:session", kwargs={"key": session.key}),
        past=past,
        open=not past
        and not cancelled
        and session.by_registration
        and session.starts_at is not None,
        cancelled=cancelled,
    )


def _phases(
    phases: Any, sessions: Sequence[Session], *, rows: dict[int, Row], programme: Programme
) -> list[PhaseShown]:
    grouped: dict[Phase | None, list[Row]] = {phase: [] for phase in phases}
    for session in sessions:
        grouped.setdefault(session.phase, []).append(rows[session.pk])
    return [
        PhaseShown(
            title=shown(phase.title, programme) if phase else "",
            rule=shown(phase.rule, programme) if phase else "",
            purpose=shown(phase.purpose, programme) if phase else "",
            rows=inside,
        )
        for phase, inside in grouped.items()
        if inside or phase
    ]


def _programme_facts(programme: Programme) -> list[tuple[str, Shown]]:
    place = shown(programme.place, programme)
    themes: list[Shown] = [shown(theme, programme) for theme in programme.themes]
    return filled(
        [
            (_("For"), shown(programme.audience, programme)),
            (_("Takes"), shown(programme.commitment, programme)),
            (_("Rhythm"), shown(programme.schedule_words, programme)),
            (_("Where"), place or mode_words(programme).capitalize()),
            (_("Language"), words.language_names(programme.languages)),
            (_("Costs"), shown(programme.cost_words, programme)),
            (_("People"), shown(programme.places_words, programme)),
            (_("Recording"), shown(programme.recording_words, programme)),
            (_("Themes"), _joined(themes)),
            (_("By"), shown(programme.organiser_words, programme)),
        ]
    )


def _joined(texts: list[Shown]) -> Shown:
    joined: Shown = texts[0] if texts else ""
    for text in texts[1:]:
        joined = format_html("{}{} {}", joined, _(","), text)
    return joined
