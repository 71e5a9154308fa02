"""Calendars: feeds of programmes, circles and people (RFC 5545), invitations (RFC 5546)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import override

from commonroot.circles.models import Circle
from commonroot.core import calendars
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.addresses import host, programme_address, session_address
from commonroot.programmes.queries.words import told_in

REFRESH = "PT6H"
ALARM_MINUTES = 30
# What a calendar tells; links to join are sealed, and opening hundreds of seals takes time.
TOLD = (
    "key", "programme", "position", "title", "summary", "starts_at", "ends_at", "state",
    "sequence", "updated_at",
)  # fmt: skip


def feed(programme: Programme, *, at: datetime) -> bytes:
    """The calendar of a public programme, in its own language: sessions with a day and an hour.

    A session known only to the week or month has no place in a calendar yet; its own page says
    what is known. Cancelled sessions stay in, so that calendars take them out. Join links are
    never in it. The bytes are the same until something changes.
    """
    sessions = programme.sessions.exclude(starts_at=None).only(*TOLD)
    with override(programme.languages[0]):
        head = _head(told_in(programme.title, programme)[0], zone=programme.time_zone)
        return calendars.calendar(head, _published(sessions, [programme]))


def circle_feed(circle: Circle, *, at: datetime) -> bytes:
    """The calendar of all public programmes that a circle runs; of the school, of all there are."""
    with override(circle.languages[0] if circle.languages else "en"):
        head = _head(str(circle), zone=circle.time_zone)
        programmes = list(circle_programmes(circle, at=at))
        sessions = (
            Session.objects.filter(programme__in=programmes).exclude(starts_at=None).only(*TOLD)
        )
        return calendars.calendar(head, _published(sessions, programmes))


def circle_programmes(circle: Circle, *, at: datetime) -> QuerySet[Programme]:
    """The public programmes in the calendar of a circle."""
    public = Programme.objects.filter(published_at__lte=at).order_by("pk")
    return public if circle.kind == Circle.Kind.SCHOOL else public.filter(run_by=circle)


def _published(sessions: QuerySet[Session], programmes: list[Programme]) -> Iterator[str]:
    known = {programme.pk: programme for programme in programmes}
    for programme in programmes:
        yield from _bar(programme)
    for session in sessions.order_by("starts_at", "programme", "position"):
        programme = known[session.programme_id]
        yield from _event(session, programme=programme, stamp=session.updated_at)


def _bar(programme: Programme) -> Iterator[str]:
    """A course of several days, as a bar over its days beside its sessions."""
    first, last = programme.starts_on, programme.ends_on
    if programme.format != Programme.Format.RESIDENTIAL or first is None or last is None:
        return
    yield "BEGIN:VEVENT"
    yield f"UID:programme-{programme.key}@{host()}"
    yield f"DTSTAMP:{calendars.moment(programme.updated_at)}"
    yield f"LAST-MODIFIED:{calendars.moment(programme.updated_at)}"
    yield f"DTSTART;VALUE=DATE:{calendars.day(first)}"
    yield f"DTEND;VALUE=DATE:{calendars.day(last + timedelta(days=1))}"
    yield f"SUMMARY:{calendars.text(told_in(programme.title, programme)[0])}"
    yield f"URL:{programme_address(programme)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def own_sessions(sessions: Iterable[int]) -> list[Session]:
    """Sessions of one person for their own calendar, each programme read once."""
    found = Session.objects.filter(pk__in=list(sessions)).only(*TOLD, "join_address")
    listed = list(found.order_by("starts_at", "programme", "position"))
    programmes = Programme.objects.in_bulk({session.programme_id for session in listed})
    for session in listed:
        session.programme = programmes[session.programme_id]
    return listed


def personal_feed(sessions: Iterable[Session], *, at: datetime, more: Iterable[str] = ()) -> bytes:
    """One person's own calendar: their sessions with the links to join, under no name.

    It rings half an hour before. The bytes are the same until something changes. `more`: lines of
    further events, of areas above.
    """
    head = {"METHOD": "PUBLISH"} | _refreshed()

    def events() -> Iterator[str]:
        for session in sessions:
            if session.starts_at is None:
                continue
            planned = session.state == Session.State.PLANNED
            yield from _event(
                session,
                programme=session.programme,
                stamp=session.updated_at,
                join=session.join_address if planned else "",
                alarm=planned,
            )
        yield from more

    return calendars.calendar(head, events())


def invitation(
    session: Session,
    *,
    attendee: str,
    organiser: str,
    method: str = "REQUEST",
    sequence: int | None = None,
    at: datetime | None = None,
    organiser_name: str = "",
    answers: bool = True,
) -> str:
    """One session as an invitation for one letter; "" for a session without an hour.

    `attendee` and `organiser` are bare addresses; without an attendee it is a plain note for the
    own calendar (method PUBLISH). `method` is REQUEST, CANCEL or PUBLISH; `answers`: whether
    somebody reads what the calendar answers. Nobody else is ever named in it.
    """
    if session.starts_at is None:
        return ""
    programme = session.programme
    people = []
    if attendee and organiser:
        name = organiser_name or told_in(programme.organiser_words, programme)[0] or host()
        sender = calendars.address(organiser)
        people = [
            f"ORGANIZER;CN={calendars.parameter(name)}:mailto:{sender}",
            f"ATTENDEE;CN={calendars.parameter(attendee)};ROLE=REQ-PARTICIPANT;"
            f"PARTSTAT=NEEDS-ACTION;RSVP={'TRUE' if answers else 'FALSE'}:"
            f"mailto:{calendars.address(attendee)}",
        ]
    event = _event(
        session,
        programme=programme,
        stamp=at or session.updated_at,
        sequence=sequence,
        cancelled=method == "CANCEL",
        alarm=method != "CANCEL",
        people=people,
    )
    head = {"METHOD": method if attendee else "PUBLISH"}
    return calendars.calendar(head, event).decode()


def _head(name: str, *, zone: str) -> dict[str, str]:
    return {
        "METHOD": "PUBLISH",
        "NAME": calendars.text(name),
        "X-WR-CALNAME": calendars.text(name),
        "X-WR-TIMEZONE": zone,
    } | _refreshed()


def _refreshed() -> dict[str, str]:
    return {"REFRESH-INTERVAL;VALUE=DURATION": REFRESH, "X-PUBLISHED-TTL": REFRESH}


def session_uid(session: Session) -> str:
    """The name of a session in every calendar; it never changes."""
    return f"session-{session.key}@{host()}"


def _event(
    session: Session,
    *,
    programme: Programme,
    stamp: datetime,
    sequence: int | None = None,
    cancelled: bool = False,
    join: str = "",
    alarm: bool = False,
    people: Iterable[str] = (),
) -> Iterator[str]:
    assert session.starts_at is not None  # asked before
    assert session.ends_at is not None
    title = calendars.text(told_in(session.title, programme)[0])
    summary = told_in(session.summary, programme)[0]
    address = session_address(session)
    described = f"{summary}\n\n{address}" if summary else address
    off = cancelled or session.state == Session.State.CANCELLED
    yield "BEGIN:VEVENT"
    yield f"UID:{session_uid(session)}"
    yield f"DTSTAMP:{calendars.moment(stamp)}"
    yield f"SEQUENCE:{session.sequence if sequence is None else sequence}"
    yield f"LAST-MODIFIED:{calendars.moment(session.updated_at)}"
    yield f"DTSTART:{calendars.moment(session.starts_at)}"
    yield f"DTEND:{calendars.moment(session.ends_at)}"
    yield f"SUMMARY:{title}"
    yield f"DESCRIPTION:{calendars.text(described)}"
    yield f"URL:{calendars.address(address)}"
    place = told_in(programme.place, programme)[0]
    if join:
        yield f"LOCATION:{calendars.text(join)}"
    elif place and programme.mode != Programme.Mode.ONLINE:
        yield f"LOCATION:{calendars.text(place)}"
    yield f"CATEGORIES:{calendars.text(told_in(programme.title, programme)[0])}"
    yield f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}"
    yield from people
    if alarm and not off:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:-PT{ALARM_MINUTES}M"
        yield f"DESCRIPTION:{title}"
        yield "END:VALARM"
    yield "END:VEVENT"
