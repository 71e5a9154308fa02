"""Countries of the made-up people, and the organisations there."""

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from bench.made.words import plain

LANGUAGES = {
    "latin": "es", "lusophone": "pt", "french": "fr", "sahel": "fr", "congo": "fr",
    "arabic": "ar", "russian": "ru", "ukrainian": "ru", "greek": "ru", "turkish": "ru",
}  # fmt: skip
MAILBOXES = ("info", "office", "contact", "admin")
ENDINGS = (".org", ".net", ".org")


@dataclass(frozen=True)
class Organisation:
    """A made-up group with its names in two languages, its acronym and its domain."""

    native: str
    english: str
    swapped: str
    acronym: str
    mailbox: str
    domain: str


@dataclass(frozen=True)
class Country:
    """One country; `cities` are lists of spellings, the usual first."""

    code: str
    culture: str
    names: tuple[str, ...]
    cities: tuple[tuple[str, ...], ...]
    phones: tuple[str, ...]
    trunk: str
    dial: str
    desk: str
    organisations: tuple[Organisation, ...]

    @property
    def language(self) -> str:
        """The language of its organisations."""
        return LANGUAGES.get(self.culture, "en")


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("bench.made").joinpath(name).read_text(encoding="utf-8"))


@cache
def countries() -> dict[str, Country]:
    """All of countries.toml."""
    import phonenumbers

    said = dict(_toml("countries.toml"))
    desks = {code: desk for desk, codes in reversed(said.pop("desks").items()) for code in codes}
    found = {}
    for code, about in said.items():
        cities = tuple(tuple(city.split("/")) for city in about["cities"])
        found[code] = Country(
            code=code,
            culture=about["culture"],
            names=tuple(about["names"]),
            cities=cities,
            phones=tuple(about["phones"]),
            trunk=about.get("trunk", ""),
            dial=str(phonenumbers.country_code_for_region(code)),
            desk=desks.get(code, "Global"),
            organisations=_organisations(
                code, cities=cities, name=about["names"][0], culture=about["culture"]
            ),
        )
    return found


def _organisations(
    code: str, *, cities: tuple[tuple[str, ...], ...], name: str, culture: str
) -> tuple[Organisation, ...]:
    """The organisations of one country, always the same ones, in an order of their own."""
    dice = random.Random(code)
    said = _toml("organisations.toml")
    language = LANGUAGES.get(culture, "en")
    places = [city[0] for city in cities] + [name]
    # Of English names one kind has the place first; it is the other English name of all of them.
    kinds = said["kinds"][language][:3] if language == "en" else said["kinds"][language]
    all_of_them = list(product(kinds, said["themes"], places))
    dice.shuffle(all_of_them)
    return tuple(
        _organisation(kind, theme=theme, place=place, code=code, language=language, dice=dice)
        for kind, theme, place in all_of_them
    )


def _organisation(
    kind: str, *, theme: dict[str, str], place: str, code: str, language: str, dice: random.Random
) -> Organisation:
    native = f"{kind.format(theme[language])} {place}"
    if language == "es" and dice.random() < 0.3:
        native = f"{kind.format(theme[language])}, {place}"
    usual = (
        kind if language == "en" else dice.choice(_toml("organisations.toml")["kinds"]["en"][:3])
    )
    english = f"{usual.format(theme['en'])} {place}"
    swapped = f"{place} {theme['en']} Coalition"
    acronym = _acronym(native if language in {"es", "pt", "fr"} else english)
    tail = dice.choice(["net", "org", plain(place).lower().replace(" ", ""), ""])
    tail = "".join(sign for sign in tail if sign.isalpha())
    ending = dice.choice(ENDINGS)
    if ending == ".org" and dice.random() < 0.3:
        ending += f".{code.lower()}"
    return Organisation(
        native=native,
        english=english,
        swapped=swapped,
        acronym=acronym,
        mailbox=dice.choice(MAILBOXES),
        domain=f"{plain(acronym).lower()}{tail}{ending}",
    )


def _acronym(name: str) -> str:
    small = {"de", "las", "y", "del", "la", "da", "das", "au", "et", "des", "pour"}
    words = [word.strip(",«»") for word in name.split() if word not in small]
    return "".join(word[0] for word in words if word and word[0].isalpha()).upper()
