"""From what was written to what can be compared."""

import re
from collections.abc import Iterable
from functools import lru_cache
from sys import intern

from commonroot.matching.organisations import described_organisation
from commonroot.matching.records import Description, Email, Name, Record
from commonroot.matching.spelling import OF_SYLLABLES, is_latin, plain, skeleton, syllables
from commonroot.matching.words import words

_SERVANT = re.compile(r"^abd(?:[aeo]u?[lrshnzdt](?=[^aeiou])|[aeou]u?l(?=[aeiou](?!h$)))")
_SERVANTS = frozenset(
    {"abd", "abdel", "abdul", "abdal", "abdu", "abdoul", "abdou", "abdol", "abdur", "abder"}
)
_ARTICLE = re.compile(r"^[ae]l(?=[bcdfghjklmnpqrstvwyz]\w{3})")
_MOHAMMED = frozenset({"md", "mohd", "muhd", "mhd", "moh"})
_SPANISH_TITLES = frozenset({"ES", "MX", "AR", "CL", "CO", "PE", "EC", "GT", "HN", "NI", "SV", "CR", "PA", "CU", "DO",
                             "PR", "VE", "BO", "PY", "UY", "BR", "PT", "AO", "MZ", "CV", "GW", "ST", "TL", "GQ"})  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:(19[2-9]\d|20[01]\d)|(\d\d))(?!\d)")
_DIGITS = re.compile(r"\D+")
SHARP_PHONE = 8


def describe(record: Record) -> Description:
    """Return a record made comparable."""
    country = record.country.upper()
    forms = [form for form in record.names if form.strip()]
    split = f"{record.given} {record.family}".strip()
    if not forms and split:
        forms = [split]
    names: dict[Name, None] = {}
    generation = ""
    for form in forms:
        name, which = described_name(form, country)
        generation = generation or which
        if name.words:
            names[name] = None
    return Description(
        ref=record.ref,
        country=intern(country),
        names=tuple(names),
        given=frozenset(described_name(record.given, country)[0].bones)
        if record.given and record.family
        else frozenset(),
        family=frozenset(described_name(record.family, country)[0].bones)
        if record.given and record.family
        else frozenset(),
        generation=generation,
        emails=tuple(described_email(text) for text in record.emails),
        phones=tuple(dict.fromkeys(short_phone(text) for text in record.phones)),
        city=city_of(record.city, country),
        organisation=described_organisation(record.organisation) if record.organisation else None,
        born=record.born,
        born_year=record.born.year if record.born else record.born_year or 0,
        identifiers=tuple(
            filter(None, (plain(text).replace(" ", "") for text in record.identifiers))
        ),
        address=tuple(plain(record.address).split()),
    )


@lru_cache(maxsize=100_000)
def described_name(text: str, country: str) -> tuple[Name, str]:
    """Return the words of a name that tell people apart, and its generation ("younger", …)."""
    known = words()
    generation = ""
    found: list[str] = []
    pieces = plain(text).split()
    for place, word in enumerate(pieces):
        if (
            word in known.generations
            and place
            and not (word == "sr" and country in _SPANISH_TITLES)
        ):
            generation = generation or known.generations[word]
        elif (word in known.titles or word in known.particles) and len(pieces) > 1:
            continue
        else:
            found.append("muhammad" if word in _MOHAMMED else word)
    joined = _joined(found, country)
    bones = [skeleton(word) if country not in OF_SYLLABLES else syllables(word) for word in joined]
    name = Name(tuple(map(intern, joined)), tuple(map(intern, bones)), is_latin(text))
    return name, generation


def _joined(pieces: list[str], country: str) -> list[str]:
    """Return the words of a name, servants of God in one word, articles of Arabic names off."""
    found: list[str] = []
    arabic = country in words().joined_articles
    servant = False
    for word in pieces:
        if servant:
            found.append("abd" + word)
            servant = False
        elif word in _SERVANTS:
            servant = True
        elif word.startswith("abd") and len(word) > 5:
            found.append(_SERVANT.sub("abd", word))
        else:
            found.append(_ARTICLE.sub("", word) if arabic else word)
    return [*found, "abd"] if servant else found


@lru_cache(maxsize=100_000)
def described_email(text: str) -> Email:
    """Return an address in its parts, with the year of birth that people like to put there."""
    local, _, domain = text.strip().casefold().rpartition("@")
    local = local.partition("+")[0] or local
    year = _YEAR.search(local)
    written = (
        int(year[1] or (f"19{year[2]}" if int(year[2]) > 12 else f"20{year[2]}")) if year else 0
    )
    bare = re.split(r"[._\-\d]", local)[0]
    office = bool({bare, local} & words().mailboxes)
    return Email(intern(f"{local}@{domain}"), local, domain, office, written)


def short_phone(text: str) -> str:
    """Return the last digits of a number: what stays the same however it was dialled."""
    return intern(_DIGITS.sub("", text)[-SHARP_PHONE:])


@lru_cache(maxsize=50_000)
def city_of(text: str, country: str) -> str:
    """Return a city by one plain name, whatever it is called."""
    bare = plain(text)
    known = words().cities
    return intern(
        known.get((country, bare)) or known.get((country, bare.removesuffix(" city"))) or bare
    )


def described(records: Iterable[Record]) -> list[Description]:
    """Return many records made comparable."""
    return [describe(record) for record in records]
