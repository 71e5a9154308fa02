"""Who of the register somebody described may be: those who share a key, compared."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count as Counting

from commonroot.core.keys import number_mark
from commonroot.matching.arrivals import MOST_COMPARED
from commonroot.matching.arrivals import likely as compared
from commonroot.matching.blocks import BLOCK_LIMIT
from commonroot.matching.describe import describe
from commonroot.matching.keys import blocking_keys
from commonroot.matching.matcher import Band, Likeness, Matcher
from commonroot.matching.records import Description, Record
from commonroot.matching.usage import SHARED_FROM, Usage
from commonroot.matching.weights import Weights, read, shipped
from commonroot.people.models import ContactWay, MatchKey, Person
from commonroot.people.queries.care import share_a_name
from commonroot.people.queries.counts import rarity_of
from commonroot.people.queries.merging import said_different
from commonroot.people.queries.people import known_by_way
from commonroot.people.queries.records import records_of

WEIGHTS_FILE = "weights.toml"
DESCRIBED = (
    "shown_name",
    "given_name",
    "family_name",
    "country",
    "city",
    "organisation",
)
NEW_AT_ONCE = 500
VALUES_AT_ONCE = 10_000


def match_values(description: Description) -> set[int]:
    """The keyed numbers under which somebody described so is known again."""
    ring = settings.KEY_RING
    return {
        number_mark(f"match {kind}", text, ring=ring) for kind, text in blocking_keys(description)
    }


def weights() -> Weights:
    """The weights learnt from this school's decisions where there are any, else the shipped."""
    path = settings.HOME / WEIGHTS_FILE
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return shipped()


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> Weights:
    return read(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Beside:
    """Whom of the register some descriptions are to be compared with, and by what.

    `shared` is {ref of a description: [primary key]}, `people` {primary key: description}.
    """

    shared: Mapping[Hashable, Sequence[int]]
    people: Mapping[int, Description]
    matcher: Matcher


def beside(descriptions: Sequence[Description]) -> Beside:
    """Who shares the rarest keys with each description, some 200 at most, provisional people not.

    A key that more than 200 people have tells too little, and is looked at only where there is no
    other. A handful of queries for each 500 descriptions.
    """
    shared: dict[Hashable, Sequence[int]] = {}
    for start in range(0, len(descriptions), NEW_AT_ONCE):
        shared |= _shared(descriptions[start : start + NEW_AT_ONCE])
    people = described({pk for pks in shared.values() for pk in pks})
    everybody = [*descriptions, *people.values()]
    matcher = Matcher(
        rarity=rarity_of(everybody), usage=Usage.counted(everybody), weights=weights()
    )
    shared = {ref: [pk for pk in pks if pk in people] for ref, pks in shared.items()}
    return Beside(shared, people, matcher)


def described(pks: Collection[int]) -> dict[int, Description]:
    """{primary key: description} of those of the register; provisional people not."""
    found: dict[int, Description] = {}
    wanted = sorted(pks)
    for start in range(0, len(wanted), VALUES_AT_ONCE):
        people = Person.objects.filter(
            pk__in=wanted[start : start + VALUES_AT_ONCE], provisional=False
        ).only(*DESCRIBED)
        for record in records_of(people):
            found[int(str(record.ref))] = describe(record)
    return found


def _shared(descriptions: Sequence[Description]) -> dict[Hashable, Sequence[int]]:
    values = {one.ref: match_values(one) for one in descriptions}
    holders = how_many({value for some in values.values() for value in some})
    chosen = {ref: _rarest(some, holders=holders) for ref, some in values.items()}
    who = holding({value for some in chosen.values() for value in some})
    return {
        ref: list(dict.fromkeys(pk for value in some for pk in who.get(value, ())))[:MOST_COMPARED]
        for ref, some in chosen.items()
    }


def how_many(values: Collection[int]) -> dict[int, int]:
    """{key: how many have it}; keys that nobody has are left out."""
    found: dict[int, int] = {}
    wanted = list(values)
    for start in range(0, len(wanted), VALUES_AT_ONCE):
        rows = MatchKey.objects.filter(value__in=wanted[start : start + VALUES_AT_ONCE])
        found.update(rows.values_list("value").annotate(Counting("pk")).order_by())
    return found


def _rarest(values: set[int], *, holders: Mapping[int, int]) -> list[int]:
    """The rarest keys that together have not too many holders; at least one, if there is any."""
    chosen: list[int] = []
    people = 0
    for value in sorted(values & holders.keys(), key=lambda value: (holders[value], value)):
        people += holders[value]
        if chosen and (holders[value] > BLOCK_LIMIT or people > MOST_COMPARED):
            break
        chosen.append(value)
    return chosen


def holding(values: Collection[int]) -> dict[int, list[int]]:
    """{key: [primary key of who has it]}."""
    wanted = list(values)
    found: dict[int, list[int]] = {}
    for start in range(0, len(wanted), VALUES_AT_ONCE):
        rows = MatchKey.objects.filter(value__in=wanted[start : start + VALUES_AT_ONCE])
        for value, pk in rows.order_by("value", "person").values_list("value", "person"):
            found.setdefault(value, []).append(pk)
    return found


def likely(
    who: Record | Description | Person, *, at_most: int = 5
) -> list[tuple[Person, Likeness]]:
    """Whom of the register somebody may be, the likeliest first; never themself, nobody apart."""
    record = records_of([who])[0] if isinstance(who, Person) else who
    one = record if isinstance(record, Description) else describe(record)
    [found] = likely_many([one], at_most=at_most).values()
    people = Person.objects.in_bulk([pk for pk, _likeness in found])
    return [(people[pk], likeness) for pk, likeness in found]


def known_again(person: Person, *, way: ContactWay) -> tuple[list[Person], list[Person]]:
    """(who of the register a newcomer certainly is, everybody who can be reached that way).

    The way was proven to be the newcomer's. It is never enough, and neither is a name: certain is
    whose name covers theirs, or whom matching is sure of. Where four or more share the way, only
    the latter; nobody of whom somebody said that they are different.
    """
    others = list(known_by_way(way.kind, way.value).exclude(pk=person.pk))
    sure = {one.pk for one, likeness in likely(person) if likeness.band is Band.CERTAIN}
    few = len(others) < SHARED_FROM
    certain = [
        other
        for other in others
        if (other.pk in sure or (few and share_a_name(person, other)))
        and not said_different(person, other)
    ]
    return certain, others


def likely_many(
    descriptions: Sequence[Description], *, at_most: int = 5
) -> dict[Hashable, list[tuple[int, Likeness]]]:
    """{ref: [(primary key, likeness)]} for each description, the likeliest first.

    Somebody whose `ref` is their own primary key is not compared with themself: give rows of
    lists other refs than numbers of people (text, say).
    """
    around = beside(descriptions)
    found: dict[Hashable, list[tuple[int, Likeness]]] = {}
    for one in descriptions:
        others = [around.people[pk] for pk in around.shared[one.ref] if pk != one.ref]
        pairs = compared(one, others, matcher=around.matcher, at_most=at_most)
        found[one.ref] = [(int(str(pair.other)), pair.likeness) for pair in pairs]
    return found
