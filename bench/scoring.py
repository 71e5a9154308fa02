"""How right a matching is, against the truth."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple


class Truth(NamedTuple):
    """What is true of one row."""

    record: str
    person: str
    tags: frozenset[str] = frozenset()
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Share:
    """A share with its denominator."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, 1 of nothing."""
        return self.hits / self.of if self.of else 1.0


@dataclass(frozen=True)
class Scores:
    """What was found. Bands are {band: (precision, recall)}; `merged` are look-alikes in one
    group, by kind; `missed` is recall by what was done to one of the two rows.
    """

    rows: int
    true_pairs: int
    precision: Share
    recall: Share
    bcubed: float
    largest: int
    bands: Mapping[str, tuple[Share, Share]] = field(default_factory=dict)
    merged: Mapping[str, Share] = field(default_factory=dict)
    missed: Mapping[str, Share] = field(default_factory=dict)

    @property
    def f1(self) -> float:
        """Of pairs in one group."""
        return harmonic(self.precision.value, self.recall.value)

    @property
    def to_look_at(self) -> float:
        """Pairs a person would look at, a row."""
        asked = (self.bands.get(band) for band in ("probable", "possible"))
        return sum(shares[0].of for shares in asked if shares) / max(1, self.rows)


def score(
    truth: Sequence[Truth],
    clusters: Iterable[Sequence[str]],
    *,
    pairs: Iterable[tuple[str, str, str]] = (),
    lookalikes: Iterable[tuple[str, str, str]] = (),
) -> Scores:
    """Compare groups of records and pairs (record, record, band) with the truth.

    `lookalikes` are (person, person, kind). A record in no group stands alone.
    """
    person = {row.record: row.person for row in truth}
    group: dict[str, str] = {}
    for number, members in enumerate(clusters):
        group.update(dict.fromkeys((m for m in members if m in person), f"group {number}"))
    for record in person:
        group.setdefault(record, f"alone {record}")
    cells = Counter((group[record], who) for record, who in person.items())
    found, there = Counter(group.values()), Counter(person.values())
    right, said, true = (sum(n * (n - 1) // 2 for n in c.values()) for c in (cells, found, there))
    precise = sum(n * n / found[g] for (g, _), n in cells.items()) / len(person)
    complete = sum(n * n / there[p] for (_, p), n in cells.items()) / len(person)
    return Scores(
        rows=len(person),
        true_pairs=true,
        precision=Share(right, said),
        recall=Share(right, true),
        bcubed=harmonic(precise, complete),
        largest=max(found.values()),
        bands=_bands(pairs, person=person, true=true),
        merged=_merged(lookalikes, person=person, group=group),
        missed=_missed(truth, group=group),
    )


def harmonic(precision: float, recall: float) -> float:
    """F1."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _bands(
    pairs: Iterable[tuple[str, str, str]], *, person: Mapping[str, str], true: int
) -> dict[str, tuple[Share, Share]]:
    seen: Counter[str] = Counter()
    good: Counter[str] = Counter()
    for one, other, band in pairs:
        seen[band] += 1
        good[band] += person.get(one) == person.get(other)
    return {band: (Share(good[band], seen[band]), Share(good[band], true)) for band in seen}


def _merged(
    lookalikes: Iterable[tuple[str, str, str]],
    *,
    person: Mapping[str, str],
    group: Mapping[str, str],
) -> dict[str, Share]:
    groups = defaultdict(set)
    for record, who in person.items():
        groups[who].add(group[record])
    bad: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for one, other, kind in lookalikes:
        if one in groups and other in groups:
            there[kind] += 1
            bad[kind] += bool(groups[one] & groups[other])
    return {kind: Share(bad[kind], there[kind]) for kind in there}


def happened(one: Truth, other: Truth) -> set[str]:
    """What was done to a pair of rows of one person, in words for a table."""
    tags = (one.tags | other.tags) - {"email_missing", "phone_missing", "script", ""}
    if ("script" in one.tags) != ("script" in other.tags):
        tags |= {"across_scripts"}
    if one.email and one.email == other.email:
        return tags | {"same_email"}
    return tags | {
        "same_phone_only" if one.phone and one.phone == other.phone else "no_shared_contact"
    }


def _missed(truth: Sequence[Truth], *, group: Mapping[str, str]) -> dict[str, Share]:
    rows = defaultdict(list)
    for row in truth:
        rows[row.person].append(row)
    hit: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for same in rows.values():
        for one, other in combinations(same, 2):
            for word in happened(one, other):
                there[word] += 1
                hit[word] += group[one.record] == group[other.record]
    return {word: Share(hit[word], there[word]) for word in sorted(there)}
