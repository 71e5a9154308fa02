"""Mail that arrives, looked at by each area in turn, and the command that hands it over."""

from base64 import urlsafe_b64decode
from datetime import timedelta
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter, TakenMail
from commonroot.messaging.rules.arriving import MOST_BYTES, stop_address
from commonroot.messaging.rules.returns import return_address
from commonroot.people.actions import open_link
from commonroot.programmes.models import Enquiry
from commonroot.registration.queries import invitations
from commonroot.stewardship import tasks
from commonroot.stewardship.actions.mail import take_mail
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory
from tests.factories.registration import RegistrationFactory
from tests.messaging.imap import PASSWORD, USER, open_mailbox

pytestmark = pytest.mark.django_db
REPLIES = "replies@school.example"


@pytest.fixture(autouse=True)
def replies(settings):
    settings.MAIL_REPLIES = REPLIES


def written(text="Hello", **headers):
    made = EmailMessage()
    made["From"], made["To"] = "amina@example.org", REPLIES
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def calendar_answer(*, at):
    """A calendar's yes to a place; the place."""
    way = ContactWayFactory(value="amina@example.org")
    place = RegistrationFactory(person=way.person)
    asked = invitations.calendar_for(place, "placed", way=way, at=at)
    made = EmailMessage()
    made["From"], made["To"] = "amina@example.org", REPLIES
    made.set_content("Yes")
    lines = [
        line
        for line in asked.replace("\r\n ", "").splitlines()
        if line.startswith(("UID:", "ORGANIZER"))
    ]
    said = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "METHOD:REPLY", "BEGIN:VEVENT",
        *lines, f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:amina@example.org", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    made.add_attachment(
        "\r\n".join(said).encode(), maintype="text", subtype="calendar", filename="a.ics",
        params={"method": "REPLY"},
    )  # fmt: skip
    return place, made.as_bytes()


def came_back():
    """A report that a letter came back; the letter."""
    letter = LetterFactory(state="sent")
    address = return_address(REPLIES, letter.key)
    return letter, f"Return-Path: <>\nTo: {address}\n\nNot now (4.2.2)\n".encode()


def test_each_mail_finds_its_area(school, at):
    letter, returned = came_back()
    place, yes = calendar_answer(at=at)
    mails = [
        returned,
        yes,
        written(Auto_Submitted="auto-replied"),
        b"Subject: who\n\n?",
        b"x" * (MOST_BYTES + 1),
        written("Is there a place?"),
    ]

    routed = [take_mail(one, at=at) for one in mails]

    place.refresh_from_db()
    letter.refresh_from_db()
    assert [(one.kind, one.why) for one in routed] == [
        ("returned", ""), ("calendar", ""), ("automatic", ""), ("refused", "no sender"),
        ("refused", "too large"), ("inbox", ""),
    ]  # fmt: skip
    assert (letter.returned, place.calendar_answer) == ("soft", "accepted")
    assert Enquiry.objects.get().text == "Is there a place?"


@pytest.mark.parametrize("scope", ["unsubscribe", "page"])
def test_a_mail_to_the_address_of_the_header_stops_letters_of_that_kind(school, at, scope):
    person = ContactWayFactory().person
    for purpose in (Purpose.NEWS, Purpose.FOLLOW_UP):
        answer(
            person=person, purpose=purpose, audience=SCHOOL, yes=True, how="page",
            by=Actor.system(), at=at,
        )  # fmt: skip
    token = open_link(person=person, scope=scope, thing="news", days=None, at=at)

    routed = take_mail(written("", To=stop_address(REPLIES, hex_of(token))), at=at)

    left = Agreement.objects.filter(state="given").values_list("purpose", flat=True)
    stopped = ["follow_up"] if scope == "unsubscribe" else ["follow_up", "news"]
    assert (routed.kind, sorted(left)) == ("stop", stopped)


def hex_of(token):
    return urlsafe_b64decode(f"{token}==").hex()


def test_the_twenty_first_mail_of_an_hour_from_one_address_stays_in_the_mailbox(school, at):
    kinds = [take_mail(written(f"{n}", Subject=f"{n}"), at=at) for n in range(21)]

    assert [(one.kind, one.why) for one in kinds[19:]] == [("inbox", ""), ("refused", "too often")]
    assert Enquiry.objects.count() == 20


def test_the_work_process_reads_the_mailbox(school, settings, at):
    with open_mailbox() as box:
        settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", box.port, "none"
        settings.IMAP_USER, settings.IMAP_PASSWORD = USER, PASSWORD
        box.put(written("Is there a place?", Message_ID="<1@example.org>"))

        found = [tasks.read_mailbox(at=at), tasks.read_mailbox(at=at + timedelta(minutes=1))]

    assert (found, Enquiry.objects.count(), box.unread) == ([1, 0], 1, [])


def test_command_takes_files_and_says_which_were_not_taken(school, at, tmp_path):
    place, yes = calendar_answer(at=at)
    _letter, returned = came_back()
    files = [tmp_path / f"{name}.eml" for name in ("good", "bad", "back")]
    for file, raw in zip(files, (yes, b"no mail", returned), strict=True):
        file.write_bytes(raw)
    told, again = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 of 3 were not taken"):
        call_command("take_replies", *map(str, files), stdout=told)
    call_command("take_replies", str(files[0]), json=True, stdout=again)

    place.refresh_from_db()
    assert place.calendar_answer == "accepted"
    assert told.getvalue().splitlines() == [
        f"{files[0]}: calendar", f"{files[1]}: refused no sender", f"{files[2]}: returned",
    ]  # fmt: skip
    assert again.getvalue() == f'{{"mail": "{files[0]}", "kind": "taken before"}}\n'
    assert TakenMail.objects.count() == 3
    assert Letter.objects.filter(returned="soft").count() == 1
