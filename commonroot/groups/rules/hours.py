"""Who has time when, as bits of one week on its real dates.

Bit n stands for the quarter of an hour that begins n quarters after Sunday 00:00 UTC, the day
before the week's Monday: nine days, so that a Monday in Kiribati and a Sunday in Hawaii are inside.
Zones are asked for every quarter: weeks in which a clock changes come out as people live them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
QUARTERS = 9 * 24 * 4
WHOLE_WEEK = (1 << QUARTERS) - 1
WEEK = timedelta(days=7)
# Awake and not at work by most people's clocks; what is free outside of it can be used, at a cost.
GOOD = range(2 * 8, 2 * 21)
USUAL = frozenset((day, half) for day in range(7) for half in range(2 * 8, 2 * 22))


def begins(monday: date) -> datetime:
    """The moment of bit 0 of a week."""
    return datetime.combine(monday - timedelta(days=1), time(), UTC)


@cache
def local_quarters(zone: str, monday: date) -> tuple[tuple[int, tuple[int, int]], ...]:
    """(bit, (weekday, half-hour)) of every quarter that is in that week by the clock of a zone."""
    clock, first = ZoneInfo(zone), begins(monday)
    found = []
    for bit in range(QUARTERS):
        there = (first + bit * QUARTER).astimezone(clock)
        if monday <= there.date() < monday + WEEK:
            found.append((bit, (there.weekday(), 2 * there.hour + there.minute // 30)))
    return tuple(found)


@cache
def free_bits(zone: str, monday: date, *, free: frozenset[tuple[int, int]]) -> int:
    """The quarters in which somebody has time."""
    cells = free or USUAL
    return sum(1 << bit for bit, cell in local_quarters(zone, monday) if cell in cells)


@cache
def good_bits(zone: str, monday: date) -> int:
    """The quarters that are neither night nor early morning there."""
    return sum(1 << bit for bit, (_, half) in local_quarters(zone, monday) if half in GOOD)


# Meetings begin at the full or half hour of UTC.
STARTS = sum(1 << bit for bit in range(0, QUARTERS, 2))


def starts(bits: int, minutes: int) -> int:
    """When a meeting of so many minutes can begin, all of it within `bits`."""
    found = bits
    for later in range(1, -(-minutes // 15)):
        found &= bits >> later
    return found & STARTS


def planes_of(many: Iterable[int]) -> list[int]:
    """How many of several people's bits are set, for every bit at once.

    Plane n holds the bit of weight 2**n of each count, as an adder would carry it.
    """
    planes: list[int] = []
    for bits in many:
        carry = bits
        for n, plane in enumerate(planes):
            planes[n], carry = plane ^ carry, plane & carry
            if not carry:
                break
        else:
            planes.append(carry)
    return planes


def most_at_once(planes: Sequence[int], within: int) -> tuple[int, int]:
    """(The highest count within some bits, where it is reached)."""
    most, when = 0, within
    for n in reversed(range(len(planes))):
        if narrowed := planes[n] & when:
            most, when = most + (1 << n), narrowed
    return most, when if most else 0


def each(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
