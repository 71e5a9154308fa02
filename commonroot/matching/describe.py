"""From what was written to what can be compared."""

import re
from collections.abc import Iterable
from functools import lru_cache
from sys import intern

from phonenumbers import NumberParseException, parse, region_code_for_number

from commonroot.matching.organisations import described_organisation
from commonroot.matching.records import Description, Email, Name, Record
from commonroot.matching.spelling import OF_SYLLABLES, as_said, bones, is_latin, plain, usual
from commonroot.matching.words import words

_SERVANT = re.compile(r"^abd(?:[aeo]u?[lrshnzdt](?=[^aeiou])|[aeou]u?l(?=[aeiou](?!h$)))")
_ARTICLE = re.compile(r"^[ae]l(?=[bcdfghjklmnpqrstvwyz]\w{3})")
_MOHAMMED = frozenset({"mohd", "muhd", "mhd"})
_YEAR = re.compile(r"(?<!\d)(?:(19[2-9]\d|20[01]\d)|(\d\d))(?!\d)")
_DIGITS = re.compile(r"\D+")
TELLING_DIGITS = 8  # of a phone number
YOUNGEST = 12  # two digits up to this are a year of the 2000s


def describe(record: Record) -> Description:
    """Return a record made comparable."""
    country = record.country.upper() or _country_of(record.phones)
    forms = [form for form in record.names if form.strip()]
    forms = forms or [f"{record.given} {record.family}"]
    read = [described_name(form, country) for form in forms]
    return Description(
        ref=record.ref,
        country=intern(country),
        names=tuple(dict.fromkeys(name for name, _generation in read if name.words)),
        generation=next((generation for _name, generation in read if generation), ""),
        given=_bones_of(record.given, beside=record.family, country=country),
        family=_bones_of(record.family, beside=record.given, country=country),
        emails=tuple(described_email(text) for text in record.emails),
        phones=tuple(dict.fromkeys(short_phone(text) for text in record.phones)),
        city=city_of(record.city, country),
        organisation=described_organisation(record.organisation) if record.organisation else None,
        born=record.born,
        born_year=record.born.year if record.born else record.born_year or 0,
        identifiers=tuple(filter(None, (plain(text) for text in record.identifiers))),
        address=tuple(plain(record.address).split()),
    )


def _country_of(phones: Iterable[str]) -> str:
    """Return the country whose numbers somebody has, where nothing else tells it."""
    for phone in phones:
        known = country_of_number(phone)
        if known:
            return known
    return ""


@lru_cache(maxsize=10_000)
def country_of_number(phone: str) -> str:
    """Return the country of an E.164 number; nothing if it has none of its own."""
    try:
        return region_code_for_number(parse(phone)) or ""
    except NumberParseException:
        return ""


def _bones_of(part: str, *, beside: str, country: str) -> frozenset[str]:
    """Return the skeletons of a given or family name, none where the two were not told apart."""
    return frozenset(described_name(part, country)[0].bones) if part and beside else frozenset()


@lru_cache(maxsize=100_000)
def described_name(text: str, country: str) -> tuple[Name, str]:
    """Return the words of a name that tell people apart, and its generation ("younger", …)."""
    known = words()
    generation = ""
    found: list[str] = []
    pieces = plain(as_said(text, country)).split()
    dropped = _dropped(country)
    latin = is_latin(text)
    for place, word in enumerate(pieces):
        titled = word == "sr" and country in known.sr_is_a_title
        if place and word in known.generations and not titled:
            generation = generation or known.generations[word]
        elif len(word) == 1:
            # One letter is an initial: but for "y" between names, and titles like "د.".
            between = word in "ey" and 0 < place < len(pieces) - 1
            title = not latin and country in known.joined_articles
            if not between and not title:
                found.append(word)
        elif word in dropped and len(pieces) > 1:
            continue
        else:
            found.append("muhammad" if word in _MOHAMMED else usual(word))
    joined = _joined(found, country)
    heard = (intern(bones(word, country)) for word in joined)
    name = Name(tuple(map(intern, joined)), tuple(heard), latin)
    return name, generation


@lru_cache(maxsize=300)
def _dropped(country: str) -> frozenset[str]:
    """Return the words that are no part of a name in a country: titles and particles.

    "Lê", "De" and "Das" are particles in Lisbon, and names in Hanoi, Beijing and Delhi.
    """
    known = words()
    if country in OF_SYLLABLES:
        return known.titles_everywhere
    return known.titles | (known.particles - known.names_in.get(country, frozenset()))


def _joined(pieces: list[str], country: str) -> list[str]:
    """Return the words of a name, servants of God in one word, articles of Arabic names off."""
    found: list[str] = []
    arabic = country in words().joined_articles
    servant = False
    for word in pieces:
        if servant:
            found.append("abd" + word)
            servant = False
        elif word in words().servants:
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
    digits = _YEAR.search(local)
    year, in_full = 0, False
    if digits:
        in_full = bool(digits[1])
        year = int(digits[1] or ("19" if int(digits[2]) > YOUNGEST else "20") + digits[2])
    bare = re.split(r"[._\-\d]", local)[0]
    office = bool({bare, local} & words().mailboxes)
    return Email(intern(f"{local}@{domain}"), local, domain, office, year, in_full)


def short_phone(text: str) -> str:
    """Return the last digits of a number: what stays the same however it was dialled."""
    return intern(_DIGITS.sub("", text)[-TELLING_DIGITS:])


@lru_cache(maxsize=50_000)
def city_of(text: str, country: str) -> str:
    """Return a city by one plain name, whatever it is called."""
    bare = plain(text)
    known = words().cities
    return intern(
        known.get((country, bare)) or known.get((country, bare.removesuffix(" city"))) or bare
    )
