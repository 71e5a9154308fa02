"""What mail providers hand over: signed or with the secret, by their own samples."""

import hashlib
import hmac
import json
from base64 import b64encode

import pytest

from commonroot.messaging.models import Letter, TakenMail
from commonroot.messaging.rules.returns import return_address
from commonroot.programmes.models import Enquiry
from commonroot.stewardship.actions.hooks import take_told
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory

pytestmark = pytest.mark.django_db
KEY = "AbCdEfGhIjKlMnOpQrStUw"
TO = "amina@example.org"
SECRET = "postbox:long-and-secret"
BASIC = f"Basic {b64encode(SECRET.encode()).decode()}"
# As Postmark documents a bounce: it names letters its own way.
POSTMARK = {
    "RecordType": "Bounce", "ID": 4323372036854775807, "Type": "HardBounce", "TypeCode": 1,
    "MessageID": "2706ee8a-737c-4285-b032-ccd317af53ed", "Email": TO, "From": "s@example.org",
    "Description": "The server was unable to deliver your message (ex: unknown user).",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "BouncedAt": "2026-11-22T11:00:00Z", "Inactive": True, "CanActivate": True, "Subject": "x",
}  # fmt: skip
INBOUND = {
    "FromName": "Amina", "From": TO, "FromFull": {"Email": TO, "Name": "Amina"},
    "To": "replies@school.example", "OriginalRecipient": "replies@school.example",
    "Subject": "A place", "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
    "Date": "Sun, 22 Nov 2026 11:00:00 +0000", "TextBody": "Is there a place?", "HtmlBody": "",
    "Headers": [{"Name": "Message-ID", "Value": "<1@example.org>"}], "Attachments": [],
}  # fmt: skip


def mailgun(event, *, key="signing-key", severity="permanent", **more):
    """An event as Mailgun signs it."""
    token, stamp = "f" * 50, "1795345200"
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    told = {
        "event": event, "timestamp": 1795345200.0, "id": "x", "recipient": TO,
        "severity": severity, "reason": "generic", "message": {"headers": more.get("headers", {})},
        "delivery-status": {"code": more.get("code", 550), "message": more.get("said", "5.1.1 no")},
        "user-variables": {}, "tags": [],
    }  # fmt: skip
    return {
        "signature": {"token": token, "timestamp": stamp, "signature": signature},
        "event-data": told,
    }


@pytest.fixture
def provider(settings, monkeypatch, at):
    def choose(name):
        settings.MAIL_HOOKS = name
        settings.MAIL_HOOKS_SECRET = "" if name == "mailgun" else SECRET
        settings.MAIL_HOOKS_KEY = "signing-key" if name == "mailgun" else ""

    settings.MAIL_REPLIES = "replies@school.example"
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)
    return choose


def told(client, what, body, **headers):
    return client.post(
        f"/hooks/mail/{what}/", json.dumps(body), content_type="application/json", headers=headers
    ).status_code


def test_a_bounce_is_that_of_the_last_letter_to_that_address(client, school, provider, at):
    person = ContactWayFactory(value=TO).person
    for key, address in ((KEY, TO), ("other", "old@example.org")):
        LetterFactory(key=key, subject_key=person.key, address=address, state="sent", ended_at=at)
    provider("postmark")

    answers = [
        told(client, "tracking", POSTMARK),
        told(client, "tracking", POSTMARK, authorization="Basic eDp5"),
        told(client, "tracking", POSTMARK, authorization=BASIC),
        told(client, "tracking", POSTMARK, authorization=BASIC),
        told(client, "tracking", ["nonsense"], authorization=BASIC),
        told(client, "elsewhere", POSTMARK, authorization=BASIC),
    ]

    letter = Letter.objects.get(key=KEY)
    assert answers == [400, 400, 200, 200, 400, 404]
    assert (letter.returned, letter.state, letter.why) == ("hard", "bounced", "5.1.1")
    assert Letter.objects.get(key="other").returned == ""


@pytest.mark.parametrize(
    ("event", "more", "returned"),
    [
        ("failed", {}, "hard"),
        ("failed", {"said": "4.2.2 full", "severity": "temporary", "code": 452}, ""),
        ("failed", {"said": "mailbox full", "code": 552}, "soft"),
        ("complained", {}, "complaint"),
        ("delivered", {}, ""),
    ],
)
def test_signed_events_name_our_letter(client, school, provider, at, event, more, returned):
    LetterFactory(key=KEY, state="sent", ended_at=at)
    provider("mailgun")
    headers = {"message-id": f"{KEY}@example.org"}

    forged = told(client, "tracking", mailgun(event, key="guessed", headers=headers, **more))
    before = Letter.objects.get().returned
    signed = told(client, "tracking", mailgun(event, headers=headers, **more))

    assert (forged, before, signed) == (400, "", 200)
    assert Letter.objects.get().returned == returned


def test_mail_handed_over_goes_the_way_of_the_mailbox(client, school, provider, at):
    letter = LetterFactory(state="sent", ended_at=at)
    provider("postmark")
    blind = return_address("replies@school.example", letter.key)
    returned = INBOUND | {
        "MessageID": "2", "OriginalRecipient": blind, "TextBody": "Not now (4.2.2)",
        "FromFull": {"Email": "mailer-daemon@example.org", "Name": ""},
        "Headers": [{"Name": "Message-ID", "Value": "<2@example.org>"}],
    }  # fmt: skip

    answers = [
        told(client, "inbound", INBOUND, authorization=BASIC),
        told(client, "inbound", INBOUND, authorization=BASIC),
        told(client, "inbound", returned, authorization=BASIC),
    ]

    enquiry = Enquiry.objects.get()
    letter.refresh_from_db()
    assert (answers, enquiry.text, enquiry.address) == ([200] * 3, "Is there a place?", TO)
    assert letter.returned == "soft"
    assert TakenMail.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"MAIL_HOOKS": ""},
        {"MAIL_HOOKS": "nobody"},
        {"MAIL_HOOKS_SECRET": ""},
        {"MAIL_HOOKS": "mailgun"},
        {"MAIL_HOOKS": "brevo", "kind": "inbound"},
    ],
)
def test_nothing_is_here_without_provider_and_secret(client, school, provider, settings, change):
    provider("postmark")
    kind = change.pop("kind", "tracking")
    for name, value in change.items():
        setattr(settings, name, value)

    assert told(client, kind, POSTMARK, authorization=BASIC) == 404


@pytest.mark.parametrize("name", ["brevo", "mailjet", "mandrill", "postmark", "sparkpost"])
def test_each_provider_is_found_when_it_asks_whether_we_are_there(
    client, school, provider, settings, name
):
    provider(name)
    settings.MAIL_HOOKS_KEY = "key"

    assert client.head("/hooks/mail/tracking/").status_code == 200
    assert client.post("/hooks/mail/tracking/", b"{}", content_type="x").status_code == 400


@pytest.mark.parametrize(
    ("reason", "reply", "recipient", "returned"),
    [
        ("invalid", "", TO, "hard"),
        ("blocked", "", TO, "soft"),
        ("other", "refused with 550", TO, "hard"),
        ("bounced", "", "", None),
        ("bounced", "", "nobody@example.org", None),
    ],
)
def test_how_it_came_back_follows_the_number_and_else_the_reason(
    school, at, reason, reply, recipient, returned
):
    person = ContactWayFactory(value=TO).person
    LetterFactory(subject_key=person.key, address=TO, state="sent", ended_at=at)

    found = take_told(
        kind="bounced", reason=reason, reply=reply, recipient=recipient, message_id="", told={},
        at=at,
    )  # fmt: skip

    assert (found.returned if found else None) == returned
