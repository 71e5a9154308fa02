"""A letter in words and as a message: rendering its template, composing what goes out.

Templates are `<area>/emails/<name>.txt`: a first line `Subject: …`, perhaps a second one
`Neutral: yes` (text alone, and no name of the school), an empty line, then the text as it is read.
A line that is only a web address becomes a button in the HTML part.
"""

import binascii
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import quote

from django.conf import settings
from django.template import Context, loader
from django.utils import translation
from django.utils.translation import gettext as _

from commonroot.core.text import one_line
from commonroot.messaging import rules
from commonroot.messaging.models import Letter
from commonroot.messaging.rules.arriving import stop_address
from commonroot.messaging.rules.returns import return_address
from commonroot.ui.hue import DEFAULT_HUE, colours, is_allowed

WRAPPER = "messaging/emails/letter.html"
BARE = "messaging/emails/link_only"
BASE64_BYTES_A_LINE = 57
TOKEN_BYTES = 16


class School(Protocol):
    """In whose name letters go out: a name in its languages and a colour."""

    @property
    def name(self) -> Any: ...

    @property
    def hue(self) -> int: ...


class NotOneRecipient(ValueError):
    """The address is not exactly one mail address."""


@dataclass(frozen=True)
class Rendered:
    """A letter in words, as it is sent and kept for 30 days; a neutral one has no HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class ForHand:
    """A letter for the organiser's own phone: its words, and addresses that open their own app.

    Each address is empty where it does not fit; Signal can be opened, but not filled in.
    """

    subject: str
    text: str
    mail: str
    sms: str
    signal: str
    whatsapp: str


def render(letter: Letter, *, school: School | None) -> Rendered:
    """The letter in its reader's language, as plain text and as HTML.

    A neutral letter is text alone, and its sender has no name.

    Raises what the template raises, and ValueError when it has no subject.
    """
    with translation.override(letter.language):
        name = one_line(str(school.name)) if school is not None else _("Your school")
        template: Any = loader.get_template(f"{letter.template}.txt")
        given: Any = letter.values
        rtl = translation.get_language_bidi()
        values = rules.softened({"school": name} | given, rtl=rtl)
        # The text is no HTML: an apostrophe in a name stays one. The wrapper escapes it.
        written = rules.written(template.template.render(Context(values, autoescape=False)))
        text = written.text
        unsubscribe = unsubscribe_address(letter)
        stop = _("You get this because you agreed to letters like it. To stop them:")
        if unsubscribe:
            text += f"\n-- \n{stop}\n{unsubscribe}\n"
        if written.is_neutral:
            return Rendered(written.subject, text, "")
        html = loader.get_template(WRAPPER).render(
            {
                "heading": written.subject,
                "blocks": rules.blocks(written.body),
                "page_language": letter.language,
                "direction": "rtl" if rtl else "ltr",
                "root": _colour(school),
                "sender": name,
                "stop": stop,
                "unsubscribe": unsubscribe,
            }
        )
    return Rendered(written.subject, text, _without_indents(html))


def render_bare(letter: Letter) -> Rendered:
    """The same letter for somebody whom it could harm: a link, and nothing of what it is about."""
    bare = Letter(
        template=BARE,
        language=letter.language,
        values={"link": page_link(letter.values) or f"{settings.ADDRESS}/"},
    )
    return render(bare, school=None)


def page_link(values: Any) -> str:
    """The first address among the values of a letter that opens its reader's page; "" if none.

    What would be chosen there already is left out.
    """
    if isinstance(values, str):
        opens = values.startswith(f"{settings.ADDRESS}/p/")
        return values.partition("?")[0] if opens else ""
    inner = values.values() if isinstance(values, dict) else values
    if not isinstance(inner, Iterable):
        return ""
    return next(filter(None, (page_link(one) for one in inner)), "")


def unsubscribe_address(letter: Letter) -> str:
    """Where one request stops letters of this kind; empty for letters nobody can stop."""
    given: Any = letter.values
    address = str(given.get("unsubscribe", ""))
    return address if address.startswith(f"{settings.ADDRESS}/") else ""


def compose(
    letter: Letter, rendered: Rendered, *, school: School | None, at: datetime
) -> tuple[str, bytes]:
    """The recipient and the message to send: one recipient, one `To`, never a copy to anybody.

    The same letter has the same Message-ID at every try. Raises NotOneRecipient, and ValueError for
    settings that make no header.
    """
    recipient = ascii_domain(letter.address)
    name = _sender_name(school, letter.language) if rendered.html else ""
    lines = [
        _sender_lines(
            name, settings.MAIL_FROM, answers=letter.values.get("reply_to") or answers_to()
        ),
        _written_lines(recipient, one_line(rendered.subject)),
        _line("Message-ID", message_id(letter)),
        _line("Date", format_datetime(at)),
        _line("Content-Language", letter.language),
        _line("Auto-Submitted", "auto-generated"),
    ]
    unsubscribe = unsubscribe_address(letter)
    if unsubscribe:
        lines += _list_lines(letter, unsubscribe, is_neutral=not rendered.html)
        # Only over https may a mail program unsubscribe by itself (RFC 8058).
        if unsubscribe.startswith("https://"):
            lines.append(_line("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    lines.append(_line("MIME-Version", "1.0"))
    return recipient, b"".join(lines) + _body(rendered, calendar=letter.calendar)


def _list_lines(letter: Letter, unsubscribe: str, *, is_neutral: bool) -> list[bytes]:
    """What says that the letter is one of many and how to stop them (formats source 4.5).

    A neutral one does not say of which kind they are.
    """
    by_mail = stop_address(settings.MAIL_REPLIES, _token_hex(unsubscribe))
    ways = [f"<{unsubscribe}>", *([f"<mailto:{by_mail}>"] if by_mail else [])]
    lines = [_line("Precedence", "bulk"), _line("List-Unsubscribe", ", ".join(ways))]
    if not is_neutral:
        host = settings.MAIL_FROM.rpartition("@")[2]
        audience = letter.audience.replace(":", "-")
        kind = letter.template.rpartition("/")[2]
        lines.append(_line("List-ID", f"<{letter.purpose}.{audience or 'school'}.{host}>"))
        lines.append(_line("Feedback-ID", f"{kind}:{letter.purpose}:{host}:commonroot"))
    return lines


def _token_hex(unsubscribe: str) -> str:
    """The token of the address in hex digits: mail servers may write addresses in small letters."""
    token = unsubscribe.rpartition("/")[2]
    try:
        found = urlsafe_b64decode(f"{token}==")
    except ValueError:
        return ""
    return found.hex() if len(found) == TOKEN_BYTES else ""


def answers_to() -> str:
    """Where people's answers go: the mailbox, where somebody reads it."""
    return str(settings.MAIL_REPLIES if settings.IMAP_HOST else "") or str(settings.MAIL_FROM)


def envelope_sender(letter: Letter) -> str:
    """Where the letter comes back to: an address of its own, where a mailbox is read for that."""
    return return_address(settings.MAIL_REPLIES, letter.key) or str(settings.MAIL_FROM)


def message_id(letter: Letter) -> str:
    """The name of the message, fixed for each letter, by which a mail server's log finds it."""
    return f"<{letter.key}@{settings.MAIL_FROM.rpartition('@')[2]}>"


def ascii_domain(address: str) -> str:
    """The address with its host as the network writes it. Raises NotOneRecipient."""
    local, _at, host = address.partition("@")
    try:
        plain = f"{local}@{host.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise NotOneRecipient("The host has no form for the network.") from error
    if not rules.is_one_address(plain):
        raise NotOneRecipient("Not exactly one address.")
    return plain


def for_hand(letter: Letter, rendered: Rendered) -> ForHand:
    """The letter with addresses that open somebody's own mail program or messenger."""
    subject, body = quote(rendered.subject), quote(rendered.text.strip())
    phone = letter.address if rules.is_phone(letter.address) else ""
    mail = letter.address if rules.is_one_address(letter.address) else ""
    return ForHand(
        subject=rendered.subject,
        text=rendered.text,
        mail=f"mailto:{quote(mail, safe='@')}?subject={subject}&body={body}" if mail else "",
        sms=f"sms:{phone}?body={body}" if phone else "",
        signal=f"https://signal.me/#p/{phone}" if phone else "",
        whatsapp=f"https://wa.me/{phone[1:]}?text={body}" if phone else "",
    )


def _without_indents(html: str) -> str:
    """The letter with addresses that open somebody's own mail program or messenger."""
    lines = (line.strip() for line in html.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@lru_cache(maxsize=8)
def _root(hue: int) -> str:
    return colours(hue)[0].root


def _colour(school: School | None) -> str:
    return _root(school.hue if school is not None and is_allowed(school.hue) else DEFAULT_HUE)


def _sender_name(school: School | None, language: str) -> str:
    if school is None:
        return ""
    with translation.override(language):
        return one_line(str(school.name))


@lru_cache(maxsize=32)
def _sender_lines(name: str, address: str, *, answers: str) -> bytes:
    """The headers that say from whom a letter is and who reads the answers."""
    headers = EmailMessage(policy=SMTP)
    headers["From"] = Address(name, addr_spec=address)
    headers["Reply-To"] = answers
    return headers.as_bytes().removesuffix(b"\r\n")


def _written_lines(recipient: str, subject: str) -> bytes:
    """The headers with people's words, encoded by the library, which takes no line break."""
    headers = EmailMessage(policy=SMTP if recipient.isascii() else SMTPUTF8)
    headers["To"] = recipient
    to = headers["To"].addresses
    if len(to) != 1 or to[0].addr_spec != recipient:
        raise NotOneRecipient("More than one address.")
    headers["Subject"] = subject
    return headers.as_bytes().removesuffix(b"\r\n")


def _line(name: str, value: str) -> bytes:
    """A header of our own words. Raises ValueError for anything that could be more than one line.

    The library reads every header apart to write it again, at a third of a millisecond each.
    """
    if not value.isascii() or not value.isprintable():
        raise ValueError(name)
    return f"{name}: {value}\r\n".encode("ascii")


def _body(rendered: Rendered, *, calendar: str) -> bytes:
    """Text and HTML, and an invitation both to show and to keep.

    Without HTML the letter is a plain text and nothing else.
    """
    text = _part(rendered.text, "text/plain")
    if not rendered.html:
        return text
    alternatives = [text, _part(rendered.html, "text/html")]
    if not calendar:
        return _together("alternative", alternatives)
    kind = f"text/calendar; method={rules.calendar_method(calendar)}"
    alternatives.append(_part(calendar, f"{kind}; component=VEVENT"))
    kept = _line("Content-Disposition", 'attachment; filename="invite.ics"')
    kept += _part(calendar, f'{kind}; name="invite.ics"')
    return _together("mixed", [_together("alternative", alternatives), kept])


def _together(kind: str, parts: list[bytes]) -> bytes:
    """Parts as one, between lines that stand in none of them."""
    between = f"=_{secrets.token_hex(12)}"
    head = _line("Content-Type", f'multipart/{kind}; boundary="{between}"')
    line = f"\r\n--{between}".encode("ascii")
    return head + b"".join(line + b"\r\n" + part for part in parts) + line + b"--\r\n"


def _part(text: str, kind: str) -> bytes:
    """Text as quoted-printable where it is mostly ASCII, else as base64: lines short either way."""
    raw = text.replace("\r\n", "\n").rstrip("\n").replace("\n", "\r\n").encode() + b"\r\n"
    if len(raw) > len(text) * 5 // 4:
        encoding, step = "base64", BASE64_BYTES_A_LINE
        lines = [
            binascii.b2a_base64(raw[start : start + step], newline=False)
            for start in range(0, len(raw), step)
        ]
        encoded = b"\r\n".join(lines) + b"\r\n"
    else:
        encoding, encoded = "quoted-printable", binascii.b2a_qp(raw, istext=True)
    head = _line("Content-Type", f"{kind}; charset=utf-8")
    return head + _line("Content-Transfer-Encoding", encoding) + b"\r\n" + encoded
