"""What a list says about itself, and which of its rows are one person."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any

PASTED = "pasted.tsv"  # what pasted cells are called in place of a file's name
SECONDS_PER_PAIR = 8
SHOWN_COUNTRIES = 3
UNDO_DAYS = 30
STEP_SECONDS, LEAST_STEP, MOST_STEP = 0.25, 120, 400


def next_size(size: int, *, seconds: float) -> int:
    """How many people the next step takes, when one of `size` took so long: steps of a quarter of
    a second let others write between them. Of fewer people a third of the time goes into the
    step itself, so that a busy machine would only be kept busier.
    """
    wanted = round(size * STEP_SECONDS / max(seconds, STEP_SECONDS / 4))
    return max(LEAST_STEP, min(MOST_STEP, wanted))


def minutes_for(pairs: int) -> int:
    """How long looking at so many pairs takes, in whole minutes."""
    return ceil(pairs * SECONDS_PER_PAIR / 60)


def said_on(row: Mapping[str, Any]) -> date | None:
    """The day on which a row was said, as far as it tells; of a year alone its first day."""
    if row.get("date"):
        return date.fromisoformat(row["date"])
    return date(row["year"], 1, 1) if row.get("year") else None


@dataclass
class Joined:
    """Which numbers were joined, each under the least of its group; and the pairs left out."""

    firsts: dict[int, int] = field(default_factory=dict)
    left: list[tuple[int, int]] = field(default_factory=list)

    def first(self, number: int) -> int:
        """The least number of the group that holds `number`."""
        while number in self.firsts:
            number = self.firsts[number]
        return number


def joined(
    pairs: Iterable[tuple[int, int]],
    *,
    apart: Iterable[tuple[int, int]] = (),
    single: Collection[int] = (),
) -> Joined:
    """Groups of numbers that `pairs` join, none of which holds a pair of `apart`, or two of
    `single`.

    A pair that would bring together who must stay apart is left out and told.
    """
    known = set(single)
    found = Joined()
    foes: dict[int, set[int]] = {}
    for one, other in apart:
        foes.setdefault(one, set()).add(other)
        foes.setdefault(other, set()).add(one)
    for one, other in pairs:
        first, second = sorted((found.first(one), found.first(other)))
        if first == second:
            continue
        both_single = first in known and second in known
        if both_single or second in {found.first(foe) for foe in foes.get(first, ())}:
            found.left.append((one, other))
            continue
        found.firsts[second] = first
        if second in known:
            known.add(first)
        # Whoever must stay apart from the one must stay apart from both.
        foes.setdefault(first, set()).update(foes.get(second, ()))
    return found


@dataclass
class Tally:
    """What a list says about itself, counted person by person."""

    rows: int = 0
    people: int = 0
    known: int = 0
    look: int = 0
    pairs: int = 0
    refused: int = 0
    agreed: int = 0
    no_country: int = 0
    cannot_work: int = 0
    with_mail: int = 0
    phone_only: int = 0
    unreachable: int = 0
    newest: int | None = None
    countries: Counter[str] = field(default_factory=Counter)

    def refuse(self) -> None:
        """Count a row that is nobody."""
        self.rows += 1
        self.refused += 1

    def add(self, rows: Sequence[Mapping[str, Any]], *, known: bool, look: bool) -> None:
        """Count one person by the fields of their rows."""
        self.rows += len(rows)
        self.people += 1
        self.known += known
        self.look += look
        countries = Counter(
            country for row in rows if (country := row.get("country") or row.get("likely_country"))
        )
        if countries:
            self.countries[countries.most_common(1)[0][0]] += 1
        else:
            self.no_country += 1
        mails = any(row.get("emails") for row in rows)
        phones = any(row.get("phones") for row in rows)
        self.agreed += any(row.get("agreed") is True for row in rows)
        self.with_mail += mails
        self.phone_only += phones and not mails
        self.unreachable += not phones and not mails
        self.cannot_work += any(row.get("bad_email") for row in rows)
        years = [said.year for row in rows if (said := said_on(row))]
        self.newest = max(filter(None, (self.newest, *years)), default=None)

    def as_json(self) -> dict[str, Any]:
        """As stored: counts of people unless the name says rows; countries as [[code, people]].

        `repeated` are rows that say again who stood before; `pairs` want somebody's eye.
        """
        return {
            "rows": self.rows,
            "people": self.people,
            "new": self.people - self.known,
            "known": self.known,
            "repeated": self.rows - self.refused - self.people,
            "look": self.look,
            "pairs": self.pairs,
            "minutes": minutes_for(self.pairs),
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
