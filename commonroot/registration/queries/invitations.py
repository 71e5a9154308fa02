"""Invitations that go with letters, and what calendars answer to them (RFC 5546, RFC 6047)."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default as modern
from typing import Any

from django.conf import settings
from django.db.models import Q

from commonroot.core.keys import mark
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from commonroot.programmes.models import Session
from commonroot.programmes.queries import invitation, session_uid
from commonroot.registration.models import Registration

# Which letters carry an invitation, and what it asks the calendar to do.
METHODS = {"placed": "REQUEST", "changed": "REQUEST", "cancelled": "CANCEL", "called_off": "CANCEL"}
ANSWERS = {
    "ACCEPTED": Registration.Calendar.ACCEPTED,
    "DECLINED": Registration.Calendar.DECLINED,
    "TENTATIVE": Registration.Calendar.TENTATIVE,
}
TOKEN_LENGTH = 32  # hex digits, since mail servers may write addresses in small letters


@dataclass(frozen=True)
class Reply:
    """What a calendar answered: to which event, under which addresses of ours, when."""

    uid: str
    answer: str
    addresses: tuple[str, ...]
    said_at: datetime


def calendar_for(
    registration: Registration, template: str, *, way: ContactWay, at: datetime
) -> str:
    """The invitation that goes with a letter about a place; "" where none does.

    Its number is higher with every letter about that place, so that calendars believe the newest.
    """
    session = registration.session
    method = METHODS.get(template)
    if method is None or way.kind != ContactWay.Kind.MAIL:
        return ""
    if session.state == Session.State.CANCELLED:
        method = "CANCEL"
    answered_to = reply_address(registration)
    return invitation(
        session,
        attendee=way.value,
        organiser=answered_to or settings.MAIL_FROM,
        method=method,
        # A cancelling counts more than what was sent before, what is sent again more than it.
        sequence=session.sequence + 2 * _sent_before(registration) + (method == "CANCEL"),
        answers=bool(answered_to),
        at=at,
    )


def _sent_before(registration: Registration) -> int:
    """How many invitations went out about this person's place in this session."""
    claims = Registration.objects.filter(
        person=registration.person_id, session=registration.session_id
    ).values_list("key", flat=True)
    about = Q()
    for key in claims:
        for template in METHODS:
            about |= Q(once__startswith=f"{template}:{key}:")
    return Letter.objects.filter(about, subject_key=registration.person.key).count()


def reply_address(registration: Registration) -> str:
    """Where calendars answer about this place and no other; "" while nobody reads answers."""
    local, at_sign, host = settings.MAIL_REPLIES.partition("@")
    return f"{local}+{_token(registration)}{at_sign}{host}" if at_sign else ""


def _token(registration: Registration) -> str:
    return mark("calendar reply", registration.key, ring=settings.KEY_RING)[:TOKEN_LENGTH]


def read_reply(raw: bytes) -> Reply | None:
    """What a calendar answers in this mail, or in this calendar file; None when it is no answer."""
    from icalendar import Calendar

    text, received = _calendar_text(raw)
    event: Any
    try:
        calendar: Any = Calendar.from_ical(text)
        (event,) = calendar.walk("VEVENT")
        guests = event.get("ATTENDEE", [])
        (guest,) = guests if isinstance(guests, list) else [guests]
        answer = str(guest.params.get("PARTSTAT", "")).upper()
        said_at = event["DTSTAMP"].dt
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        return None
    if str(calendar.get("METHOD", "")).upper() != "REPLY" or answer not in ANSWERS:
        return None
    if not isinstance(said_at, datetime) or said_at.tzinfo is None:
        return None
    organiser = str(event.get("ORGANIZER", "")).casefold().removeprefix("mailto:")
    addresses = (organiser, *(one.casefold() for one in received))
    return Reply(uid=str(event.get("UID", "")), answer=answer, addresses=addresses, said_at=said_at)


def _calendar_text(raw: bytes) -> tuple[bytes, list[str]]:
    """The calendar in a mail, and the addresses it was sent to; a bare calendar stays itself."""
    if raw.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        return raw, []
    mail = message_from_bytes(raw, policy=modern)
    received = []
    for header in ("To", "Delivered-To", "X-Original-To"):
        for value in mail.get_all(header, []):
            named = getattr(value, "addresses", None)
            received += [one.addr_spec for one in named] if named else [str(value).strip()]
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_payload(decode=True)
            return (content if isinstance(content, bytes) else b""), received
    return b"", received


def answering(reply: Reply) -> Registration | None:
    """The place a reply is about: its address is ours for that place, its event that session."""
    tokens = {one.partition("@")[0].rpartition("+")[2] for one in reply.addresses}
    key = reply.uid.partition("@")[0].removeprefix("session-")
    session = Session.objects.filter(key=key).first()
    if session is None or session_uid(session) != reply.uid:
        return None
    claims = Registration.objects.filter(session=session).select_related("person")
    return next((claim for claim in claims if _token(claim) in tokens), None)
