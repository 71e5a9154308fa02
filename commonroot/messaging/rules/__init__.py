"""Rules of the post office over plain values: addresses, leases, tries, and how a text is cut."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import bidirectional

from commonroot.core.text import isolated

# How long a letter belongs to the process that took it up. It is renewed while a slow server
# thinks, so that it may be short: what a killed process held is free again after this.
LEASE = timedelta(seconds=15)
RENEW_AFTER = timedelta(seconds=5)
# After this long a batch gives the rest back, so that no letter leaves on an old permission.
BATCH_TIME = LEASE / 2

# Waits after a try that failed for now; after the fifth try the letter has come back.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# A server that does not answer at all is nobody's fault: no try is counted, none is used up.
SERVER_AWAY = timedelta(minutes=1)

WORDS_KEPT = timedelta(days=30)

# A break that came with a value. It ends a line for the eye, and is never a line of the template.
SOFT_BREAK = "\u2028"
ADDRESS_LENGTH = 254
LOCAL_LENGTH = 64

_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
_PIECE = r"[^\s@,;:<>()\[\]\\\"\x00-\x20\x7f-\xa0]+"
_ADDRESS = re.compile(f"{_PIECE}@{_PIECE}")
_PHONE = re.compile(r"\+[0-9]{7,15}")
_URL = re.compile(r"https?://[^\s<>\"]+")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One piece of a letter: a paragraph of `lines`, or a button (it has a `url`) with one."""

    lines: tuple[str, ...]
    url: str = ""

    @property
    def label(self) -> str:
        """What stands on a button."""
        return self.lines[0]


@dataclass(frozen=True)
class Written:
    """A letter in words: its subject, and its body as text whose soft breaks are still marked.

    A neutral one may be read over a shoulder: nothing about it says from whom it is.
    """

    subject: str
    body: str
    is_neutral: bool = False

    @property
    def text(self) -> str:
        """The body as it is read, and sent as plain text."""
        return self.body.replace(SOFT_BREAK, "\n")


def is_one_address(text: str) -> bool:
    """Whether `text` is one mail address, with nothing in it that a header could read as more."""
    local, _, _ = text.partition("@")
    short = len(text) <= ADDRESS_LENGTH and len(local) <= LOCAL_LENGTH
    return short and bool(_ADDRESS.fullmatch(text))


def is_phone(text: str) -> bool:
    """Whether `text` is a phone number with its country code."""
    return bool(_PHONE.fullmatch(text))


def next_try(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after `attempts` tries that failed for now; None: never."""
    return at + WAITS[attempts - 1] if attempts <= len(WAITS) else None


def reply_code(code: int, words: bytes) -> str:
    """What is kept of a server's reply: its numbers, since its words may repeat the address."""
    enhanced = _ENHANCED.match(words.decode("ascii", "replace"))
    return f"{code} {enhanced[0]}" if enhanced else str(code)


def softened(value: object, *, rtl: bool) -> object:
    """A value for the template of a letter that reads from the right (`rtl`) or from the left.

    Breaks inside texts are marked as soft and control characters go: a name with a line break in it
    can make neither a header, nor a paragraph, nor a button. Texts of the other direction are set
    apart, so that they do not mix up the sentence around them.
    """
    if isinstance(value, str):
        return _set_apart(_CONTROLS.sub("", _BREAKS.sub(SOFT_BREAK, value)), rtl=rtl)
    if isinstance(value, dict):
        return {key: softened(item, rtl=rtl) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [softened(item, rtl=rtl) for item in value]
    return value


def _set_apart(text: str, *, rtl: bool) -> str:
    other = {"L"} if rtl else {"R", "AL"}
    if _URL.fullmatch(text) or not any(bidirectional(letter) in other for letter in text):
        return text
    return isolated(text)


def written(rendered: str) -> Written:
    """A rendered template: its first line says “Subject: …”, the rest is the body.

    “Neutral: yes” on the second line makes it a neutral letter.

    Raises ValueError when it does not begin with a subject.
    """
    head, _, body = rendered.strip("\n").partition("\n")
    name, colon, subject = head.partition(":")
    # Programs that list subjects know their direction, and some would show the marks.
    subject = subject.translate({ord(mark): None for mark in isolated("")})
    subject = " ".join(subject.replace(SOFT_BREAK, " ").split())
    if name != "Subject" or not colon or not subject:
        raise ValueError("The first line of a letter's template must be “Subject: …”.")
    second, _, rest = body.partition("\n")
    is_neutral = second.strip() == "Neutral: yes"
    lines = [line.rstrip(" \t") for line in (rest if is_neutral else body).split("\n")]
    # Tags on lines of their own leave empty lines behind.
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
    return Written(subject, body, is_neutral)


def blocks(body: str) -> list[Block]:
    """The body cut into paragraphs and buttons.

    A line of the template that is only a web address becomes a button; the last line before it
    labels it if that ends with a colon, else the address does.
    """
    found: list[Block] = []
    text: list[str] = []
    for line in body.split("\n"):
        url = line.strip()
        if not _URL.fullmatch(url):
            text.append(line)
            continue
        while text and not text[-1].strip():
            text.pop()
        labelled = bool(text) and text[-1].rstrip().endswith(":")
        label = text.pop().strip().removesuffix(":") if labelled else url
        found += [*_paragraphs(text), Block((label.replace(SOFT_BREAK, " "),), url)]
        text = []
    return found + _paragraphs(text)


def _paragraphs(lines: list[str]) -> list[Block]:
    """The lines as paragraphs, parted by an empty line or by two soft breaks in a row."""
    pieces = re.split(rf"\n\s*\n|{SOFT_BREAK}[ \t]*(?:{SOFT_BREAK}[ \t]*)+", "\n".join(lines))
    return [
        Block(tuple(piece.strip("\n").replace(SOFT_BREAK, "\n").split("\n")))
        for piece in pieces
        if piece.strip()
    ]


def calendar_method(calendar: str) -> str:
    """What an invitation asks for: REQUEST, CANCEL or PUBLISH, as it says itself."""
    method = _METHOD.search(calendar)
    return method[1] if method else "REQUEST"
