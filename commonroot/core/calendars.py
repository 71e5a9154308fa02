"""Calendars as text (RFC 5545): lines of properties, escaped and folded.

A feed of hundreds of sessions is asked for again and again by every calendar that follows it. The
library that reads calendars takes a third of a second to write one; these few rules take
milliseconds, and the tests read every result back with the library.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

LINE_OCTETS = 75
MAKER = "-//Commonroot//Commonroot//EN"
# Line breaks become \n; what else is no text is left out.
TEXT: dict[int, str | None] = {
    **dict.fromkeys((*range(10), *range(11, 32), 127)),
    ord("\\"): "\\\\",
    ord(";"): "\\;",
    ord(","): "\\,",
    ord("\n"): "\\n",
}
PARAMETER = {ord('"'): "'"} | dict.fromkeys((*range(32), 127), " ")


def text(value: str) -> str:
    """Words as the value of a property."""
    return value.replace("\r\n", "\n").translate(TEXT)


def parameter(value: str) -> str:
    """Words as the value of a parameter, in quotes."""
    return f'"{value.translate(PARAMETER)}"'


def moment(at: datetime) -> str:
    """A moment in UTC: no calendar needs to know our zones."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day(on: date) -> str:
    """A whole day."""
    return f"{on:%Y%m%d}"


def address(value: str) -> str:
    """A web or mail address, which is not escaped; whatever could begin a new line goes."""
    return "".join(value.split())


def calendar(head: Mapping[str, str], parts: Iterable[str]) -> bytes:
    """A whole calendar; `head` are further properties with their values as they are written."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MAKER}",
        "CALSCALE:GREGORIAN",
        *(f"{name}:{value}" for name, value in head.items()),
        *parts,
        "END:VCALENDAR",
    ]
    return "".join(map(folded, lines)).encode()


def folded(line: str) -> str:
    """One line as it is sent: at most 75 octets each, never cut inside a letter."""
    if line.isascii():
        rest = LINE_OCTETS - 1
        tail = (line[at : at + rest] for at in range(LINE_OCTETS, len(line), rest))
        return "\r\n ".join([line[:LINE_OCTETS], *tail]) + "\r\n"
    pieces, room, start, used = [], LINE_OCTETS, 0, 0
    for place, letter in enumerate(line):
        size = len(letter.encode())
        if used + size > room:
            pieces.append(line[start:place])
            start, used, room = place, 0, LINE_OCTETS - 1
        used += size
    pieces.append(line[start:])
    return "\r\n ".join(pieces) + "\r\n"
