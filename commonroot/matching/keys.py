"""By what two descriptions may meet: keys that the same person most likely shares with themself."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from commonroot.matching.records import Description, Name
from commonroot.matching.spelling import loose

# Which rules of reading, spelling and keys these are: raised by whoever changes a key that anybody
# may have, so that registers make the keys of their people anew.
RULES = 2
LOCAL_FROM = 6
PAIRS_OF = 5  # words of a name whose pairs become keys; the rest of a long name adds nothing


class Key(NamedTuple):
    """One key: records with the same kind and text are worth comparing."""

    kind: str
    text: str


CONTACT = frozenset({"email", "local", "phone", "identifier"})
"""Kinds whose text is an address or a number of a person."""


def blocking_keys(one: Description) -> tuple[Key, ...]:
    """Return the keys of a description, each once."""
    return tuple(dict.fromkeys((*keys_anywhere(one), *keys_in_country(one))))


def keys_anywhere(one: Description) -> Iterator[Key]:
    """Yield the keys under which people of different countries may meet."""
    for email in one.emails:
        yield Key("email", email.text)
        if len(email.local) >= LOCAL_FROM and not email.office:
            yield Key("local", email.local)
    for phone in one.phones:
        yield Key("phone", phone)
    for identifier in one.identifiers:
        yield Key("identifier", identifier)
    if one.city:
        # Some rows name a city and no country.
        for name in one.names:
            yield Key("town", f"{one.city} {''.join(sorted(name.bones))}")
    if one.organisation:
        told = one.organisation
        places = {told.text, told.initials, told.said, " ".join(sorted(told.about))} - {""}
        for bone in {bone for name in one.names for bone in name.bones}:
            for place in places:
                yield Key("works", f"{place} {bone}")


def keys_in_country(one: Description) -> Iterator[Key]:
    """Yield the keys under which people of one country meet, or people of no known country."""
    for kind, text in _keys_of_names(one):
        yield Key(kind, f"{one.country} {text}")
    for text in _keys_of_address(one):
        yield Key("address", f"{one.country} {text}")
    if one.born:
        yield Key("born", f"{one.country} {one.born.isoformat()}")


def _keys_of_names(one: Description) -> Iterator[tuple[str, str]]:
    for name in one.names:
        bones = sorted({bone for bone in name.bones if len(bone) > 1})[:PAIRS_OF]
        yield "run", "".join(sorted(name.bones))
        for a, b in combinations(bones, 2):
            yield "pair", f"{a} {b}"
        for a, b in combinations(sorted(map(loose, bones)), 2):
            yield "wide", f"{a} {b}"
        yield from _keys_of_starts(name)
        for bone in bones:
            if one.born:
                yield "day", f"{one.born:%m%d} {bone}"
            if one.born_year:
                yield "year", f"{one.born_year} {bone}"
            if one.city:
                yield "city", f"{one.city} {bone}"
        if one.city:
            yield "initials", f"{one.city} {''.join(sorted(word[0] for word in name.words))}"


def _keys_of_starts(name: Name) -> Iterator[tuple[str, str]]:
    """Yield the beginnings of two words: slips of the pen are rarer there."""
    for a, b in combinations(sorted(word[:3] for word in name.words[:PAIRS_OF]), 2):
        yield "start", f"{a} {b}"


def _keys_of_address(one: Description) -> Iterator[str]:
    """Yield the numbers of a postal address together, and its longest word with each of them."""
    numbers = sorted(word for word in one.address if word.isdigit())
    longest = max((word for word in one.address if not word.isdigit()), key=len, default="")
    if longest:
        for number in numbers:
            yield f"{longest} {number}"
    if len(numbers) > 1:
        yield " ".join(numbers)
