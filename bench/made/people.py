"""The made-up people: who they are over twelve years, and who looks like whom."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bench.made.addresses import new_email, new_phone
from bench.made.naming import Name, latin_parts, name_of, own
from bench.made.places import Country, Organisation, countries
from bench.made.words import pool

YEARS = range(2010, 2022)
# How many rows a person has, and of how many people.
ROWS = ((1, 545), (2, 251), (3, 120), (4, 53), (5, 29), (6, 2))
ROWS_A_PERSON = sum(rows * share for rows, share in ROWS) / sum(share for _, share in ROWS)
# Pairs of people who look alike, for every person there is.
LOOKALIKES = {"couple": 0.025, "sibling": 0.029, "namesake": 0.031, "parent_child": 0.011}
# How likely people get a new address in a year.
NEW_EMAIL, NEW_PHONE = 0.115, 0.085


@dataclass
class Person:
    """Somebody who never lived. `emails` and `phones` begin in the year beside them."""

    key: str
    name: Name
    country: Country
    city: tuple[str, ...]
    born: date
    organisation: Organisation
    rows: int
    emails: list[tuple[int, str]] = field(default_factory=list)
    phones: list[tuple[int, str]] = field(default_factory=list)
    married: tuple[int, Name] | None = None
    lookalike: str = ""

    def email(self, year: int) -> str:
        """The address used in a year."""
        return next(text for since, text in reversed(self.emails) if since <= year)

    def phone(self, year: int) -> str:
        """The number used in a year."""
        return next(text for since, text in reversed(self.phones) if since <= year)


def population(
    rows: int, *, dice: random.Random
) -> tuple[list[Person], list[tuple[str, str, str]]]:
    """As many people as have about so many rows, and the look-alikes (key, key, kind)."""
    people: list[Person] = []
    alike: list[tuple[str, str, str]] = []
    total = 0
    start = sum(LOOKALIKES.values()) / (1 - sum(LOOKALIKES.values()))
    names = list(countries().values())
    common = commonness(rows)
    while total < rows:
        one = _person(len(people), country=dice.choice(names), common=common, dice=dice)
        people.append(one)
        total += one.rows
        if dice.random() < start:
            kind = dice.choices(list(LOOKALIKES), weights=list(LOOKALIKES.values()))[0]
            if kind == "couple" and not one.name.family:
                continue
            other = _lookalike(one, key=len(people), kind=kind, common=common, dice=dice)
            people.append(other)
            total += other.rows
            one.lookalike = other.lookalike = kind
            alike.append((one.key, other.key, kind))
    return people, alike


def _person(number: int, *, country: Country, common: int, dice: random.Random) -> Person:
    name = name_of(country.culture, dice=dice)
    born = date(1948, 1, 1) + timedelta(days=dice.randrange(365 * 53))
    person = Person(
        key=f"p{number:07}",
        name=name,
        country=country,
        city=dice.choice(country.cities),
        born=born,
        organisation=group(country, common=common, dice=dice),
        rows=dice.choices([n for n, _ in ROWS], weights=[w for _, w in ROWS])[0],
    )
    _reachable(person, dice=dice)
    if name.woman and name.family and dice.random() < 0.09:
        _marry(person, dice=dice)
    return person


def commonness(rows: int) -> int:
    """How many organisations of each country there are in so many rows."""
    return max(5, round(5 * (rows / 800) ** 0.38))


def group(country: Country, *, common: int, dice: random.Random) -> Organisation:
    """An organisation of a country; there are more of them where there are more people."""
    return dice.choice(country.organisations[:common])


def _reachable(person: Person, *, dice: random.Random) -> None:
    given, family = latin_parts(person.name)
    born = person.born.year
    for since in _since(NEW_EMAIL, dice=dice):
        email = new_email(
            given=given, family=family, born=born, country=person.country,
            organisation=person.organisation, dice=dice,
        )  # fmt: skip
        person.emails.append((since, email))
    for since in _since(NEW_PHONE, dice=dice):
        person.phones.append((since, new_phone(person.country, dice=dice)))


def _since(chance: float, *, dice: random.Random) -> list[int]:
    return [0, *(year for year in YEARS if dice.random() < chance)]


def _marry(person: Person, *, dice: random.Random) -> None:
    words = pool(person.country.culture).family_women
    new = own(words.pick(dice), dice=dice)
    family = (*person.name.family[:1], new) if dice.random() < 0.3 else (new,)
    person.married = (dice.choice(YEARS), replace(person.name, family=family))


def _lookalike(one: Person, *, key: int, kind: str, common: int, dice: random.Random) -> Person:
    """Another person who is easily taken for `one`."""
    other = _person(key, country=one.country, common=common, dice=dice)
    other.married = None
    near = dice.random() < 0.7
    other.city = one.city if near else other.city
    if kind in {"namesake", "parent_child"}:
        other.name = replace(one.name, prefix=one.name.prefix)
    else:
        other.name = name_of(one.country.culture, dice=dice, family=one.name)
    years = {"namesake": (2, 40), "parent_child": (19, 34), "couple": (0, 9), "sibling": (1, 9)}
    gap = dice.randint(*years[kind])
    turned = one.born.year + gap <= 2000 and (kind != "couple" or dice.random() < 0.5)
    year = one.born.year + (gap if turned else -gap)
    other.born = other.born.replace(year=max(1940, year), day=min(other.born.day, 28))
    if kind == "parent_child":
        other.born = other.born.replace(month=one.born.month, day=min(one.born.day, 28))
        if dice.random() < 0.35:
            elder, younger = (one, other) if one.born < other.born else (other, one)
            elder.name = replace(elder.name, suffix="Sr.")
            younger.name = replace(younger.name, suffix="Jr.")
    other.emails, other.phones = [], []
    _reachable(other, dice=dice)
    if kind != "namesake":
        if near and dice.random() < 0.5:
            other.organisation = one.organisation
        if dice.random() < 0.65:
            other.phones = list(one.phones)
        if kind != "parent_child" and dice.random() < 0.45:
            other.emails = list(one.emails)
    return other


def in_country(people: list[Person]) -> dict[str, list[Person]]:
    """People by the code of their country."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(person.country.code, []).append(person)
    return found


def years_of(person: Person, *, dice: random.Random) -> Iterator[int]:
    """The year of each of a person's rows, in order."""
    yield from sorted(dice.choices(YEARS, k=person.rows))
