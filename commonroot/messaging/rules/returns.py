"""Mail that comes back, read as bytes: reports of servers (RFC 3464) and complaints (RFC 5965).

Which letter it was stands in the address the mail came back to, one for each letter. A server that
answers elsewhere repeats the headers of the letter, its Message-ID among them.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

HARD, SOFT, COMPLAINT = "hard", "soft", "complaint"
MOST_BYTES = 1024 * 1024
# Of what failed for good, what may work another day: a full mailbox, a policy about senders, a
# server out of order (RFC 3463: mailbox status 2, security or policy 7, network 4).
PASSING = re.compile(r"5\.(2\.[12]|7\.\d+|4\.\d+|3\.\d+)")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")

_PLACE = "b"
_TOKEN = re.compile(r"\+b([0-9a-f]{32})@", re.IGNORECASE)
_OURS = re.compile(r"Message-ID:\s*<([\w-]{22})@", re.IGNORECASE)
_DELIVERED = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


@dataclass(frozen=True)
class Returned:
    """What a mail says of a letter of ours: its key, how it ended, the server's number."""

    letter_key: str
    kind: str
    code: str = ""


def return_address(mailbox: str, letter_key: str) -> str:
    """Where a letter comes back to; "" without a mailbox.

    In hex digits: mail servers may write addresses in small letters.
    """
    local, at_sign, host = mailbox.partition("@")
    token = urlsafe_b64decode(f"{letter_key}==").hex()
    return f"{local}+{_PLACE}{token}{at_sign}{host}" if at_sign else ""


def refused_as(reply: str) -> str:
    """How the number with which a server refused a letter counts; "" when it is no such number."""
    status = STATUS.search(reply)
    if reply[:1] == "4" or (status is not None and PASSING.fullmatch(status[0])):
        return SOFT
    return HARD if reply[:1] == "5" else ""


def read_return(raw: bytes) -> Returned | None:
    """What came back, or is complained of; None for any other mail, also for "delayed"."""
    if len(raw) > MOST_BYTES:
        return None
    mail = message_from_bytes(raw, policy=modern)
    told = _told(mail)
    if told is None:
        return None
    kind, code = told
    key = _from_address(mail) or _from_headers(raw)
    return Returned(key, kind, code) if key else None


def _told(mail: EmailMessage) -> tuple[str, str] | None:
    """(kind, code) that a report tells."""
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            return _complaint(part.as_string())
        if part.get_content_type() == "message/delivery-status":
            return _report(part.as_string())
    # Some servers write in their own words only; then the address alone says that it came back.
    sender = str(mail.get("Return-Path", "") or mail.get("From", "")).lower()
    by_machine = "<>" in sender or "mailer-daemon" in sender or "postmaster" in sender
    if by_machine and _from_address(mail):
        words = str(mail.get_body(("plain",)) or "")
        status = STATUS.search(words)
        return SOFT, status[0] if status else ""
    return None


def _complaint(report: str) -> tuple[str, str] | None:
    kind = re.search(r"^Feedback-Type:\s*(\S+)", report, re.MULTILINE | re.IGNORECASE)
    return None if kind and kind[1].lower() == "not-spam" else (COMPLAINT, "")


def _report(report: str) -> tuple[str, str] | None:
    action = re.search(r"^Action:\s*(\w+)", report, re.MULTILINE | re.IGNORECASE)
    if action is None or action[1].lower() != "failed":
        return None
    found = re.search(r"^Status:\s*(\d\.\d{1,3}\.\d{1,3})", report, re.MULTILINE | re.IGNORECASE)
    code = found[1] if found else ""
    return refused_as(code) or SOFT, code


def _from_address(mail: EmailMessage) -> str:
    lines = " ".join(str(value) for name in _DELIVERED for value in mail.get_all(name, []))
    token = _TOKEN.search(lines)
    return urlsafe_b64encode(bytes.fromhex(token[1])).decode().rstrip("=") if token else ""


def _from_headers(raw: bytes) -> str:
    """The key in the Message-ID of the letter that is repeated below the report's own headers."""
    _head, _, below = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
    found = _OURS.search(below.decode("ascii", "replace"))
    return found[1] if found else ""
