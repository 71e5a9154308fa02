"""Everybody against everybody: one set of records matched within itself."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from commonroot.matching.blocks import Others, candidates
from commonroot.matching.clusters import cluster
from commonroot.matching.describe import describe
from commonroot.matching.levels import common_country, levels_beside_name, levels_of_name
from commonroot.matching.matcher import POSSIBLE_FROM, Band, Likeness, Matcher
from commonroot.matching.rarity import Rarity
from commonroot.matching.records import Description, Record
from commonroot.matching.usage import Usage
from commonroot.matching.weights import Weights

KEPT_FROM = -6.0  # pairs below this weight are not kept: groups take them for uncompared
DOUBTED = -4.0  # what a pair that is not certain weighs where only certain pairs are joined
PORTION = 1_000  # records compared with others before progress is told
MANY = 50_000  # records from which more than one process pays


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


class Compared(NamedTuple):
    """Two places that were compared; `likeness` is kept unless they are apart."""

    one: int
    other: int
    weight: float
    likeness: Likeness | None


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
    decided: Iterable[Decided] = (),
    weights: Weights | None = None,
) -> Matches:
    """Return who of the records is one person.

    `progress` is told (records done, records). `decided` pairs keep what was said of them.
    `workers` are processes; None is as many as pay.
    """
    with uncollected():
        descriptions = [describe(record) for record in records]
        matcher = Matcher(
            rarity=Rarity.counted(descriptions), usage=Usage.counted(descriptions), weights=weights
        )
        if workers is None:
            workers = (os.cpu_count() or 1) if len(descriptions) >= MANY else 1
        compared = compare_all(descriptions, matcher, progress=progress, workers=workers)
        refs = [one.ref for one in descriptions]
        return matches_of(refs, compared, decided=decided)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for garbage meanwhile: millions of small things, and no cycles among them.

    Looking for it took half of the time that matching takes.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def compare_all(
    descriptions: Sequence[Description],
    matcher: Matcher,
    *,
    progress: Progress | None = None,
    workers: int = 1,
) -> Iterator[Compared]:
    """Yield every pair worth comparing that is not far apart, by places.

    More than one of `workers` are processes forked from this one, where the system can fork.
    """
    total = len(descriptions)
    done = 0
    portions = _portions(candidates(descriptions))
    for size, near in _near(portions, descriptions=descriptions, matcher=matcher, workers=workers):
        for place, beside, weight, found in near:
            yield Compared(place, beside, weight, matcher.judged(found) if found else None)
        done += size
        if progress:
            progress(done, total)
    if progress:
        progress(total, total)


# How many places a portion had, and (place, other, weight, levels) of pairs not far apart;
# nobody asks for the levels of those that are apart.
Near = tuple[int, list[tuple[int, int, float, dict[str, str] | None]]]


def _portions(countries: Iterable[Others]) -> Iterator[list[tuple[int, set[int]]]]:
    for found in countries:
        whole = list(found.items())
        for start in range(0, len(whole), PORTION):
            yield whole[start : start + PORTION]


def _near(
    portions: Iterable[list[tuple[int, set[int]]]],
    *,
    descriptions: Sequence[Description],
    matcher: Matcher,
    workers: int,
) -> Iterator[Near]:
    """Yield what is near in each portion."""
    compare = partial(_compare_portion, descriptions=descriptions, matcher=matcher)
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(compare, portions)
        return
    inherited.append(compare)
    try:
        # What a child inherits is not copied as long as nobody collects it.
        with uncollected(), multiprocessing.get_context("fork").Pool(workers) as pool:
            yield from pool.imap(_compare_inherited, portions)
    finally:
        inherited.pop()


# What forked processes find here without its being sent to them.
inherited: list[Callable[[list[tuple[int, set[int]]]], Near]] = []


def _compare_inherited(portion: list[tuple[int, set[int]]]) -> Near:
    return inherited[-1](portion)


def _compare_portion(
    portion: list[tuple[int, set[int]]], *, descriptions: Sequence[Description], matcher: Matcher
) -> Near:
    near = []
    among, usage = matcher.rarity.among, matcher.usage
    of, probability = matcher.weights.of, matcher.weights.probability
    names_tell = matcher.weights.most("name", "cover", "spelling")
    for place, others in portion:
        one = descriptions[place]
        for beside in others:
            other = descriptions[beside]
            where = among(common_country(one, other))
            found = levels_beside_name(one, other, among=where, usage=usage)
            # Names take the most time: not where no name could bring the two together.
            if of(found) + names_tell > KEPT_FROM:
                found |= levels_of_name(one, other, among=where)
                weight = of(found)
                if weight > KEPT_FROM:
                    apart = probability(weight) < POSSIBLE_FROM
                    near.append((place, beside, weight, None if apart else found))
    return len(portion), near


def matches_of(
    refs: Sequence[Hashable], compared: Iterable[Compared], *, decided: Iterable[Decided] = ()
) -> Matches:
    """Return the matches that compared pairs make; `refs` are what the places are called."""
    kept = list(compared)
    said = list(decided)
    different = [(one, other) for one, other, same in said if not same]
    same = [(one, other) for one, other, same in said if same]
    weighed = ((refs[a], refs[b], weight) for a, b, weight, _likeness in kept)
    clusters = cluster(weighed, different=different, same=same)
    sure = (
        (refs[a], refs[b], weight if likeness and likeness.band is Band.CERTAIN else DOUBTED)
        for a, b, weight, likeness in kept
    )
    certain = cluster(sure, different=different, same=same)
    pairs = [Pair(refs[a], refs[b], likeness) for a, b, _weight, likeness in kept if likeness]
    return Matches(pairs, clusters, certain)
