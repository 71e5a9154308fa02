"""Mail that arrives: what is read of it, what is refused, and taking each one once."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import OperationalError

from commonroot.messaging.actions.mailbox import Routed, admit, read_mailbox, take_mail
from commonroot.messaging.models import Correspondent, Mailbox, TakenMail
from commonroot.messaging.queries import mailbox_due, refused_mail
from commonroot.messaging.rules.arriving import (
    MOST_BYTES,
    Mail,
    NotTaken,
    read_mail,
    stop_address,
)
from tests.messaging.imap import PASSWORD, USER, open_mailbox

KEY = "AbCdEfGhIjKlMnOpQrStUw"
TOKEN_HEX = "01b09d11f1a12232a53273a942b4ad53"


def mail(text="Is there a place?", *, name="1", html="", **headers):
    """A mail as a program writes it."""
    made = EmailMessage()
    made["From"] = headers.pop("From", "Amina W. <amina@example.org>")
    made["To"] = headers.pop("To", "replies@school.example")
    made["Subject"] = headers.pop("Subject", "A place")
    made["Message-ID"] = f"<{name}@example.org>"
    for field, value in headers.items():
        made[field.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def test_a_mail_says_who_wrote_what_in_answer_to_what():
    quoted = "Yes.\r\n\r\nOn Monday Leila wrote:\r\n> Will you come?\r\n> Leila\r\n"
    sent = mail(quoted, In_Reply_To=f"<{KEY}@school.example>", References="<x@y>")
    sent.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")

    assert read_mail(sent.as_bytes()) == Mail(
        message_id="<1@example.org>",
        sender="amina@example.org",
        name="Amina W.",
        subject="A place",
        text="Yes.",
        answers=(KEY,),
        attachments=1,
    )


def test_a_page_as_a_mail_gives_its_words_alone():
    made = EmailMessage()
    made["From"] = "amina@example.org"
    made.set_content(
        "<html><head><style>p {}</style></head><p>One&amp;two</p><script>x()</script><br>Three",
        subtype="html",
    )

    assert read_mail(made.as_bytes()).text == "One&two\nThree"


@pytest.mark.parametrize(
    ("headers", "machine"),
    [
        ({}, False),
        ({"Auto_Submitted": "no"}, False),
        ({"Auto_Submitted": "auto-replied; owner-email=a@b"}, True),
        ({"Precedence": "bulk"}, True),
        ({"List_Id": "<news.example.org>"}, True),
        ({"Return_Path": "<>"}, True),
        ({"From": "no-reply@example.org"}, True),
        ({"From": "MAILER-DAEMON"}, True),
    ],
)
def test_what_machines_and_lists_write_is_marked(headers, machine):
    assert read_mail(mail(**headers).as_bytes()).is_automatic is machine


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"x" * (MOST_BYTES + 1), "too large"),
        (b"X-A: " + b"y" * 140_000 + b"\r\n\r\nz", "too large"),
        (b"From: a@example.org\n" + b"Content-Type: text/plain\n" * 101, "too many parts"),
        (b"Subject: none\n\nwho?", "no sender"),
        (b"From: a@example.org, b@example.org\n\ntwo", "no sender"),
        (b"\xff\xfe", "no sender"),
    ],
)
def test_hostile_mail_is_refused_with_a_reason(raw, why):
    with pytest.raises(NotTaken) as refused:
        read_mail(raw)

    assert str(refused.value) == why


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@example.org\nContent-Type: text/plain; charset=no-such\n\nwords \xff",
        b"From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\n--x--\n",
        b"From: =?utf-8?q?=00?= <a@example.org>\nSubject: =?bad?x?\n\n",
        b"From: a@example.org\nContent-Transfer-Encoding: base64\n\n!!!!",
    ],
)
def test_broken_mail_is_read_as_far_as_it_goes(raw):
    assert read_mail(raw).sender == "a@example.org"


def test_a_mail_without_words_stops_letters_by_its_address():
    to = stop_address("replies@school.example", TOKEN_HEX)

    found = read_mail(mail(To=to.upper()).as_bytes())

    assert to == f"replies+u{TOKEN_HEX}@school.example"
    assert found.stop == KEY
    assert stop_address("", TOKEN_HEX) == ""


@pytest.fixture
def box(settings):
    with open_mailbox() as opened:
        settings.IMAP_HOST, settings.IMAP_PORT = "127.0.0.1", opened.port
        settings.IMAP_TLS, settings.IMAP_USER = "none", USER
        settings.IMAP_PASSWORD = PASSWORD
        yield opened


@pytest.fixture
def read(at):
    """Read the mailbox: what was routed, by the subject of each mail."""
    seen = []

    def route(raw):
        seen.append(read_mail(raw).subject)
        return Routed("inbox")

    def once(after=timedelta()):
        seen.clear()
        read_mailbox(route=route, at=at + after)
        return list(seen)

    return once


@pytest.mark.django_db
def test_each_mail_is_taken_once_and_what_is_refused_stays_unread(box, read, at):
    box.put(mail(name="1", Subject="One").as_bytes())
    box.put(b"From: a@example.org\n\n" + b"x" * MOST_BYTES)
    box.put(mail(name="3", Subject="Three").as_bytes())
    first = read()
    box.put(mail(name="1", Subject="One again").as_bytes())
    box.put(mail(name="5", Subject="Five").as_bytes())

    second, third = read(), read()
    box.validity = 8  # the server counts anew: nothing is taken a second time
    fourth = read()

    assert (first, second, third, fourth) == (["One", "Three"], ["Five"], [], [])
    assert box.unread == [2, 4]
    kinds = TakenMail.objects.order_by("pk").values_list("kind", "why")
    assert list(kinds) == [
        ("inbox", ""), ("refused", "too large"), ("inbox", ""), ("inbox", ""),
        ("refused", "too large"),
    ]  # fmt: skip
    assert (Mailbox.objects.get().last_uid, Mailbox.objects.get().fault) == (5, "")
    assert refused_mail(at=at).count() == 2


@pytest.mark.django_db
def test_a_mail_whose_taking_fails_is_refused_and_the_next_one_taken(box, at):
    box.put(mail(name="1").as_bytes())
    box.put(mail(name="2").as_bytes())

    def route(raw):
        if b"<1@" in raw:
            Correspondent.objects.create(mark="left behind", wrote_at=at)
            raise KeyError("x")
        return Routed("inbox")

    read_mailbox(route=route, at=at)

    assert list(TakenMail.objects.order_by("pk").values_list("kind", "why")) == [
        ("refused", "unreadable"), ("inbox", ""),
    ]  # fmt: skip
    assert (box.unread, Correspondent.objects.count()) == ([1], 0)


@pytest.mark.django_db
def test_a_database_that_fails_takes_nothing(at):
    def route(raw):
        raise OperationalError("locked")

    with pytest.raises(OperationalError, match="locked"):
        take_mail(mail().as_bytes(), route=route, at=at)

    assert TakenMail.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("knows_uidplus", [True, False])
def test_what_was_taken_goes_from_the_mailbox_after_the_days_of_the_settings(
    box, read, settings, knows_uidplus
):
    settings.IMAP_DAYS, box.knows_uidplus = 30, knows_uidplus
    box.put(mail(name="1").as_bytes())
    box.put(b"no sender\n\n")
    read()

    read(timedelta(days=29))
    before = list(box.mails)
    read(timedelta(days=31))

    assert (before, list(box.mails)) == ([1, 2], [2])
    read(timedelta(days=500))
    assert TakenMail.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"IMAP_PASSWORD": "wrong"}, "not let in"),
        ({"IMAP_FOLDER": 'No\\"ne'}, "no such folder"),
        ({"IMAP_PORT": 1}, "no connection"),
        ({"IMAP_PORT": 1, "IMAP_TLS": "tls"}, "no connection"),
        ({"IMAP_TLS": "starttls"}, "no connection"),
        ({"hang_up": "UID FETCH"}, "broke off"),
        ({"refuse": "UID FETCH"}, "broke off"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why_and_is_tried_later(
    box, read, settings, at, change, fault
):
    box.put(mail().as_bytes())
    for name, value in change.items():
        setattr(box if hasattr(box, name) else settings, name, value)

    assert read() == []

    assert (Mailbox.objects.get().fault, Mailbox.objects.get().read_at) == (fault, None)
    assert not mailbox_due(at=at + timedelta(minutes=2))
    assert mailbox_due(at=at + timedelta(minutes=6))


@pytest.mark.django_db
def test_the_mailbox_is_read_every_minute_where_there_is_one(settings, at):
    without = mailbox_due(at=at)
    settings.IMAP_HOST = "imap.school.example"
    Mailbox.objects.create(pk=1, tried_at=at)

    found = [mailbox_due(at=at + timedelta(seconds=seconds)) for seconds in (30, 60)]
    settings.DEMO = True

    assert (without, found, mailbox_due(at=at + timedelta(hours=1))) == (
        False,
        [False, True],
        False,
    )


@pytest.mark.django_db
def test_whoever_wrote_twice_is_one_correspondent_since_the_last_time(at):
    first = admit(address_mark="m", at=at)
    later = admit(address_mark="m", at=at + timedelta(days=1))
    admit(address_mark="m", at=at)

    assert (first.key, later.wrote_at) == (later.key, at + timedelta(days=1))
    assert Correspondent.objects.get().wrote_at == at + timedelta(days=1)


def test_a_mail_without_a_body_is_its_files():
    made = mail()
    made.set_content(b"x", maintype="application", subtype="pdf")

    assert (read_mail(made.as_bytes()).text, read_mail(made.as_bytes()).attachments) == ("", 1)


@pytest.mark.parametrize("error", [ValueError("header"), IndexError(), RecursionError()])
def test_a_mail_the_library_stumbles_over_is_refused(monkeypatch, error):
    def stumble(_raw, **_options):
        raise error

    monkeypatch.setattr("commonroot.messaging.rules.arriving.message_from_bytes", stumble)

    with pytest.raises(NotTaken, match="unreadable"):
        read_mail(b"")


@pytest.mark.django_db
def test_reading_pauses_after_a_while_and_goes_on_the_next_time(box, read, monkeypatch):
    seconds = iter([0, 1, 11, 20, 21])
    monkeypatch.setattr("commonroot.messaging.actions.mailbox.monotonic", lambda: next(seconds))
    box.put(mail(name="1", Subject="One").as_bytes())
    box.put(mail(name="2", Subject="Two").as_bytes())

    assert (read(), read()) == (["One"], ["Two"])


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["UID STORE", "LOGOUT"])
def test_a_line_that_goes_dead_loses_and_doubles_nothing(box, read, command):
    box.put(mail(name="1", Subject="One").as_bytes())
    box.hang_up = command

    first = read()
    box.hang_up = ""

    assert (first, read()) == (["One"], [])


@pytest.mark.django_db
def test_a_mail_that_somebody_deleted_meanwhile_is_passed_over(box, read, monkeypatch):
    box.put(mail(name="1", Subject="One").as_bytes())
    monkeypatch.setattr(
        "commonroot.messaging.actions.imap.OpenMailbox.after", lambda self, uid: [(9, 10), (1, 10)]
    )

    assert read() == ["One"]
