"""Pairs of one import on their way past somebody's eyes: in which order, what follows from what was
said, and which of them may be taken as one at a stroke.

Rows are numbered by their place in the import, from 0; people of the register by what is below 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from commonroot.intake.rules.lists import Joined, joined
from commonroot.matching.clusters import cluster

SAME, DIFFERENT = "same", "different"
PROBABLE = "probable"
SAMPLE = 5
SUREST = 0.9999


@dataclass(frozen=True, slots=True)
class Asked:
    """One pair, as far as its place in the queue goes; `said` is "" while nobody said anything."""

    pk: int
    one: int
    other: int
    band: str
    probability: float
    said: str = ""


@dataclass(frozen=True)
class Queue:
    """The pairs of an import in the order in which they are asked, by their pk.

    `open` are those nobody answered; what `follows` from other answers is not asked at all.
    """

    order: tuple[int, ...]
    open: tuple[int, ...]
    follows: Mapping[int, str]

    @property
    def total(self) -> int:
        """How many pairs are or were asked."""
        return len(self.order)

    @property
    def answered(self) -> int:
        """How many were answered."""
        return self.total - len(self.open)

    def number(self, pk: int) -> int:
        """The place of a pair in the queue, from 1; 0 for one that is not asked."""
        return self.order.index(pk) + 1 if pk in self.order else 0

    def after(self, pk: int | None) -> int | None:
        """The next open pair after `pk` in the order, from the beginning again at its end."""
        if pk not in self.order:
            return self.open[0] if self.open else None
        place = self.order.index(pk)
        waiting = set(self.open) - {pk}
        later = [one for one in (*self.order[place:], *self.order[:place]) if one in waiting]
        return later[0] if later else (pk if pk in self.open else None)

    def before(self, pk: int) -> int | None:
        """The pair before `pk` in the order, answered or not."""
        place = self.number(pk) - 1
        return self.order[place - 1] if place > 0 else None


def arranged(pairs: Sequence[Asked], *, ties: Iterable[tuple[int, int]] = ()) -> tuple[int, ...]:
    """Pairs by their pk in the order of asking: those of one person together, the likeliest first.

    `ties` are numbers that are certainly one person. What was said changes nothing of the order.
    """
    near = joined([*ties, *((one.one, one.other) for one in pairs)], apart=())
    groups = {one.pk: near.first(one.one) for one in pairs}
    best: dict[int, tuple[bool, float]] = {}
    for one in pairs:
        group, rank = groups[one.pk], (one.band == PROBABLE, one.probability)
        if rank > best.get(group, (False, 0.0)):
            best[group] = rank

    def place(one: Asked) -> tuple[object, ...]:
        probable, likeliest = best.get(groups[one.pk], (False, 0.0))
        own = (one.band != PROBABLE, -one.probability, one.pk)
        return (not probable, -likeliest, groups[one.pk], *own)

    return tuple(one.pk for one in sorted(pairs, key=place))


def queue(
    pairs: Sequence[Asked],
    *,
    ties: Iterable[tuple[int, int]] = (),
    order: Sequence[int] | None = None,
) -> Queue:
    """What is asked, in `order` (`arranged`, unless it is known already).

    An open pair is left out when its answer follows: both ends were joined by others, or what
    they were joined to was said to differ.
    """
    tied = list(ties)
    apart = [(one.one, one.other) for one in pairs if one.said == DIFFERENT]
    same = [(one.one, one.other) for one in pairs if one.said == SAME]
    now = joined([*tied, *same], apart=apart)
    foes = {_ends(now, ends=ends) for ends in apart}
    follows: dict[int, str] = {}
    for one in pairs:
        if not one.said:
            first, second = ends = _ends(now, ends=(one.one, one.other))
            if first == second:
                follows[one.pk] = SAME
            elif ends in foes:
                follows[one.pk] = DIFFERENT
    answered = {one.pk for one in pairs if one.said}
    asked = {one.pk for one in pairs} - follows.keys()
    ordered = [pk for pk in (arranged(pairs, ties=tied) if order is None else order) if pk in asked]
    return Queue(
        order=tuple(ordered),
        open=tuple(pk for pk in ordered if pk not in answered),
        follows=follows,
    )


def _ends(groups: Joined, *, ends: tuple[int, int]) -> tuple[int, int]:
    """The groups of two numbers, the lesser first."""
    first, second = groups.first(ends[0]), groups.first(ends[1])
    return (first, second) if first < second else (second, first)


@dataclass(frozen=True)
class Likely:
    """Which open, very likely pairs may be taken as one at a stroke, and which not, with why.

    Reasons: "two people" of the register would become one; "chain": they hang together only
    through somebody in between; or what the caller gave.
    """

    take: tuple[int, ...]
    left: Mapping[int, str]


def likely(
    pairs: Sequence[Asked],
    *,
    ties: Iterable[tuple[int, int]] = (),
    kept_out: Mapping[int, str] | None = None,
    order: Sequence[int] | None = None,
) -> Likely:
    """Sort the open pairs of the probable band into those that may be taken and those that not.

    They must stay one person in careful joining, with all that was said. `kept_out` are pairs
    that only somebody who looks may answer: {pk: reason}. `order` is as `queue` takes it.
    """
    asks = queue(pairs, ties=ties, order=order)
    waiting = set(asks.open)
    rank = {pk: number for number, pk in enumerate(asks.order)}
    candidates = sorted(
        (one for one in pairs if one.pk in waiting and one.band == PROBABLE),
        key=lambda one: rank[one.pk],
    )
    left = {one.pk: (kept_out or {})[one.pk] for one in candidates if one.pk in (kept_out or {})}
    known = [*ties, *((one.one, one.other) for one in pairs if one.said == SAME)]
    apart = [(one.one, one.other) for one in pairs if one.said == DIFFERENT]
    people = _two_of_the_register([*known, *((one.one, one.other) for one in candidates)])
    groups = cluster(
        [(one.one, one.other, _bits(one.probability)) for one in pairs if not one.said],
        same=known,
        different=[*apart, *people],
    )
    group = {number: place for place, members in enumerate(groups) for number in members}
    registered = {number for pair in people for number in pair}
    take = []
    for one in candidates:
        if one.pk in left:
            continue
        if one.one in group and group[one.one] == group.get(one.other):
            take.append(one.pk)
        else:
            near_two = one.one in registered or one.other in registered
            left[one.pk] = "two people" if near_two else "chain"
    return Likely(take=tuple(take), left=left)


def _two_of_the_register(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of people of the register that these pairs would join."""
    groups = joined(pairs, apart=())
    people: dict[int, set[int]] = defaultdict(set)
    for number in {number for pair in pairs for number in pair if number < 0}:
        people[groups.first(number)].add(number)
    return [
        (one, other)
        for members in people.values()
        for one in sorted(members)
        for other in sorted(members)
        if one < other
    ]


def _bits(probability: float) -> float:
    sure = min(max(probability, 1 - SUREST), SUREST)
    return log2(sure / (1 - sure))


def spread(items: Sequence[int], *, most: int = SAMPLE) -> tuple[int, ...]:
    """At most `most` of `items`, evenly spread over them, the first and the last among them."""
    if len(items) <= most:
        return tuple(items)
    return tuple(items[round(place * (len(items) - 1) / (most - 1))] for place in range(most))
