"""By what two descriptions may meet: keys that the same person most likely shares with themself."""

from itertools import combinations
from typing import NamedTuple

from commonroot.matching.records import Description, Name
from commonroot.matching.spelling import loose

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
    found: dict[Key, None] = {}
    for email in one.emails:
        found[Key("email", email.text)] = None
        if len(email.local) >= LOCAL_FROM and not email.office:
            found[Key("local", email.local)] = None
    for phone in one.phones:
        found[Key("phone", phone)] = None
    for identifier in one.identifiers:
        found[Key("identifier", identifier)] = None
    for name in one.names:
        for key in _name_keys(one, name):
            found[key] = None
    for key in _address_keys(one):
        found[key] = None
    return tuple(found)


def _address_keys(one: Description) -> list[Key]:
    """Return keys of a postal address: its numbers, and its longest word with each of them."""
    numbers = sorted(word for word in one.address if word.isdigit())
    longest = max((word for word in one.address if not word.isdigit()), key=len, default="")
    where = one.country
    found = [Key("street", f"{where} {longest} {number}") for number in numbers if longest]
    if len(numbers) > 1:
        found.append(Key("numbers", f"{where} {' '.join(numbers)}"))
    return found


def _name_keys(one: Description, name: Name) -> list[Key]:
    where = one.country
    bones = sorted({bone for bone in name.bones if len(bone) > 1})[:PAIRS_OF]
    initials = "".join(sorted(word[0] for word in name.words))
    found = [Key("pair", f"{where} {a} {b}") for a, b in combinations(bones, 2)]
    wide = sorted({loose(bone) for bone in bones})
    found += [Key("wide", f"{where} {a} {b}") for a, b in combinations(wide, 2)]
    found.append(Key("run", f"{where} {''.join(sorted(name.bones))}"))
    if len(name.words) > 1:
        found += [
            Key("start", f"{where} {' '.join(sorted(word[:3] for word in pair))}")
            for pair in combinations(name.words[:PAIRS_OF], 2)
        ]
    if one.born:
        found.append(Key("born", f"{where} {one.born.isoformat()}"))
        found += [Key("day", f"{where} {one.born:%m%d} {bone}") for bone in bones]
    if one.born_year:
        found += [Key("year", f"{where} {one.born_year} {bone}") for bone in bones]
    if one.city:
        found += [Key("city", f"{where} {one.city} {bone}") for bone in bones]
        found.append(Key("initials", f"{where} {one.city} {initials}"))
    if one.organisation:
        places = {
            one.organisation.initials,
            one.organisation.text,
            *(() if not one.organisation.about else (" ".join(sorted(one.organisation.about)),)),
        }
        found += [Key("works", f"{place} {bone}") for place in sorted(places) for bone in bones]
    return found
