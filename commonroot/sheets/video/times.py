"""Times as reports write them: which order of day and month, in which zone, from when to when."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from commonroot.sheets.video.report import Line

NEAR = timedelta(hours=12)  # a report of a session lies within half a day of it
MARGIN = timedelta(minutes=15)  # who is early or stays on is counted so long, not longer
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
)
NUMBERS = re.compile(
    r"^(?P<one>\d{1,2})[/.\-](?P<two>\d{1,2})[/.\-](?P<year>\d{4}|\d{2}),?\s+" + CLOCK + "$"
)
WORDS = re.compile(
    r"^(?P<month>[A-Za-z]{3})[A-Za-z.]*\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4}),?\s+" + CLOCK + "$"
)
YEAR_FIRST = re.compile(
    r"^(?P<year>\d{4})[/.\-](?P<month>\d{1,2})[/.\-](?P<day>\d{1,2})[ T]"
    + CLOCK
    + r"(?:\.\d+)?(?P<zone>Z|[+-]\d{2}:?\d{2})?$"
)


class Order(StrEnum):
    """Whether "3/4/2026" is in March or in April."""

    MONTH_FIRST = "month"
    DAY_FIRST = "day"


@dataclass(frozen=True)
class Reading:
    """How the times of a report are read: the order, and whether somebody must be asked for it.

    `near` and `timed` are lines: how many lie within half a day of the session, of how many.
    """

    order: Order
    certain: bool
    near: int
    timed: int


@dataclass(frozen=True)
class Stay:
    """From when to when one connection lasted, in UTC."""

    start: datetime
    end: datetime


@lru_cache(maxsize=20_000)
def moment(text: str, *, order: Order, zone: str) -> datetime | None:
    """The UTC moment that `text` names, read in that order and zone; None when it names none.

    A time skipped by a clock change is the later one, a repeated one the first.
    """
    text = " ".join(text.replace("\u202f", " ").split())
    match = YEAR_FIRST.match(text)
    if match is not None:
        return _at(match, _day(match["year"], match["month"], match["day"]), zone=zone)
    match = WORDS.match(text)
    if match is not None:
        month = match["month"].lower()
        if month not in MONTHS:
            return None
        return _at(
            match, _day(match["year"], str(MONTHS.index(month) + 1), match["day"]), zone=zone
        )
    match = NUMBERS.match(text)
    if match is None:
        return None
    first, second = match["one"], match["two"]
    months = (first, second) if order == Order.MONTH_FIRST else (second, first)
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    return _at(match, _day(year, *months), zone=zone)


def _day(year: str, month: str, day: str) -> datetime | None:  # noqa: PLR0917 - as dates are said
    try:
        return datetime(int(year), int(month), int(day))  # noqa: DTZ001 - its zone comes next
    except ValueError:
        return None


def _at(match: re.Match[str], day: datetime | None, *, zone: str) -> datetime | None:
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    if day is None or hour > 23 or int(match["minute"]) > 59 or int(match["second"] or 0) > 59:
        return None
    wall = day.replace(hour=hour, minute=int(match["minute"]), second=int(match["second"] or 0))
    told = match.groupdict().get("zone")
    if told:
        return datetime.fromisoformat(
            f"{wall.isoformat()}{told.replace('Z', '+00:00')}"
        ).astimezone(UTC)
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def reading(lines: Iterable[Line], *, starts_at: datetime, zone: str) -> Reading:
    """How to read the times of these lines: in the order that puts most of them near the session.

    It is not certain, and must be asked for, when both orders put equally many there and some line
    means another day in the other.
    """
    texts = [line.joined for line in lines if line.joined]
    read = {order: [moment(text, order=order, zone=zone) for text in texts] for order in Order}
    near = {
        order: sum(when is not None and abs(when - starts_at) <= NEAR for when in moments)
        for order, moments in read.items()
    }
    readable = {order: sum(when is not None for when in moments) for order, moments in read.items()}
    best = max(Order, key=lambda order: (near[order], readable[order]))
    tied = len({(near[order], readable[order]) for order in Order}) == 1
    certain = not tied or read[Order.MONTH_FIRST] == read[Order.DAY_FIRST]
    return Reading(order=best, certain=certain, near=near[best], timed=len(texts))


def stay(line: Line, *, order: Order, zone: str) -> Stay | None:
    """From when to when a line says somebody was there; None when it does not say it.

    A missing end is found from how long it lasted.
    """
    start = moment(line.joined, order=order, zone=zone) if line.joined else None
    if start is None:
        return None
    end = moment(line.left, order=order, zone=zone) if line.left else None
    if end is None and not line.left and line.seconds is not None:
        end = start + timedelta(seconds=line.seconds)
    return Stay(start, end) if end is not None and end >= start else None


def within(each: Stay, *, starts_at: datetime, ends_at: datetime) -> Stay | None:
    """The part of a stay that lies in the session, a quarter of an hour before and after it."""
    start, end = max(each.start, starts_at - MARGIN), min(each.end, ends_at + MARGIN)
    return Stay(start, end) if start < end else None


def minutes(stays: Sequence[Stay]) -> int:
    """Whole minutes somebody was there: time on two devices at once counts once."""
    total, until = timedelta(), None
    for each in sorted(stays, key=lambda stay: stay.start):
        start = each.start if until is None else max(each.start, until)
        if each.end > start:
            total += each.end - start
        until = each.end if until is None else max(until, each.end)
    return int(total.total_seconds() // 60)
