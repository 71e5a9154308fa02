"""Whom to compare: pairs of descriptions that share a key, country by country."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from commonroot.matching.keys import Key, keys_anywhere, keys_in_country
from commonroot.matching.records import Description

BLOCK_LIMIT = 200  # a key that more share tells too little to compare all of them
# Of some kinds fewer do. Of 200,000 made-up rows two thirds of all pairs came from larger blocks
# than these, and one pair in 700 of them is one person whom nothing else brings together.
LIMITS = {
    "city": 10, "initials": 10, "works": 15, "start": 20, "wide": 40, "year": 40, "pair": 40,
    "run": 60,
}  # fmt: skip

Others = dict[int, set[int]]


def candidates(descriptions: Sequence[Description]) -> Iterator[Others]:
    """Yield {place: later places worth comparing}, one country after the other.

    A pair is yielded once, with the country of its earlier place.
    """
    by_country: dict[str, list[int]] = {}
    for place, one in enumerate(descriptions):
        by_country.setdefault(one.country, []).append(place)
    anywhere: Others = {}
    everybody = range(len(descriptions))
    _meet(anywhere, _blocks(descriptions, everybody, keys=keys_anywhere))
    for places in by_country.values():
        found = {place: anywhere.pop(place) for place in places if place in anywhere}
        _meet(found, _blocks(descriptions, places, keys=keys_in_country))
        yield found


def _blocks(
    descriptions: Sequence[Description],
    places: Iterable[int],
    *,
    keys: Callable[[Description], Iterable[Key]],
) -> Iterator[list[int]]:
    """Yield the places that share a key, rising; keys that one or too many have are left out."""
    # Most keys stay alone: a number takes a fraction of the room of a list.
    blocks: dict[Key, int | list[int]] = {}
    for place in places:
        for key in set(keys(descriptions[place])):
            before = blocks.setdefault(key, place)
            if isinstance(before, list):
                before.append(place)
            elif before != place:
                blocks[key] = [before, place]
    for key, block in blocks.items():
        if isinstance(block, list) and len(block) <= most_beside(key):
            yield block


def most_beside(key: Key) -> int:
    """How many may share a key and still be compared with one another."""
    return LIMITS.get(key.kind, BLOCK_LIMIT)


def _meet(found: Others, blocks: Iterable[list[int]]) -> None:
    for block in blocks:
        for at, place in enumerate(block[:-1], start=1):
            beside = found.get(place)
            if beside is None:
                found[place] = set(block[at:])
            else:
                beside.update(block[at:])
