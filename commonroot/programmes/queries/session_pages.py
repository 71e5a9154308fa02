"""What the page of a session shows, put together for its templates."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonroot.circles.models import Circle
from commonroot.programmes.models import Part, Programme, Session
from commonroot.programmes.queries import structured, words
from commonroot.programmes.queries.addresses import session_address
from commonroot.programmes.queries.materials import MaterialShown, materials, shown_materials
from commonroot.programmes.queries.phrases import (
    Share,
    Shown,
    filled,
    mode_words,
    places_line,
    plain_words,
    share_of,
    zone_address,
)
from commonroot.programmes.queries.presenters import presenters_words
from commonroot.programmes.queries.words import DatedWords, shown
from commonroot.programmes.rules import dates, stages


@dataclass(frozen=True)
class PartShown:
    """A part of a session: what happens, how long, and the exercise whose tool opens blank."""

    title: Shown
    length: str
    exercise: str = ""


@dataclass(frozen=True)
class SessionPage:
    """A session for its page. Texts are safe to print; `open`: a place may be asked for."""

    session: Session
    programme: Programme
    programme_url: str
    programme_title: Shown
    title: Shown
    kicker: str
    host: DatedWords
    yours: DatedWords | None
    when_lead: str
    when_zone: str
    when_note: Shown
    when_script: str
    zone_url: str
    summary: Shown
    learn: list[Shown]
    parts: list[PartShown]
    facts: list[tuple[str, Shown]]
    materials: list[MaterialShown]
    places_left: int | None
    places_line: str
    open: bool
    past: bool
    cancelled: bool
    foreign: str
    share: Share
    json_ld: SafeString

    @property
    def when(self) -> DatedWords:
        """The time that leads: the visitor's own when they chose a zone."""
        return self.yours or self.host


def session_page(
    session: Session,
    *,
    at: datetime,
    zone: str | None = None,
    taken: int = 0,
    school: Circle | None = None,
) -> SessionPage:
    """Everything a session's page says. `taken` is how many places are given or offered.

    `zone` is the visitor's, when they chose one; the host's is always shown as well.
    """
    programme = session.programme
    host = words.session_words(session, at=at)
    elsewhere = zone is not None and zone != session.time_zone and session.starts_at is not None
    yours = words.session_words(session, at=at, zone=zone) if elsewhere else None
    leading = yours or host
    left = None if session.places is None else max(0, session.places - taken)
    past = dates.is_past(ends_at=session.ends_at, sorts_on=session.sorts_on, at=at)
    cancelled = session.state == Session.State.CANCELLED
    title, summary = (
        words.told_in(session.title, programme)[0],
        words.told_in(session.summary, programme)[0],
    )
    address = session_address(session)
    return SessionPage(
        session=session,
        programme=programme,
        programme_url=reverse("programmes:programme", kwargs={"key": programme.key}),
        programme_title=shown(programme.title, programme),
        title=shown(session.title, programme),
        kicker=f"{mode_words(programme)}{_(',')} {words.length_words(session.minutes)}",
        host=host,
        yours=yours,
        when_lead=_("your time") if yours else "",
        when_zone=f"({leading.zone})" if yours else leading.zone,
        when_note=format_html("{} {}", host.line, host.zone) if yours else host.utc,
        when_script="" if zone else _("your time"),
        zone_url=zone_address(reverse("registration:session", kwargs={"key": session.key})),
        summary=shown(session.summary, programme),
        learn=[shown(line, programme) for line in session.learn],
        parts=[
            PartShown(
                shown(part.title, programme),
                words.length_words(part.minutes) if part.minutes else "",
                "" if part.exercise == Part.Exercise.OTHER else part.exercise,
            )
            for part in session.parts.order_by("position")
        ],
        facts=_session_facts(session, left=None if past or cancelled else left, at=at),
        materials=shown_materials(materials(programme).filter(session=session)),
        places_left=left,
        places_line=places_line(left),
        open=stages.is_open_for_registration(
            by_registration=session.by_registration,
            planned=not cancelled,
            published=programme.published_at is not None,
            ends_at=session.ends_at,
            at=at,
        ),
        past=past,
        cancelled=cancelled,
        foreign=words.is_foreign(session.title, programme),
        share=share_of(
            programme,
            title=title,
            when=plain_words(host),
            summary=summary,
            address=address,
            session=session,
        ),
        json_ld=structured.event(session, left=left, school=school),
    )


def _session_facts(session: Session, *, left: int | None, at: datetime) -> list[tuple[str, Shown]]:
    programme = session.programme
    places: Shown = ""
    if left is not None:
        places = format_html(
            "<strong>{}</strong> {}",
            _("%(n)s left") % {"n": left},
            _("of %(n)s") % {"n": session.places},
        )
    return filled(
        [
            (_("With"), presenters_words(session, at=at)),
            (_("For"), shown(programme.audience, programme)),
            (_("Language"), words.language_names(programme.languages)),
            (_("Recording"), _recording(session)),
            (_("Places"), places),
        ]
    )


def _recording(session: Session) -> Shown:
    """Whether it is recorded, and what the school says about its recordings."""
    answer = session.get_recording_display().capitalize()
    words_of_ours = shown(session.programme.recording_words, session.programme)
    return format_html("{}. {}", answer, words_of_ours) if words_of_ours else answer
