"""Letters that come back: what servers report in their several ways, and what becomes of it."""

import pytest

from commonroot.messaging.actions import take_return
from commonroot.messaging.models import Letter
from commonroot.messaging.rules.returns import read_return, refused_as, return_address
from tests.factories.messaging import LetterFactory

KEY = "AbCdEfGhIjKlMnOpQrStUw"
BACK = "replies+b01b09d11f1a12232a53273a942b4ad53@school.example"

# As Postfix writes it: a report in three parts, to the address the letter was sent from.
POSTFIX = f"""Return-Path: <>
Received: by mx.school.example (Postfix)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {BACK}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4F3A.1/mx.example.org"

--4F3A.1/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

<amina@example.org>: host mail.example.org said: 550 5.1.1 User unknown

--4F3A.1/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Sun, 22 Nov 2026 12:00:00 +0000 (UTC)

Final-Recipient: rfc822; amina@example.org
Action: {{action}}
Status: {{status}}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--4F3A.1/mx.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Long Table School <school@school.example>
To: amina@example.org
Message-ID: <{KEY}@school.example>
Subject: Your place

--4F3A.1/mx.example.org--
"""
# As Exchange does: to the sender alone, the letter attached whole.
EXCHANGE = f"""From: postmaster@example.onmicrosoft.example
To: school@school.example
Subject: Undeliverable: Your place
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_x"

--_000_x
Content-Type: text/html; charset="us-ascii"

<p>Your message couldn't be delivered.</p>
--_000_x
Content-Type: message/delivery-status

Reporting-MTA: dns;BN8.example

Final-recipient: rfc822;amina@example.org
Action: failed
Status: 5.1.10
--_000_x
Content-Type: message/rfc822

Message-ID: <{KEY}@school.example>
From: school@school.example
To: amina@example.org
Subject: Your place

Hello
--_000_x--
"""
# As Exim does where it is set up to write to people: no report, only words.
EXIM = f"""Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example.net>
Envelope-to: {BACK.upper()}
To: school@school.example
Subject: Mail delivery failed: returning message to sender

A message that you sent could not be delivered. amina@example.org: mailbox is full (4.2.2)
"""
COMPLAINT = f"""From: <fbl@provider.example>
To: {BACK}
Subject: FW: Your place
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part"

--part
Content-Type: text/plain

This is an email abuse report.
--part
Content-Type: message/feedback-report

Feedback-Type: {{kind}}
User-Agent: SomeGenerator/1.0
Version: 1
--part
Content-Type: message/rfc822

Message-ID: <{KEY}@school.example>
Subject: Your place

--part--
"""
OUT_OF_OFFICE = f"""From: Amina <amina@example.org>
To: {BACK}
Subject: Automatic reply: Your place
Auto-Submitted: auto-replied

I am away until Monday.
"""


def postfix(status, action="failed"):
    return POSTFIX.format(status=status, action=action).encode()


@pytest.mark.parametrize(
    ("raw", "kind", "code"),
    [
        (postfix("5.1.1"), "hard", "5.1.1"),
        (postfix("5.1.1").replace(b"\n", b"\r\n"), "hard", "5.1.1"),
        (postfix("5.2.2"), "soft", "5.2.2"),
        (postfix("5.7.1"), "soft", "5.7.1"),
        (postfix("4.4.7"), "soft", "4.4.7"),
        (postfix("nothing"), "soft", ""),
        (EXCHANGE.encode(), "hard", "5.1.10"),
        (EXIM.encode(), "soft", "4.2.2"),
        (COMPLAINT.format(kind="abuse").encode(), "complaint", ""),
    ],
    ids=["unknown", "crlf", "full", "policy", "expired", "no status", "exchange", "exim", "abuse"],
)
def test_what_comes_back_says_which_letter_and_how(raw, kind, code):
    found = read_return(raw)

    assert found is not None
    assert (found.letter_key, found.kind, found.code) == (KEY, kind, code)


@pytest.mark.parametrize(
    "raw",
    [
        postfix("4.4.1", action="delayed"),
        postfix("2.1.5", action="delivered"),
        postfix("5.1.1").replace(b"Action:", b"Deed:"),
        postfix("5.1.1").replace(KEY.encode(), b"").replace(BACK.encode(), b"me@school.example"),
        COMPLAINT.format(kind="not-spam").encode(),
        OUT_OF_OFFICE.encode(),
        EXIM.replace(BACK.upper(), "school@school.example").encode(),
        b"",
        b"\xff\xfe nothing",
        postfix("5.1.1") + b"x" * 1024 * 1024,
    ],
    ids=[
        "delayed", "delivered", "no action", "whose", "not spam", "away", "no letter", "empty",
        "noise", "too large",
    ],
)  # fmt: skip
def test_other_mail_is_left_alone(raw):
    assert read_return(raw) is None


def test_a_letter_without_a_mailbox_has_no_address_of_its_own():
    assert return_address("", KEY) == ""
    assert return_address("replies@school.example", KEY) == BACK


@pytest.mark.parametrize(
    ("reply", "kind"),
    [("550 5.1.1", "hard"), ("550", "hard"), ("552 5.2.2", "soft"), ("451", "soft"), ("no", "")],
)
def test_refusals_count_as_what_comes_back_does(reply, kind):
    assert refused_as(reply) == kind


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raws", "state", "returned", "why"),
    [
        ([postfix("5.1.1")], "bounced", "hard", "5.1.1"),
        ([postfix("4.4.7")], "sent", "soft", ""),
        ([postfix("5.1.1"), postfix("4.4.7")], "bounced", "hard", "5.1.1"),
        ([COMPLAINT.format(kind="abuse").encode(), postfix("5.1.1")], "sent", "complaint", ""),
    ],
)
def test_a_letter_that_came_back_says_so_and_the_worst_of_it(at, raws, state, returned, why):
    LetterFactory(key=KEY, state="sent", ended_at=at)

    for raw in raws:
        take_return(raw=raw, at=at)

    letter = Letter.objects.get()
    assert (letter.state, letter.returned, letter.why) == (state, returned, why)
    assert (letter.returned_at, letter.heeded_at) == (at, None)


@pytest.mark.django_db
def test_what_is_about_no_letter_of_ours_changes_nothing(at):
    assert take_return(raw=postfix("5.1.1"), at=at) is None
    assert take_return(raw=OUT_OF_OFFICE.encode(), at=at) is None
