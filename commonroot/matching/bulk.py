"""Everybody against everybody: one set of records matched within itself."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from commonroot.matching.clusters import cluster
from commonroot.matching.describe import describe
from commonroot.matching.keys import blocking_keys
from commonroot.matching.matcher import Band, Likeness, Matcher
from commonroot.matching.rarity import Rarity
from commonroot.matching.records import Description, Record
from commonroot.matching.usage import Usage
from commonroot.matching.weights import Weights

BLOCK_LIMIT = 200  # a key that more share tells too little to compare all of them
KEPT_FROM = -6.0  # pairs below this weight are not kept: clusters take them for uncompared
TOLD_EVERY = 20_000


class Decided(NamedTuple):
    """What a person said of a pair."""

    one: Hashable
    other: Hashable
    same: bool


class Pair(NamedTuple):
    """Two records that were compared."""

    one: Hashable
    other: Hashable
    likeness: Likeness


Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Matches:
    """Pairs from possible to certain, groups that are most likely one person, and the surest.

    `clusters` are groups of two and more as a reviewer would most likely decide; `certain` those
    that may be joined without a person.
    """

    pairs: list[Pair]
    clusters: list[list[Hashable]]
    certain: list[list[Hashable]] = field(default_factory=list)


def match_all(
    records: Iterable[Record],
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    decided: Sequence[Decided] = (),
    weights: Weights | None = None,
) -> Matches:
    """Return who of the records is one person.

    `progress` is told (pairs compared, pairs to compare). `decided` pairs keep what was said.
    """
    descriptions = [describe(record) for record in records]
    matcher = Matcher(
        rarity=Rarity.counted(descriptions), usage=Usage.counted(descriptions), weights=weights
    )
    compared = compare_all(descriptions, matcher, progress=progress)
    return matches_of(descriptions, compared, decided)


def candidates(descriptions: Sequence[Description]) -> dict[int, set[int]]:
    """Return {place: later places worth comparing} of all descriptions that share a key."""
    blocks: dict[object, list[int]] = {}
    for place, one in enumerate(descriptions):
        for key in blocking_keys(one):
            blocks.setdefault(key, []).append(place)
    found: dict[int, set[int]] = {}
    for block in blocks.values():
        if 1 < len(block) <= BLOCK_LIMIT:
            for at, place in enumerate(block):
                found.setdefault(place, set()).update(block[at + 1 :])
    return found


def compare_all(
    descriptions: Sequence[Description], matcher: Matcher, *, progress: Progress | None = None
) -> Iterator[tuple[int, int, Likeness]]:
    """Yield every pair worth comparing that is not plainly apart, by places."""
    found = candidates(descriptions)
    total = sum(map(len, found.values()))
    done = told = 0
    for place, others in found.items():
        one = descriptions[place]
        for beside in others:
            likeness = matcher.compare(one, descriptions[beside])
            if likeness.weight > KEPT_FROM:
                yield place, beside, likeness
        done += len(others)
        if progress and done - told >= TOLD_EVERY:
            told = done
            progress(done, total)
    if progress:
        progress(total, total)


def matches_of(
    descriptions: Sequence[Description],
    compared: Iterable[tuple[int, int, Likeness]],
    decided: Sequence[Decided],
) -> Matches:
    """Return the matches that compared pairs of places make."""
    kept = list(compared)
    different = [(one, other) for one, other, same in decided if not same]
    same = [(one, other) for one, other, same in decided if same]
    refs = [one.ref for one in descriptions]
    pairs = [
        Pair(refs[a], refs[b], likeness)
        for a, b, likeness in kept
        if likeness.band is not Band.APART
    ]
    weighed = [(refs[a], refs[b], likeness.weight) for a, b, likeness in kept]
    sure = [
        (refs[a], refs[b], likeness.weight if likeness.band is Band.CERTAIN else -4.0)
        for a, b, likeness in kept
    ]
    return Matches(
        pairs,
        cluster(weighed, different=different, same=same),
        cluster(sure, different=different, same=same),
    )
