"""Calendars: the feed of a programme (RFC 5545) and invitations for letters (RFC 5546)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import override

from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.addresses import host, session_address
from commonroot.programmes.queries.words import told_in

REFRESH = timedelta(hours=6)
MAKER = "-//Commonroot//Commonroot//EN"


def feed(programme: Programme, *, at: datetime) -> bytes:
    """The calendar of a public programme, in its own language: sessions with a day and an hour.

    A session known only to the week or month has no place in a calendar yet; its own page says
    what is known. Cancelled sessions stay in, so that calendars take them out. Join links are
    never in it.
    """
    sessions = programme.sessions.exclude(starts_at=None).order_by("starts_at", "position")
    with override(programme.languages[0]):
        name = told_in(programme.title, programme)[0]
        calendar = _calendar("PUBLISH")
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", programme.time_zone)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
        for session in sessions:
            calendar.add_component(_event(session, programme=programme, at=at))
    return bytes(calendar.to_ical())


def invitation(
    session: Session,
    *,
    attendee: str,
    organiser: str,
    method: str = "REQUEST",
    sequence: int | None = None,
    at: datetime | None = None,
    organiser_name: str = "",
) -> str:
    """One session as an invitation for one letter; "" for a session without an hour.

    `attendee` and `organiser` are bare addresses; without an attendee it is a plain note for the
    own calendar (method PUBLISH). `method` is REQUEST, CANCEL or PUBLISH. Nobody else is ever
    named in it.
    """
    from icalendar import vCalAddress

    if session.starts_at is None:
        return ""
    programme = session.programme
    calendar = _calendar(method if attendee else "PUBLISH")
    event = _event(session, programme=programme, at=at or session.updated_at)
    if sequence is not None:
        event.pop("sequence", None)
        event.add("sequence", sequence)
    if method == "CANCEL":
        event.pop("status", None)
        event.add("status", "CANCELLED")
    if attendee and organiser:
        sender = vCalAddress(f"mailto:{organiser}")
        sender.params["CN"] = (
            organiser_name or told_in(programme.organiser_words, programme)[0] or host()
        )
        event.add("organizer", sender)
        guest = vCalAddress(f"mailto:{attendee}")
        guest.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
        event.add("attendee", guest)
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def personal_feed(sessions: Iterable[Session], *, at: datetime) -> bytes:
    """One person's own calendar: their sessions with the links to join, under no name."""
    calendar = _calendar("PUBLISH")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for session in sessions:
        if session.starts_at is None:
            continue
        event = _event(session, programme=session.programme, at=at)
        if session.join_address and session.state == Session.State.PLANNED:
            event.pop("location", None)
            event.add("location", session.join_address)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Any:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(session: Session, *, programme: Programme, at: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"session-{session.key}@{host()}")
    event.add("dtstamp", at)
    event.add("sequence", session.sequence)
    event.add("last-modified", session.updated_at)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", told_in(session.title, programme)[0])
    summary = told_in(session.summary, programme)[0]
    address = session_address(session)
    event.add("description", f"{summary}\n\n{address}" if summary else address)
    event.add("url", address)
    place = told_in(programme.place, programme)[0]
    if place and programme.mode != Programme.Mode.ONLINE:
        event.add("location", place)
    event.add("categories", [told_in(programme.title, programme)[0]])
    event.add("status", "CANCELLED" if session.state == Session.State.CANCELLED else "CONFIRMED")
    return event
