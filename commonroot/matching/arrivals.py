"""New descriptions against people already known: only those who share a key are compared."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from commonroot.matching.bulk import BLOCK_LIMIT, Decided, Matches, Pair, matches_of
from commonroot.matching.keys import Key, blocking_keys
from commonroot.matching.matcher import Band, Likeness, Matcher
from commonroot.matching.records import Description

MOST_COMPARED = 200  # of all who share a key with one arrival, those who share the rarest


def match_new(
    new: Sequence[Description],
    known: Sequence[Description],
    matcher: Matcher,
    *,
    decided: Sequence[Decided] = (),
) -> Matches:
    """Return who of the new is whom of the known, and who of the new is one person.

    `known` are the people who share a key with somebody new, as the caller found them; they are
    never compared with one another. Groups hold at least one who is new.
    """
    everybody = [*new, *known]
    blocks: dict[Key, list[int]] = {}
    for place, one in enumerate(everybody):
        for key in blocking_keys(one):
            blocks.setdefault(key, []).append(place)
    return matches_of(everybody, _compared(everybody, blocks, len(new), matcher), decided)


def _compared(
    everybody: Sequence[Description], blocks: dict[Key, list[int]], arrived: int, matcher: Matcher
) -> Iterator[tuple[int, int, Likeness]]:
    done: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > BLOCK_LIMIT:
            continue
        for at, place in enumerate(block):
            if place >= arrived:
                break
            for beside in block[at + 1 :]:
                if (place, beside) not in done:
                    done.add((place, beside))
                    yield place, beside, matcher.compare(everybody[place], everybody[beside])


def likely(
    one: Description, known: Iterable[Description], matcher: Matcher, *, at_most: int = 5
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
    found: dict[object, Description] = {}
    for block in sorted(holders(blocking_keys(one)), key=len):
        if len(block) > BLOCK_LIMIT or len(found) + len(block) > MOST_COMPARED:
            break
        found.update({other.ref: other for other in block})
    return list(found.values())
