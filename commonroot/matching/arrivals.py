"""Whom a new description may be, among those who share a key with it."""

from collections.abc import Iterable

from commonroot.matching.bulk import Pair
from commonroot.matching.matcher import Band, Matcher
from commonroot.matching.records import Description

MOST_COMPARED = 200  # of all who share a key with one arrival, those who share the rarest


def likely(
    one: Description, known: Iterable[Description], *, matcher: Matcher, at_most: int = 5
) -> list[Pair]:
    """Return who of some people one description may be, the likeliest first; none who is apart."""
    found = [Pair(one.ref, other.ref, matcher.compare(one, other)) for other in known]
    found = [pair for pair in found if pair.likeness.band is not Band.APART]
    return sorted(found, key=lambda pair: -pair.likeness.weight)[:at_most]
