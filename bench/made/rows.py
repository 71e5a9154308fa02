"""One person at one course: what a clerk wrote down, and what was wrong with it."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bench.made.addresses import email_cell, mistyped_email, phone_cell, typo
from bench.made.naming import Name
from bench.made.people import Person, group
from bench.made.places import Organisation
from bench.made.words import Word, nicknames

TITLES = ("Dr", "Dr.", "Prof.", "Mr.", "Mrs.", "Ms", "Rev.")
TITLES_OF = {
    "es": ("Sr.", "Sra.", "Lic.", "Ing.", "Dra."), "pt": ("Profa.", "Dra.", "Sr."),
    "fr": ("M.", "Mme", "Dr"), "ar": ("د.", "أ.", "Eng."), "ru": ("д-р", "проф."),
}  # fmt: skip
SCRIPTED = 0.3  # share of rows in the own script, in lists of the own region
BLANKS = ("", "", "", "", "", "", "n/a", "-", "?", "N/D")


@dataclass
class Row:
    """What is written of one person in one list; texts as a clerk left them."""

    person: Person
    year: int
    desk: str
    given: str
    family: str
    email: str
    phone: str
    country: str
    city: str
    organisation: str
    born: date | None
    registered: date | None
    tags: tuple[str, ...]
    email_true: str
    phone_true: str
    quirk: random.Random


def written(
    person: Person, *, year: int, desk: str, neighbours: list[Person], delimited: bool,
    common: int, dice: random.Random,
) -> Row:  # fmt: skip
    """One row of `person` in a year's list of a desk; `neighbours` live in the same country."""
    tags = {person.lookalike} if person.lookalike else set()
    regional = desk != "Global"
    given, family = _name(person, year=year, regional=regional, tags=tags, dice=dice)
    organisation = person.organisation
    if dice.random() < 0.1:
        organisation = group(person.country, common=common, dice=dice)
    email = email_true = phone_true = ""
    if dice.random() < 0.178:
        tags.add("email_missing")
    else:
        email_true = _address(
            person,
            year=year,
            organisation=organisation,
            neighbours=neighbours,
            tags=tags,
            dice=dice,
        )
        former = [text for since, text in person.emails if since > 0 and since <= year]
        email = email_cell(email_true, dice=dice, other=former[0] if len(former) > 1 else "")
        if dice.random() < 0.035:
            tags.add("email_typo")
            email = mistyped_email(email_true, dice=dice)
    phone = ""
    if dice.random() < 0.384:
        tags.add("phone_missing")
        phone = dice.choice(BLANKS) if dice.random() < 0.05 else ""
    else:
        number = person.phone(year)
        phone_true = person.country.code + number
        phone = phone_cell(number, person.country, dice=dice, delimited=delimited)
    group_written = _organisation(
        organisation, person=person, regional=regional, tags=tags, dice=dice
    )
    registered = None
    if dice.random() < 0.8:
        registered = date(year, 1, 1) + timedelta(days=dice.randrange(364))
    return Row(
        person=person, year=year, desk=desk, given=given, family=family,
        email=_blank(email, dice=dice), phone=_blank(phone, dice=dice),
        country=_country(person, dice=dice), city=_city(person, desk=desk, dice=dice),
        organisation=group_written, born=_born(person, dice=dice), registered=registered,
        tags=tuple(sorted(tags)), email_true=email_true, phone_true=phone_true,
        quirk=random.Random(dice.random()),
    )  # fmt: skip


def _name(
    person: Person, *, year: int, regional: bool, tags: set[str], dice: random.Random
) -> tuple[str, str]:
    name = person.name
    if person.married and year >= person.married[0]:
        name = person.married[1]
        tags.add("married")
    has_native = any(word.native and word.latin for word in (*name.given, *name.family))
    if has_native and dice.random() < (SCRIPTED if regional else 0.02):
        tags.add("script")
        return _in_own_script(name, person=person, tags=tags, dice=dice)
    if dice.random() < 0.47:
        spelt = _respelt(name, culture=person.country.culture, dice=dice)
        if spelt != name:
            tags.add("translit")
            name = spelt
    name = _dropped(name, tags=tags, dice=dice)
    given = _joined(name, dice=dice)
    short = nicknames().get(_key(name.given[0]))
    if short and dice.random() < 0.16:
        tags.add("nick")
        given = [dice.choice(short), *given[1:]]
    if dice.random() < 0.036 and given:
        tags.add("initials")
        given = [f"{given[0][:1]}.", *given[1:]]
    if name.prefix and dice.random() < 0.75:
        given = [dice.choice((name.prefix, "Md.", "Mohammad", "Mohammed", "MD")), *given]
    family = _family(name, dice=dice)
    if name.initial and family:
        given, family = [f"{family[0][:1]}.", *given], []
    if name.suffix and dice.random() < 0.75:
        (family or given).append(name.suffix)
    if dice.random() < 0.055:
        _mistyped(given, family, tags=tags, dice=dice)
    if dice.random() < 0.021:
        tags.add("title")
        titles = TITLES_OF.get(person.country.language, TITLES) if regional else TITLES
        given = [dice.choice(titles), *given]
    if family and dice.random() < 0.031:
        tags.add("swap")
        given, family = family, given
    return " ".join(given), " ".join(family)


def _in_own_script(
    name: Name, *, person: Person, tags: set[str], dice: random.Random
) -> tuple[str, str]:
    name = _dropped(name, tags=tags, dice=dice)
    given = [_native(word) for word in name.given]
    if person.country.culture in {"chinese", "korean"}:
        given = ["".join(given)]
    if person.country.culture == "arabic" and dice.random() < 0.3:
        given = [word.replace("أ", "ا").replace("ة", "ه") for word in given]
    given += [_native(word) for word in name.middle]
    family = [_native(word) for word in name.family]
    if name.prefix:
        given = ["মোঃ", *given]
    if name.initial and family:
        given, family = [f"{family[0][:1]}.", *given], []
    if dice.random() < 0.09:
        _mistyped(given, family, tags=tags, dice=dice)
    if dice.random() < 0.03:
        tags.add("title")
        given = [dice.choice(TITLES_OF.get(person.country.language, TITLES)), *given]
    if family and dice.random() < 0.02:
        tags.add("swap")
        given, family = family, given
    return " ".join(given), " ".join(family)


def _native(word: Word) -> str:
    return word.native or word.usual


def _key(word: Word) -> str:
    return word.native if word.native[:1] > "\u0370" and not word.native.isascii() else word.usual


def _respelt(name: Name, *, culture: str, dice: random.Random) -> Name:
    """The name in other spellings: those there are, or without its accents."""

    def other(word: Word) -> Word:
        if len(word.latin) < 2 or dice.random() < 0.5:
            return word
        return replace(word, latin=(dice.choice(word.latin[1:]), *word.latin))

    return replace(
        name,
        given=tuple(map(other, name.given)),
        middle=tuple(map(other, name.middle)),
        family=tuple(map(other, name.family)),
        joined=dice.choice(("-", "-l", "", " ")) if name.joined else "",
    )


def _dropped(name: Name, *, tags: set[str], dice: random.Random) -> Name:
    """The name without some of what may be left out."""
    more = len(name.family) > 1
    if not (name.middle or more) or dice.random() > 0.55:
        return name
    tags.add("dropped")
    fate = dice.random()
    lose_middle = bool(name.middle) and (not more or fate < 0.65)
    lose_family = more and (not name.middle or fate > 0.35)
    kept = name.family
    if lose_family:
        kept = name.family[-1:] if name.keeps_last else name.family[:1]
    return replace(name, middle=() if lose_middle else name.middle, family=kept)


def _joined(name: Name, *, dice: random.Random) -> list[str]:
    """First names; the syllables of Chinese and Korean ones put together."""
    given = [word.usual for word in name.given]
    if not name.joined:
        return given + [word.usual for word in name.middle]
    how = name.joined if dice.random() < 0.75 else dice.choice(("-", "-l", "", " "))
    if how in {"", "-l"}:
        given = [given[0], *(syllable.lower() for syllable in given[1:])]
    return how.rstrip("l").join(given).split(" ")


def _family(name: Name, *, dice: random.Random) -> list[str]:
    family = [word.usual for word in name.family]
    if name.particle and family and dice.random() < 0.7:
        family.insert(len(family) - 1, name.particle)
    return family


def _mistyped(given: list[str], family: list[str], *, tags: set[str], dice: random.Random) -> None:
    where = given if not family or dice.random() < 0.5 else family
    if not where:
        return
    at = dice.randrange(len(where))
    wrong = typo(where[at], dice=dice)
    if wrong != where[at]:
        tags.add("typo")
        where[at] = wrong


def _address(
    person: Person, *, year: int, organisation: Organisation, neighbours: list[Person],
    tags: set[str], dice: random.Random,
) -> str:  # fmt: skip
    fate = dice.random()
    if fate < 0.048:
        tags.add("shared_mailbox")
        return f"{organisation.mailbox}@{organisation.domain}"
    if fate < 0.067:
        near = [one for one in dice.choices(neighbours, k=12) if one.key != person.key]
        same = [one for one in near if one.organisation is organisation] or near
        if same:
            tags.add("coordinator_email")
            return same[0].email(year)
    return person.email(year)


def _organisation(
    organisation: Organisation, *, person: Person, regional: bool, tags: set[str],
    dice: random.Random,
) -> str:  # fmt: skip
    if dice.random() < 0.305:
        return "n/a" if dice.random() < 0.02 else ""
    fate = dice.random()
    native = 0.62 if regional else 0.4
    if fate < native:
        text = organisation.native
    elif fate < 0.75:
        text = organisation.english if dice.random() < 0.7 else organisation.swapped
    else:
        text = organisation.acronym
    if dice.random() < 0.05:
        text = f"{text} ({organisation.acronym})"
    if dice.random() < 0.045:
        tags.add("typo")
        text = typo(text, dice=dice)
    return _blank(text, dice=dice)


def _country(person: Person, *, dice: random.Random) -> str:
    if dice.random() < 0.055:
        return dice.choice(BLANKS)
    names = person.country.names
    name = names[0] if dice.random() < 0.45 else dice.choice(names)
    return _blank(name, dice=dice)


def _city(person: Person, *, desk: str, dice: random.Random) -> str:
    if dice.random() < 0.15:
        return "?" if dice.random() < 0.02 else ""
    city = person.city if dice.random() < 0.94 else dice.choice(person.country.cities)
    spelling = city[0] if dice.random() < 0.72 else dice.choice(city)
    return _blank(spelling, dice=dice)


def _born(person: Person, *, dice: random.Random) -> date | None:
    if dice.random() < 0.23:
        return None
    born = person.born
    fate = dice.random()
    if fate < 0.022:
        return born.replace(year=born.year + dice.choice((-1, 1, 10, -10)), day=min(born.day, 28))
    if fate < 0.03 and born.day <= 12:
        return born.replace(day=born.month, month=born.day)
    return born


def _blank(text: str, *, dice: random.Random) -> str:
    """The text with stray blanks around or inside it."""
    fate = dice.random()
    if not text or fate > 0.06:
        return text
    if fate < 0.02:
        return f"{text} "
    if fate < 0.035:
        return f"  {text}"
    if fate < 0.045:
        return f"{text}\t"
    return text.replace(" ", "  ", 1)
