"""Whom many people of the register may be, where everybody is looked at: each two compared once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q

from commonroot.core.keys import number_mark
from commonroot.matching.blocks import most_beside
from commonroot.matching.keys import CONTACT, blocking_keys
from commonroot.matching.matcher import Band, Likeness, Matcher
from commonroot.matching.records import Description
from commonroot.matching.usage import Usage
from commonroot.people.models import Pair, ToCompare
from commonroot.people.queries.counts import rarity_of
from commonroot.people.queries.likeness import described, holding, how_many, weights


@dataclass(frozen=True)
class Met:
    """Whom somebody meets by their keys: `by_way` those who share an address or number, too."""

    everybody: set[int] = field(default_factory=set)
    by_way: set[int] = field(default_factory=set)


def likely_among(
    people: Mapping[int, Description], *, at_most: int
) -> tuple[dict[int, list[tuple[int, Likeness]]], set[int]]:
    """({primary key: [(primary key, likeness)]} of these people, the likeliest first, those who
    wait for their own turn).

    For the look through everybody: whoever waits is compared when their turn comes, with all who
    had theirs. Fewer keys lead to somebody than for one who comes alone, by the limits of the list
    that is matched with itself; who stands in an open pair is met all the same.
    """
    met = _met(people)
    for one, other in _open_pairs(people):
        met[one].everybody.add(other)
    others = {pk for some in met.values() for pk in some.everybody} - people.keys()
    waiting = set(ToCompare.objects.filter(person__in=others).values_list("person", flat=True))
    # Those who wait are not compared now, but they tell how many use an address.
    users = {pk for some in met.values() for pk in some.by_way} & waiting
    known = {**people, **described((others - waiting) | users)}
    everybody = list(known.values())
    matcher = Matcher(
        rarity=rarity_of(everybody), usage=Usage.counted(everybody), weights=weights()
    )
    found: dict[int, list[tuple[int, Likeness]]] = {pk: [] for pk in people}
    for one, some in met.items():
        for other in some.everybody - waiting:
            # Of two of this portion whoever came first compares them for both.
            if other not in known or other == one or (other in people and other < one):
                continue
            likeness = matcher.compare(known[one], known[other])
            if likeness.band is not Band.APART:
                found[one].append((other, likeness))
                if other in people:
                    found[other].append((one, likeness))
    best = {
        pk: sorted(pairs, key=lambda pair: (-pair[1].weight, pair[0]))[:at_most]
        for pk, pairs in found.items()
    }
    return best, waiting


def _met(people: Mapping[int, Description]) -> dict[int, Met]:
    ring = settings.KEY_RING
    keys = {
        pk: {
            number_mark(f"match {key.kind}", key.text, ring=ring): key for key in blocking_keys(one)
        }
        for pk, one in people.items()
    }
    holders = how_many({value for some in keys.values() for value in some})
    telling = {
        pk: {
            value: key
            for value, key in some.items()
            if 1 < holders.get(value, 0) <= most_beside(key)
        }
        for pk, some in keys.items()
    }
    who = holding({value for some in telling.values() for value in some})
    met: dict[int, Met] = defaultdict(Met)
    for pk, some in telling.items():
        for value, key in some.items():
            met[pk].everybody.update(who[value])
            if key.kind in CONTACT:
                met[pk].by_way.update(who[value])
    # Two meet whoever of them looks: what one was called when they were marked may have changed.
    for pk in people:
        for other in met[pk].everybody & people.keys():
            met[other].everybody.add(pk)
    return met


def _open_pairs(people: Collection[int]) -> Sequence[tuple[int, int]]:
    """(one of these people, the other) of their open pairs."""
    rows = Pair.objects.filter(
        Q(left__in=list(people)) | Q(right__in=list(people)), state=Pair.State.OPEN
    ).values_list("left", "right")
    ends = [(left, right) for left, right in rows] + [(right, left) for left, right in rows]
    return [(one, other) for one, other in ends if one in people]
