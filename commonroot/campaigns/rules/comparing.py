"""How a power map changed between two days."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """What became of somebody on the map; the order is that of the telling."""

    TOWARDS = "towards"
    STRONGER = "stronger"
    WEAKER = "weaker"
    AWAY = "away"
    STAYED = "stayed"
    UNKNOWN = "unknown"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Stand:
    """Where somebody stood: side −5 to 5 and influence 0 to 10, None where nobody knows."""

    label: str
    x: float | None = None
    y: float | None = None
    known: bool = True


@dataclass(frozen=True)
class Moved:
    """What became of one of them; `side` and `influence` are now minus then, 0 if not known."""

    key: str
    way: Way
    then: Stand | None
    now: Stand | None
    side: float = 0
    influence: float = 0


def moved(then: Mapping[str, Stand], now: Mapping[str, Stand]) -> list[Moved]:
    """What became of each: those on the map now in their order, then those who are gone.

    Whoever changed both side and influence is told by their side.
    """
    found = [_one(key, then=then.get(key), now=stand) for key, stand in now.items()]
    gone = [Moved(key, Way.GONE, stand, None) for key, stand in then.items() if key not in now]
    return found + gone


def counted(changes: list[Moved]) -> dict[Way, int]:
    """How many went each way, in the order of telling; ways that nobody went are left out."""
    numbers = Counter(one.way for one in changes)
    return {way: numbers[way] for way in Way if numbers[way]}


def _one(key: str, *, then: Stand | None, now: Stand) -> Moved:
    if then is None:
        return Moved(key, Way.NEW, None, now)
    if not (then.known and now.known) or then.x is None or now.x is None:
        return Moved(key, Way.UNKNOWN, then, now)
    side = now.x - then.x
    influence = (now.y or 0) - (then.y or 0)
    if side:
        way = Way.TOWARDS if side > 0 else Way.AWAY
    elif influence:
        way = Way.STRONGER if influence > 0 else Way.WEAKER
    else:
        way = Way.STAYED
    return Moved(key, way, then, now, side, influence)
