"""Who is to be put into groups, and what the groups are to be like."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Pair = tuple[str, str]


class Rule(StrEnum):
    """What must hold, strongest first: none is given up for any number of weaker ones."""

    APART = "apart"
    TOGETHER = "together"
    SIZE = "size"
    HOURS = "hours"
    LANGUAGE = "language"
    ALONE = "alone"
    COUNTRY = "country"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody to be placed.

    `free` holds (weekday, half-hour) of an ordinary week by their own clock: Monday is 0, 18:30 is
    37. Whoever said nothing is taken to have time between eight in the morning and ten at night.
    `marks` are what may set somebody apart; they are never shown, not even in a reason.
    """

    key: str
    name: str = ""
    zone: str = "UTC"
    country: str = ""
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    free: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that every group holds at an hour of its own within seven days from `monday`."""

    monday: date
    minutes: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked of the groups.

    `groups` is how many there are at most; None leaves it to the sizes.
    `together` are teams and pairs that stay in one group, `apart` those who must not meet, `met`
    those who were in one group before and had better see new faces. A country has groups of its
    own from `country_from` people on.
    """

    smallest: int = 5
    largest: int = 8
    groups: int | None = None
    meetings: Sequence[Meeting] = ()
    together: Sequence[Sequence[str]] = ()
    apart: Sequence[Pair] = ()
    met: Sequence[Pair] = ()
    country_from: int = 5
    region_of: dict[str, str] = field(default_factory=dict)
