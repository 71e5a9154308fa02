"""Mail that arrives, read as bytes that anybody may have sent: who wrote, what, in answer to what.

What is too large or built to harm is refused before it is taken apart. Attachments are left where
they are. RFC 3834 says how machines mark what they write, and that nobody answers them.
"""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import getaddresses
from html.parser import HTMLParser

from commonroot.messaging.rules import is_one_address

MOST_BYTES = 5 * 1024 * 1024
MOST_HEAD = 128 * 1024
MOST_PARTS = 100
MOST_TEXT = 20_000  # letters
LINE = 200

TOO_LARGE, TOO_MANY, NO_SENDER, UNREADABLE = (
    "too large",
    "too many parts",
    "no sender",
    "unreadable",
)

_OURS = re.compile(r"<([\w-]{22})@")
_STOP = re.compile(r"\+u([0-9a-f]{32})@", re.IGNORECASE)
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_ANSWERS = ("in-reply-to", "references")
_BY_LISTS = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "feedback-id",
    "x-autoreply",
    "x-autorespond",
)
_MACHINES = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply")
_BULK = {"bulk", "list", "junk", "auto_reply"}
_BREAKING = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"}
_HIDDEN = {"script", "style", "head", "title"}


class NotTaken(ValueError):
    """A mail that is not read; the message is a code of why."""


@dataclass(frozen=True)
class Mail:
    """What somebody wrote. `answers`: keys that may be those of letters of ours.

    `stop`: the token of a request for no more letters, "" for any other mail.
    """

    message_id: str
    sender: str
    name: str
    subject: str
    text: str
    answers: tuple[str, ...] = ()
    stop: str = ""
    is_automatic: bool = False
    attachments: int = 0


def stop_address(mailbox: str, token_hex: str) -> str:
    """Where a mail without words stops letters of one kind; "" without a mailbox."""
    local, at_sign, host = mailbox.partition("@")
    return f"{local}+u{token_hex}{at_sign}{host}" if at_sign and token_hex else ""


def read_mail(raw: bytes) -> Mail:
    """What a mail says. Raises NotTaken."""
    if len(raw) > MOST_BYTES:
        raise NotTaken(TOO_LARGE)
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    if len(head) > MOST_HEAD:
        raise NotTaken(TOO_LARGE)
    if raw.lower().count(b"content-type") > MOST_PARTS:
        raise NotTaken(TOO_MANY)
    try:
        return _read(message_from_bytes(raw, policy=modern))
    # The library stumbles over broken headers in many ways, each with another error.
    except (
        AttributeError, IndexError, LookupError, MessageError, RecursionError, TypeError,
    ) as error:  # fmt: skip
        raise NotTaken(UNREADABLE) from error
    except ValueError as error:
        raise error if isinstance(error, NotTaken) else NotTaken(UNREADABLE) from error


def _read(mail: EmailMessage) -> Mail:
    from_lines = [str(value) for value in mail.get_all("from", [])]
    found = [pair for pair in getaddresses(from_lines) if pair[1]]
    machine = _is_automatic(mail)
    name, sender = found[0] if len(found) == 1 else ("", "")
    if not is_one_address(sender):
        if not machine:
            raise NotTaken(NO_SENDER)
        sender = ""
    answers = " ".join(str(value) for name in _ANSWERS for value in mail.get_all(name, []))
    to = " ".join(str(value) for name in _TO for value in mail.get_all(name, []))
    token = _STOP.search(to)
    text, attachments = _text(mail)
    return Mail(
        message_id=_line(mail.get("message-id", ""))[:LINE],
        sender=sender,
        name=_line(name)[:LINE] or sender.partition("@")[0],
        subject=_line(mail.get("subject", ""))[:LINE],
        text=_said(text)[:MOST_TEXT],
        answers=tuple(dict.fromkeys(_OURS.findall(answers))),
        stop=urlsafe_b64encode(bytes.fromhex(token[1])).decode().rstrip("=") if token else "",
        is_automatic=machine,
        attachments=attachments,
    )


def _is_automatic(mail: EmailMessage) -> bool:
    """Whether a machine wrote it, or it went to many: nobody waits for an answer."""
    said = _line(mail.get("auto-submitted", "no")).lower()
    if said.partition(";")[0].strip() != "no":
        return True
    if _line(mail.get("precedence", "")).lower() in _BULK or any(
        name in mail for name in _BY_LISTS
    ):
        return True
    if _line(mail.get("return-path", "")).strip() == "<>":
        return True
    sender = _line(mail.get("from", "")).lower()
    return any(name in sender for name in _MACHINES)


def _text(mail: EmailMessage) -> tuple[str, int]:
    """What is written in it, and how many files came along."""
    body = mail.get_body(("plain", "html"))
    parts = [part for part in mail.walk() if not part.is_multipart()]
    shown = {"text/plain", "text/html"}
    files = sum(
        part.is_attachment() or part.get_content_type() not in shown
        for part in parts
        if part is not body
    )
    if body is None:
        return "", files
    raw = body.get_payload(decode=True)
    words = raw if isinstance(raw, bytes) else str(raw or "").encode()
    try:
        text = words.decode(body.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = words.decode("utf-8", "replace")
    return (_Words.of(text) if body.get_content_subtype() == "html" else text), files


class _Words(HTMLParser):
    """The words of a page, without anything that is not meant to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    @classmethod
    def of(cls, html: str) -> str:
        """The words of `html`."""
        reader = cls()
        reader.feed(html)
        reader.close()
        return re.sub(r"\n{3,}", "\n\n", "".join(reader.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line where one begins; nothing of what is hidden."""
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag in _BREAKING:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of what is hidden."""
        if tag in _HIDDEN and self.hidden:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self.hidden:
            self.words.append(re.sub(r"\s+", " ", data))


def _said(text: str) -> str:
    """The words without what was quoted below them: our own letter."""
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        quoted = lines.pop().strip()
        # "On Monday Leila wrote:" leads the quotation and goes with it.
        if quoted and lines and lines[-1].rstrip().endswith(":") and ">" in quoted:
            lines.pop()
    return "\n".join(line.rstrip() for line in lines).strip()


def _line(value: object) -> str:
    return " ".join(str(value).replace("\x00", "").split())
