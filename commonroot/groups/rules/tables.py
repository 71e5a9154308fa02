"""People to be placed, from a table.

Columns: `key` or `person_id`, `name` or `display_name`, `country`, `time_zone`, `languages`,
`themes`, `marks`, `team`, `with` (keys), `apart` (keys), `met` (keys), `free`. Several things in a
cell stand apart by `;`. `free` is like `Mon 18:00-21:00; Sat 9-12` by the person's own clock.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from commonroot.groups.rules.people import Member, Pair

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HALVES = 48
_SPAN = re.compile(r"([A-Za-z]{3})[a-z]*\s+(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?")


class Unreadable(ValueError):
    """A table that cannot be used; says which row and why, in words."""


@dataclass(slots=True)
class People:
    """Everybody of a table, and what it says about who goes with whom."""

    members: list[Member] = field(default_factory=list)
    together: list[tuple[str, ...]] = field(default_factory=list)
    apart: list[Pair] = field(default_factory=list)
    met: list[Pair] = field(default_factory=list)


def people_of(rows: Iterable[Mapping[str, str]]) -> People:
    """Everybody of a table. Raises Unreadable for a row that cannot be understood."""
    found = People()
    teams: dict[str, list[str]] = {}
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        member = _member(row, number=number)
        if member.key in seen:
            raise Unreadable(f"Row {number}: “{member.key}” stands here a second time.")
        seen.add(member.key)
        found.members.append(member)
        if team := row.get("team", "").strip():
            teams.setdefault(team, []).append(member.key)
        found.together += [(member.key, other) for other in several(row.get("with"))]
        found.apart += [(member.key, other) for other in several(row.get("apart"))]
        found.met += [(member.key, other) for other in several(row.get("met"))]
    for pair in (*found.together, *found.apart, *found.met):
        for key in pair:
            if key not in seen:
                raise Unreadable(f"“{pair[0]}” names “{key}”, who is not in the table.")
    found.together += [tuple(team) for team in teams.values()]
    return found


def _member(row: Mapping[str, str], *, number: int) -> Member:
    key = (row.get("key") or row.get("person_id") or "").strip()
    if not key:
        raise Unreadable(f"Row {number} has no key.")
    zone = (row.get("time_zone") or "UTC").strip()
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unreadable(f"Row {number}: “{zone}” is not a time zone.") from error
    try:
        free = free_hours(row.get("free") or "")
    except ValueError as error:
        raise Unreadable(f"Row {number}: “{error}” is not like “Mon 18:00-21:00”.") from error
    return Member(
        key=key,
        name=(row.get("name") or row.get("display_name") or "").strip(),
        zone=zone,
        country=(row.get("country") or "").strip().upper(),
        languages=several(row.get("languages")),
        themes=several(row.get("themes")),
        marks=several(row.get("marks")),
        free=free,
    )


def several(cell: str | None) -> tuple[str, ...]:
    """What stands in a cell, each thing once and in order."""
    return tuple(sorted({part.strip() for part in (cell or "").split(";")} - {""}))


def free_hours(words: str) -> frozenset[tuple[int, int]]:
    """{(weekday, half-hour)} of spans like “Mon 18:00-21:00”; raises ValueError with the span."""
    cells: set[tuple[int, int]] = set()
    for span in several(words):
        read = _SPAN.fullmatch(span)
        if read is None or read[1].lower() not in DAYS:
            raise ValueError(span)
        first = 2 * int(read[2]) + int(read[3] or 0) // 30
        last = 2 * int(read[4]) + -(-int(read[5] or 0) // 30)
        if not first < last <= HALVES:
            raise ValueError(span)
        cells |= {(DAYS.index(read[1].lower()), half) for half in range(first, last)}
    return frozenset(cells)
