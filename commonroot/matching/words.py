"""The tables of words.toml and cities.toml, ready to look up."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from commonroot.matching.spelling import plain

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Words:
    """What is known about words, each in `spelling.plain` form."""

    titles: frozenset[str]
    generations: Mapping[str, str]
    titles_everywhere: frozenset[str]
    particles: frozenset[str]
    names_in: Mapping[str, frozenset[str]]  # {country: particles that are names there}
    mailboxes: frozenset[str]
    joined_articles: frozenset[str]
    servants: frozenset[str]
    sr_is_a_title: frozenset[str]
    nicknames: Mapping[str, frozenset[str]]
    cities: Mapping[tuple[str, str], str]
    themes: Mapping[str, str]


@cache
def words() -> Words:
    """Return the tables; read once."""
    read, places = _table("words.toml"), _table("cities.toml")
    nicknames: dict[str, set[str]] = {}
    for line in read["nicknames"].values():
        for pair in line.split():
            called, _, full = pair.partition(":")
            nicknames.setdefault(called, set()).add(full)
    cities: dict[tuple[str, str], str] = {}
    everywhere: dict[str, set[str]] = {}
    for country, named in places.items():
        for name, others in named.items():
            for other in (name, *others.split(",")):
                cities[country, plain(other)] = name
                everywhere.setdefault(plain(other), set()).add(name)
    # Where no country is known, a city is that of its name if only one is called so.
    cities |= {("", other): min(names) for other, names in everywhere.items() if len(names) == 1}
    return Words(
        titles=frozenset(map(plain, read["titles"].split())),
        generations={plain(word): which for word, which in read["generations"].items()},
        titles_everywhere=frozenset(map(plain, read["words"]["titles_everywhere"].split())),
        particles=frozenset(read["words"]["particles"].split()),
        names_in={
            country: frozenset(names.split())
            for names, countries in read["names_in"].items()
            for country in countries.split()
        },
        mailboxes=frozenset(read["words"]["mailboxes"].split()),
        joined_articles=frozenset(read["words"]["articles_joined"].split()),
        servants=frozenset(read["words"]["servants"].split()),
        sr_is_a_title=frozenset(read["words"]["sr_is_a_title"].split()),
        nicknames={called: frozenset(full) for called, full in nicknames.items()},
        cities=cities,
        themes={
            plain(word): theme
            for theme, line in read["organisations"].items()
            for word in line.split()
        },
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
