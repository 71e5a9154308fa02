"""Rules of bringing old lists in, over plain values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from commonroot.people.rules import names_cover

SECONDS_PER_PAIR = 8
SHOWN_COUNTRIES = 3
UNDO_DAYS = 30


@dataclass(frozen=True)
class Described:
    """A row as far as knowing the same person again needs it: words of the name, and marks of
    ways.
    """

    words: list[str]
    marks: tuple[str, ...]


def verdict(row: Described, others: Iterable[Described]) -> tuple[str, int | None]:
    """("same", n), ("look", n) or ("new", None) of a row beside `others` that share an address with
    it.

    The same address with covering names is the same person; the same address alone never is: a
    couple or an office may share one, and somebody looks.
    """
    shared = None
    for number, other in enumerate(others):
        if names_cover(row.words, other.words):
            return "same", number
        shared = number if shared is None else shared
    return ("new", None) if shared is None else ("look", shared)


def minutes_for(pairs: int) -> int:
    """How long looking at so many pairs takes, in whole minutes."""
    return ceil(pairs * SECONDS_PER_PAIR / 60)


@dataclass
class Tally:
    """What a list says about itself, counted while its rows are read."""

    rows: int = 0
    new: int = 0
    known: int = 0
    repeated: int = 0
    look: int = 0
    refused: int = 0
    agreed: int = 0
    no_country: int = 0
    cannot_work: int = 0
    with_mail: int = 0
    phone_only: int = 0
    unreachable: int = 0
    newest: int | None = None
    countries: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """As stored: counts of people unless the name says rows; countries as [[code, people]]."""
        return {
            "rows": self.rows,
            "people": self.new + self.look + self.known,
            "new": self.new + self.look,
            "known": self.known,
            "repeated": self.repeated,
            "look": self.look,
            "refused": self.refused,
            "agreed": self.agreed,
            "no_country": self.no_country,
            "cannot_work": self.cannot_work,
            "with_mail": self.with_mail,
            "phone_only": self.phone_only,
            "unreachable": self.unreachable,
            "newest": self.newest,
            "countries": [list(pair) for pair in self.countries.most_common()],
        }
