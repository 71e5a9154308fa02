"""A letter in words and as a message: rendering its template, composing what goes out.

Templates are `<area>/emails/<name>.txt`: a first line `Subject: …`, an empty line, then the text as
it is read. A line that is only a web address becomes a button in the HTML part.
"""

import binascii
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
from commonroot.ui.hue import DEFAULT_HUE, colours, is_allowed

WRAPPER = "messaging/emails/letter.html"
BASE64_BYTES_A_LINE = 57


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
    """A letter in words, as it is sent and kept for 30 days."""

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

    A neutral letter (`values["neutral"]`) is text alone and does not name the school: it may be
    read over a shoulder. Raises what the template raises, and ValueError when it has no subject.
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
        if is_neutral(letter):
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


def is_neutral(letter: Letter) -> bool:
    """Whether nothing about the letter may say from whom it is."""
    given: Any = letter.values
    return bool(given.get("neutral"))


def unsubscribe_address(letter: Letter) -> str:
    """Where one request stops letters of this kind; empty for letters nobody can stop."""
    given: Any = letter.values
    address = str(given.get("unsubscribe", ""))
    return address if address.startswith(f"{settings.ADDRESS}/") else ""


def compose(
    letter: Letter, rendered: Rendered, *, school: School | None, at: datetime
) -> tuple[str, bytes]:
    """The recipient and the message to send: one recipient, one `To`, never a copy to anybody.

    The same letter has the same Message-ID at every try. Raises NotOneRecipient.
    """
    recipient = ascii_domain(letter.address)
    message = EmailMessage(policy=SMTP if recipient.isascii() else SMTPUTF8)
    message["Message-ID"] = message_id(letter)
    message["Date"] = format_datetime(at)
    name = "" if is_neutral(letter) else _sender_name(school, letter.language)
    message["From"] = Address(name, addr_spec=settings.MAIL_FROM)
    message["To"] = recipient
    if len(message["To"].addresses) != 1 or message["To"].addresses[0].addr_spec != recipient:
        raise NotOneRecipient(letter.key)
    message["Reply-To"] = settings.MAIL_FROM
    message["Subject"] = one_line(rendered.subject)
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    unsubscribe = unsubscribe_address(letter)
    if unsubscribe:
        message["Precedence"] = "bulk"
        message["List-Unsubscribe"] = f"<{one_line(unsubscribe)}>"
        # Only over https may a mail program unsubscribe by itself (RFC 8058).
        if unsubscribe.startswith("https://"):
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(message, rendered, calendar=letter.calendar)
    return recipient, message.as_bytes()


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
    """The page without the template's empty lines and indents: half the size to seal and to send."""
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


def _fill(message: EmailMessage, rendered: Rendered, *, calendar: str) -> None:
    """Put the parts in: text and HTML, and an invitation both to show and to keep.

    Without HTML the letter is a plain text and nothing else.
    """
    message["MIME-Version"] = "1.0"
    text = _part(rendered.text, kind="plain")
    if not rendered.html:
        for name, value in text.items():
            message[name] = value
        message.set_payload(text.get_payload())
        return
    alternatives: list[Any] = [text, _part(rendered.html, kind="html")]
    if not calendar:
        message["Content-Type"] = "multipart/alternative"
        message.set_payload(alternatives)
        return
    method = rules.calendar_method(calendar)
    shown, kept = _part(calendar, kind="calendar"), _part(calendar, kind="calendar")
    for part in (shown, kept):
        part.set_param("method", method)
    shown.set_param("component", "VEVENT")
    kept.set_param("name", "invite.ics")
    kept["Content-Disposition"] = 'attachment; filename="invite.ics"'
    both = EmailMessage(policy=SMTP)
    both["Content-Type"] = "multipart/alternative"
    both.set_payload([*alternatives, shown])
    message["Content-Type"] = "multipart/mixed"
    message.set_payload([both, kept])


def _part(text: str, *, kind: str) -> EmailMessage:
    """Text as quoted-printable where it is mostly ASCII, else as base64: lines short either way.

    The library's own way tries both in plain Python, at ten times the cost.
    """
    part = EmailMessage(policy=SMTP)
    raw = text.replace("\r\n", "\n").rstrip("\n").replace("\n", "\r\n").encode() + b"\r\n"
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    if len(raw) > len(text) * 5 // 4:
        part["Content-Transfer-Encoding"] = "base64"
        step = BASE64_BYTES_A_LINE
        encoded = b"\r\n".join(
            binascii.b2a_base64(raw[start : start + step], newline=False)
            for start in range(0, len(raw), step)
        )
    else:
        part["Content-Transfer-Encoding"] = "quoted-printable"
        encoded = binascii.b2a_qp(raw, istext=True)
    part.set_payload(encoded.decode("ascii"))
    return part
