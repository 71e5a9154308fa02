"""How often parts of names and cities occur in the register: what it tells to share them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from commonroot.core.keys import number_mark
from commonroot.matching.keys import RULES
from commonroot.matching.rarity import Rarity
from commonroot.matching.records import Description
from commonroot.people.models import Count, Person, Recount

MARKS_AT_ONCE = 10_000
COUNTED_EVERY = timedelta(days=7)


class Part(NamedTuple):
    """What is counted: "people", "word", "world", "given", "family" or "city", where, and which."""

    kind: str
    country: str
    text: str

    @property
    def mark(self) -> int:
        """The keyed number under which it is counted."""
        text = f"{self.country}\0{self.text}"
        return number_mark(f"count {self.kind}", text, ring=settings.KEY_RING)


EVERYBODY = Part("people", "*", "")
FEW_COUNTRIES = 3  # more in one question, and each name is asked for in its own alone


def parts_of(one: Description) -> Iterator[Part]:
    """What one person counts for, each once."""
    bones = {bone for name in one.names for bone in name.bones}
    yield EVERYBODY
    yield Part("people", one.country, "")
    for bone in bones:
        yield Part("word", one.country, bone)
        yield Part("world", "", bone)
    for bone in one.given:
        yield Part("given", "", bone)
    for bone in one.family:
        yield Part("family", "", bone)
    if one.city:
        yield Part("city", one.country, one.city)


def counted(descriptions: Iterable[Description]) -> dict[int, int]:
    """{mark: people} of what these people count for."""
    totals = Counter(part for one in descriptions for part in parts_of(one))
    return {part.mark: people for part, people in totals.items()}


def rarity_of(descriptions: Iterable[Description]) -> Rarity:
    """What the whole register says of the names, cities and countries of these descriptions.

    It tells nothing of any others; one query for each ten thousand names.
    """
    known = list(descriptions)
    parts = {EVERYBODY}
    countries = {one.country for one in known}
    for one in known:
        parts.update(parts_of(one))
    # A name may be compared with one of another country: each is asked for in each.
    bones = {part.text for part in parts if part.kind == "world"}
    parts |= {Part(kind, "", bone) for kind in ("given", "family") for bone in bones}
    if len(countries) <= FEW_COUNTRIES:
        parts |= {Part("word", country, bone) for country in countries for bone in bones}
    return _rarity(parts, _people_by_mark([part.mark for part in parts]))


def _people_by_mark(marks: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(marks), MARKS_AT_ONCE):
        rows = Count.objects.filter(mark__in=marks[start : start + MARKS_AT_ONCE])
        found.update(rows.values_list("mark", "people"))
    return found


def _rarity(parts: Iterable[Part], people: Mapping[int, int]) -> Rarity:
    rarity = Rarity()
    for part in parts:
        count = people.get(part.mark, 0)
        if not count:
            continue
        if part == EVERYBODY:
            rarity.total = count
        elif part.kind == "people":
            rarity.people[part.country] = count
        elif part.kind == "word":
            rarity.words.setdefault(part.country, Counter())[part.text] = count
        elif part.kind == "city":
            rarity.cities.setdefault(part.country, Counter())[part.text] = count
        elif part.kind == "world":
            rarity.world[part.text] = count
        elif part.kind == "given":
            rarity.given[part.text] = count
        else:
            rarity.family[part.text] = count
    return rarity


def recount_under_way() -> Recount | None:
    """The count of everybody that is not done."""
    return Recount.objects.filter(ended_at=None).order_by("pk").first()


def count_due(*, at: datetime) -> bool:
    """Whether everybody is being counted, or should be: weekly, and by changed rules of reading."""
    done = Recount.objects.filter(ended_at__gt=at - COUNTED_EVERY, rules=RULES)
    return recount_under_way() is not None or (Person.objects.exists() and not done.exists())


def keys_are_old() -> bool:
    """Whether everybody was last gone over by other rules of reading than those of today."""
    last = Recount.objects.exclude(ended_at=None).order_by("-pk").first()
    return last is not None and last.rules != RULES
