"""Whether an hour is fair to everybody: what the clock shows where each of a group lives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commonroot.core.time import instant

# When somebody's day begins and ends: what a group may be asked without harm, (from, kind, cost).
KINDS = (
    (0, "night", 6),
    (6, "early", 2),
    (8, "good", 0),
    (21, "late", 2),
    (23, "night", 6),
)


@dataclass(frozen=True)
class Local:
    """What a session is in one zone: its start there, the kind of its worst hour, how many live so.

    `shift` is -1, 0 or 1: the day before the host's, the same, the day after.
    """

    zone: str
    people: int
    starts: datetime
    ends: datetime
    kind: str
    shift: int


def kind_of(moment: time) -> str:
    """night, early, good or late."""
    return next(kind for hour, kind, _cost in reversed(KINDS) if moment.hour >= hour)


def worst(starts: datetime, ends: datetime) -> str:
    """The least good kind of hour between two local moments; a night counts most."""
    costs = {kind: cost for _hour, kind, cost in KINDS}
    order = ("good", "early", "late", "night")
    last = ends - timedelta(minutes=1)  # what ends at nine is no late evening
    kinds = {kind_of(starts.time()), kind_of(last.time())}
    if last.date() != starts.date():
        kinds.add("night")
    return max(kinds, key=lambda kind: (costs[kind], order.index(kind)))


def locals_of(
    starts_at: datetime, ends_at: datetime, *, host: str, zones: Mapping[str, int]
) -> list[Local]:
    """What a session is in each zone, from the west to the east; `zones` counts people."""
    here = starts_at.astimezone(ZoneInfo(host)).date()
    found = []
    for zone, people in zones.items():
        place = ZoneInfo(zone)
        starts, ends = starts_at.astimezone(place), ends_at.astimezone(place)
        shift = (starts.date() - here).days
        found.append(Local(zone, people, starts, ends, worst(starts, ends), shift))
    return sorted(found, key=lambda one: (one.starts.utcoffset(), one.zone))


def counted(found: list[Local]) -> dict[str, int]:
    """How many people have a good, early, late or night hour."""
    counts = {"good": 0, "early": 0, "late": 0, "night": 0}
    for one in found:
        counts[one.kind] += one.people
    return counts


def cost(found: list[Local]) -> int:
    """How hard an hour is on a group: 0 when it is good for all; a night counts as
    three late ones.
    """
    costs = {kind: price for _hour, kind, price in KINDS}
    return sum(costs[one.kind] * one.people for one in found)


def best_hours(
    on: date, *, host: str, minutes: int, zones: Mapping[str, int]
) -> list[tuple[time, int, dict[str, int]]]:
    """(the host's hour, its cost, people by kind) for each full hour of a day, the fairest first.

    Ties: the fewer nights, then nearer to the host's afternoon.
    """
    hours = []
    for hour in range(24):
        starts = instant(on, time(hour), host)
        found = locals_of(starts, starts + timedelta(minutes=minutes), host=host, zones=zones)
        hours.append((time(hour), cost(found), counted(found)))
    return sorted(hours, key=lambda one: (one[1], one[2]["night"], abs(one[0].hour - 16)))
