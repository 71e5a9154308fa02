"""Who is one person, from pairs: careful joining by average linkage."""

from collections.abc import Hashable, Iterable
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

R = TypeVar("R", bound=Hashable)

UNCOMPARED = -2.0  # the weight, in bits, of a pair that shared no key
NEVER = float("-inf")


def cluster(
    pairs: Iterable[tuple[R, R, float]],
    *,
    different: Iterable[tuple[R, R]] = (),
    same: Iterable[tuple[R, R]] = (),
    least: float = 0.0,
) -> list[list[R]]:
    """Return groups of two and more that are each one person, whatever the order of the pairs.

    `pairs` are (one, other, weight). Two groups are joined, the likeliest first, only while the
    mean weight over all pairs across them stays above `least`; a pair that was never compared
    counts -2. `different` were decided to be two people and never come into one group, even if
    somebody else decided that they are the `same`.
    """
    compared = list(pairs)
    apart, together = list(different), list(same)
    drawn = [(one, other) for one, other, weight in compared if weight > least]
    # Who is drawn to nobody stays alone, and most pairs are of such.
    near = _Near((*drawn, *together))
    refs = sorted(near.above, key=_order)
    place = {ref: number for number, ref in enumerate(refs)}
    groups = _Groups(len(refs))
    for one, other, weight in compared:
        if near.are(one, other):
            groups.link(place[one], place[other], weight=weight)
    for one, other in apart:
        if near.are(one, other):
            groups.link(place[one], place[other], weight=NEVER)
    for a, b in sorted(sorted((place[one], place[other])) for one, other in together):
        groups.join_decided(a, b)
    groups.run(least)
    return [
        [refs[number] for number in sorted(members)]
        for members in groups.members
        if members and len(members) > 1
    ]


def _order(ref: Hashable) -> tuple[str, str]:
    return type(ref).__name__, repr(ref).rjust(24)


class _Near(Generic[R]):
    """Who hangs together by any chain of pairs: only within one such may groups arise."""

    def __init__(self, pairs: Iterable[tuple[R, R]]) -> None:
        self.above: dict[R, R] = {}
        for one, other in pairs:
            a, b = self._top(one), self._top(other)
            if a != b:
                self.above[b] = a

    def are(self, one: R, other: R) -> bool:
        """Tell whether two hang together."""
        known = one in self.above and other in self.above
        return known and self._top(one) == self._top(other)

    def _top(self, ref: R) -> R:
        above = self.above.setdefault(ref, ref)
        while above != ref:
            # Whoever stands on the way is put nearer to the top.
            self.above[ref] = self.above[above]
            ref, above = above, self.above[above]
        return ref


class _Groups:
    """Groups of numbers 0…n-1; a group is called by one of its members.

    `links[a][b]` is (sum of the weights, number of compared pairs) across two groups.
    """

    def __init__(self, size: int) -> None:
        self.members: list[list[int]] = [[number] for number in range(size)]
        self.links: list[dict[int, tuple[float, int]]] = [{} for _ in range(size)]
        self.group = list(range(size))

    def link(self, one: int, other: int, *, weight: float) -> None:
        """Note one pair; of a pair told twice the worse weight stands."""
        known = self.links[one].get(other)
        if known is None or weight < known[0]:
            self.links[one][other] = self.links[other][one] = (weight, 1)

    def join_decided(self, one: int, other: int) -> None:
        """Join what was decided to be one, unless something in it was decided to be different."""
        a, b = self.group[one], self.group[other]
        if a != b and self.links[a].get(b, (0.0, 0))[0] > NEVER:
            self._join(a, b)

    def run(self, least: float) -> None:
        """Join the likeliest groups until no mean weight is above `least`."""
        queue = [
            (-self._mean(a, b), a, b)
            for a, links in enumerate(self.links)
            for b in links
            if a < b and self._mean(a, b) > least
        ]
        heapify(queue)
        while queue:
            likeness, a, b = heappop(queue)
            if b not in self.links[a] or -self._mean(a, b) != likeness:
                continue
            kept = self._join(a, b)
            for c in self.links[kept]:
                mean = self._mean(kept, c)
                if mean > least:
                    heappush(queue, (-mean, min(kept, c), max(kept, c)))

    def _mean(self, a: int, b: int) -> float:
        total, compared = self.links[a][b]
        across = len(self.members[a]) * len(self.members[b])
        return (total + UNCOMPARED * (across - compared)) / across

    def _join(self, a: int, b: int) -> int:
        """Make two groups one; return what it is called."""
        if (len(self.links[a]), -a) < (len(self.links[b]), -b):
            a, b = b, a
        mine, gone = self.links[a], self.links[b]
        mine.pop(b, None)
        gone.pop(a, None)
        for c, (total, compared) in gone.items():
            before, count = mine.get(c, (0.0, 0))
            mine[c] = (before + total, count + compared)
            del self.links[c][b]
            self.links[c][a] = mine[c]
        self.links[b] = {}
        for number in self.members[b]:
            self.group[number] = a
        self.members[a] += self.members[b]
        self.members[b] = []
        return a
