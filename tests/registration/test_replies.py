"""Invitations that follow a place, and what calendars answer."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.registration import actions
from commonroot.registration.actions import NotAReply
from commonroot.registration.queries import invitations as queries
from tests.factories.people import ContactWayFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture(autouse=True)
def replies(settings):
    settings.MAIL_REPLIES = "replies@school.example"


def reachable(**fields):
    way = ContactWayFactory(value="amina@example.org")
    return RegistrationFactory(person=way.person, **fields)


def invited(registration, *, at, template="placed"):
    """The invitation as a letter carries it."""
    way = registration.person.ways.get()
    return queries.calendar_for(registration, template, way=way, at=at)


def answer_to(ics, said, *, at, to="", **other):
    """What a calendar sends back, as a mail."""
    calendar = Calendar.from_ical(ics)
    (event,) = calendar.walk("VEVENT")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//a calendar//EN",
        f"METHOD:{other.get('method', 'REPLY')}",
        "BEGIN:VEVENT",
        f"UID:{other.get('uid', event['UID'])}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"ORGANIZER:{other.get('organiser', event['ORGANIZER'])}",
        f"ATTENDEE;PARTSTAT={said}:mailto:somebody-else@example.org",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    mail = EmailMessage()
    mail["From"], mail["To"] = "amina@example.org", to or "replies@school.example"
    mail.set_content("Accepted")
    mail.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


def test_invitation_asks_for_an_answer_where_one_is_read(at, settings):
    registration = reachable()

    asked, ours = invited(registration, at=at), queries.reply_address(registration)
    settings.MAIL_REPLIES = ""
    unasked = invited(registration, at=at)

    (event,) = Calendar.from_ical(asked).walk("VEVENT")
    assert str(event["ORGANIZER"]) == f"mailto:{ours}"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    (event,) = Calendar.from_ical(unasked).walk("VEVENT")
    assert (str(event["ORGANIZER"]), event["ATTENDEE"].params["RSVP"]) == (
        f"mailto:{settings.MAIL_FROM}", "FALSE",
    )  # fmt: skip


def test_every_letter_about_a_place_has_a_higher_number(at):
    registration = reachable()
    actions.cancel(registration=registration, by=BY, at=at)
    again = RegistrationFactory(person=registration.person, session=registration.session)

    ics = invited(again, at=at)

    (sent,) = Letter.objects.exclude(calendar="")
    numbers = [
        Calendar.from_ical(text).walk("VEVENT")[0]["SEQUENCE"] for text in (sent.calendar, ics)
    ]
    assert numbers == [1, 2]


def test_a_session_called_off_takes_itself_out_of_the_calendar(at):
    registration = reachable()
    registration.session.state = "cancelled"

    ics = invited(registration, at=at, template="changed")

    calendar = Calendar.from_ical(ics)
    assert (str(calendar["METHOD"]), str(calendar.walk("VEVENT")[0]["STATUS"])) == (
        "CANCEL", "CANCELLED",
    )  # fmt: skip


@pytest.mark.parametrize("said", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_what_a_calendar_answers_is_written_down_and_the_place_stays(at, said):
    registration = reachable()
    mail = answer_to(invited(registration, at=at), said, at=at)

    actions.record_reply(raw=mail, by=BY, at=at)

    registration.refresh_from_db()
    assert (registration.calendar_answer, registration.calendar_answered_at) == (said.lower(), at)
    assert registration.state == "placed"


def test_the_address_alone_tells_whose_answer_it_is(at):
    registration, other = reachable(), RegistrationFactory()
    mail = answer_to(
        invited(registration, at=at),
        "DECLINED",
        at=at,
        organiser="mailto:replies@school.example",
        to=queries.reply_address(registration).upper(),
    )

    assert actions.record_reply(raw=mail, by=BY, at=at) == registration
    other.refresh_from_db()
    assert other.calendar_answer == ""


def test_an_older_answer_changes_nothing(at):
    registration = reachable()
    ics = invited(registration, at=at)
    actions.record_reply(raw=answer_to(ics, "DECLINED", at=at), by=BY, at=at)

    actions.record_reply(raw=answer_to(ics, "ACCEPTED", at=at - timedelta(hours=1)), by=BY, at=at)

    registration.refresh_from_db()
    assert registration.calendar_answer == "declined"


def test_nothing_is_kept_of_whom_it_could_harm(at):
    registration = reachable()
    mail = answer_to(invited(registration, at=at), "ACCEPTED", at=at)
    registration.person.risk = "high"
    registration.person.save()

    actions.record_reply(raw=mail, by=BY, at=at)

    registration.refresh_from_db()
    assert registration.calendar_answer == ""


def test_what_is_no_answer_is_refused_and_changes_nothing(at):
    registration = reachable()
    ics = invited(registration, at=at)
    stranger = RegistrationFactory()
    mails = [
        b"",
        b"BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        EmailMessage().as_bytes(),
        ics.encode(),
        answer_to(ics, "DELEGATED", at=at),
        answer_to(ics, "ACCEPTED", at=at, method="COUNTER"),
        answer_to(ics, "ACCEPTED", at=at, uid="session-nobody@localhost"),
        answer_to(ics, "ACCEPTED", at=at, uid=f"session-{registration.session.key}@elsewhere"),
        answer_to(ics, "ACCEPTED", at=at, organiser="mailto:replies+0000@school.example"),
        answer_to(ics, "ACCEPTED", at=at, organiser=f"mailto:{queries.reply_address(stranger)}"),
        answer_to(ics, "ACCEPTED", at=at).replace(
            f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}".encode(), b"DTSTAMP;VALUE=DATE:20261122"
        ),
        answer_to(ics, "ACCEPTED", at=at) + b" " * 1024 * 1024,
    ]

    for mail in mails:
        with pytest.raises(NotAReply):
            actions.record_reply(raw=mail, by=BY, at=at)

    registration.refresh_from_db()
    assert registration.calendar_answer == ""
