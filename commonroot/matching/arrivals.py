"""New descriptions against people already known: only those who share a key are compared."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from commonroot.matching.blocks import BLOCK_LIMIT
from commonroot.matching.bulk import Compared, Decided, Matches, Pair, matches_of
from commonroot.matching.keys import Key, blocking_keys
from commonroot.matching.matcher import Band, Matcher
from commonroot.matching.records import Description

MOST_COMPARED = 200  # of all who share a key with one arrival, those who share the rarest


def match_new(
    new: Sequence[Description],
    known: Sequence[Description],
    *,
    matcher: Matcher,
    decided: Iterable[Decided] = (),
) -> Matches:
    """Return who of the new is whom of the known, and who of the new is one person.

    `known` are the people who share a key with somebody new, as the caller found them; they are
    never compared with one another. Groups hold at least one who is new.
    """
    everybody = [*new, *known]
    compared = _compared(everybody, arrived=len(new), matcher=matcher)
    return matches_of([one.ref for one in everybody], compared, decided=decided)


def _compared(
    everybody: Sequence[Description], *, arrived: int, matcher: Matcher
) -> Iterator[Compared]:
    blocks: dict[Key, list[int]] = {}
    for place, one in enumerate(everybody):
        for key in blocking_keys(one):
            blocks.setdefault(key, []).append(place)
    beside: dict[int, set[int]] = {}
    for block in blocks.values():
        if len(block) <= BLOCK_LIMIT:
            for at, place in enumerate(block, start=1):
                if place < arrived:
                    beside.setdefault(place, set()).update(block[at:])
    for place, others in beside.items():
        for other in sorted(others):
            likeness = matcher.compare(everybody[place], everybody[other])
            kept = None if likeness.band is Band.APART else likeness
            yield Compared(place, other, likeness.weight, kept)


def likely(
    one: Description, known: Iterable[Description], *, matcher: Matcher, at_most: int = 5
) -> list[Pair]:
    """Return who of some people one description may be, the likeliest first; none who is apart."""
    found = [Pair(one.ref, other.ref, matcher.compare(one, other)) for other in known]
    found = [pair for pair in found if pair.likeness.band is not Band.APART]
    return sorted(found, key=lambda pair: -pair.likeness.weight)[:at_most]


def candidates(
    one: Description, holders: Callable[[Sequence[Key]], Iterable[Sequence[Description]]]
) -> list[Description]:
    """Return whom to compare with an arrival: who shares its rarest keys, each once.

    `holders` gives for some keys, in their order, those who have each.
    """
    found: dict[Hashable, Description] = {}
    for block in sorted(holders(blocking_keys(one)), key=len):
        if len(block) > BLOCK_LIMIT or len(found) + len(block) > MOST_COMPARED:
            break
        found.update({other.ref: other for other in block})
    return list(found.values())
