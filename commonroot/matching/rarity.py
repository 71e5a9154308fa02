"""How much a shared value tells: how rare it is where somebody lives."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from commonroot.matching.records import Description

# What the world adds to what is known of one country, in people.
BORROWED = 20.0
# Where nothing at all is known, a word is taken to be borne by one in this many people.
SUPPOSED = 300.0
PER_RECORD = 1.4  # true pairs for each record of a set, whatever its size
FEWEST = 20  # people that a country is taken to have at least


class Rarity:
    """How often parts of names, cities and birth years occur, by country and altogether."""

    def __init__(self) -> None:
        self.people: Counter[str] = Counter()
        self.words: dict[str, Counter[str]] = {}
        self.cities: dict[str, Counter[str]] = {}
        self.given: Counter[str] = Counter()
        self.family: Counter[str] = Counter()
        self.world: Counter[str] = Counter()
        self.total = 0
        self._among: dict[str, Among] = {}

    @classmethod
    def counted(cls, descriptions: Iterable[Description]) -> "Rarity":
        """Return the rarity counted in some descriptions."""
        made = cls()
        made.add(descriptions)
        return made

    def add(self, descriptions: Iterable[Description]) -> None:
        """Count further descriptions."""
        self._among.clear()
        for one in descriptions:
            self.people[one.country] += 1
            self.total += 1
            bones = {bone for name in one.names for bone in name.bones}
            self.words.setdefault(one.country, Counter()).update(bones)
            self.world.update(bones)
            self.given.update(one.given)
            self.family.update(one.family)
            if one.city:
                self.cities.setdefault(one.country, Counter())[one.city] += 1

    def plus(self, other: "Rarity") -> "Rarity":
        """Return the sum of two."""
        made = Rarity()
        for one in (self, other):
            made.people.update(one.people)
            made.given.update(one.given)
            made.family.update(one.family)
            made.world.update(one.world)
            made.total += one.total
            for mine, its in ((made.words, one.words), (made.cities, one.cities)):
                for country, counts in its.items():
                    mine.setdefault(country, Counter()).update(counts)
        return made

    def among(self, country: str) -> "Among":
        """Return what sharing something tells among the people of a country ("" for all)."""
        known = self._among.get(country)
        if known is None:
            known = self._among[country] = Among(self, country)
        return known

    def share(self, bone: str, country: str) -> float:
        """Return which share of a country's people bear a part of a name."""
        world = (self.world[bone] + 1.0) / (self.total + SUPPOSED)
        words = self.words.get(country)
        if not country or words is None:
            return min(1.0, world)
        return min(1.0, (words[bone] + BORROWED * world) / (self.people[country] + BORROWED))

    def is_given(self, bone: str) -> bool | None:
        """Tell whether a part of a name is a given (True) or a family name, None if unclear."""
        given, family = self.given[bone], self.family[bone]
        if given + family == 0:
            return None
        share = (given + 0.5) / (given + family + 1.0)
        return True if share > 0.7 else False if share < 0.3 else None

    def as_json(self) -> dict[str, object]:
        """Return all counts as plain values."""
        return {
            "people": dict(self.people), "total": self.total, "given": dict(self.given),
            "family": dict(self.family), "world": dict(self.world),
            "words": {country: dict(counts) for country, counts in self.words.items()},
            "cities": {country: dict(counts) for country, counts in self.cities.items()},
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "Rarity":
        """Return the rarity that `as_json` gave."""
        made = cls()
        made.people = _counter(kept["people"])
        made.given, made.family = _counter(kept["given"]), _counter(kept["family"])
        made.world = _counter(kept["world"])
        made.total = made.people.total()
        for name in ("words", "cities"):
            by_country = kept[name]
            assert isinstance(by_country, Mapping)
            getattr(made, name).update({place: _counter(of) for place, of in by_country.items()})
        return made


class Among:
    """What it tells to share something among the people of one country.

    `crowd` is how little it tells, in bits, that two records are of that country at all.
    """

    def __init__(self, rarity: Rarity, country: str) -> None:
        self.rarity = rarity
        self.country = country
        self._bits: dict[str, float] = {}
        self._cities = rarity.cities.get(country, Counter())
        self._people = max(1, rarity.people[country])
        known = (rarity.people[country] if country else 0) or rarity.total
        self.crowd = math.log2(max(FEWEST, known) / PER_RECORD)

    def bits(self, bone: str) -> float:
        """Return what sharing a part of a name tells, in bits."""
        known = self._bits.get(bone)
        if known is None:
            known = self._bits[bone] = -math.log2(self.rarity.share(bone, self.country))
        return known

    def city_share(self, city: str) -> float:
        """Return which share of the people live in a city."""
        return self._cities[city] / self._people


def _counter(counts: object) -> Counter[str]:
    assert isinstance(counts, Mapping)
    return Counter({str(word): int(count) for word, count in counts.items()})
