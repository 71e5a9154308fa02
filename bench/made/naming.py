"""How a person of some culture is called, and how that name is written in a row."""

import random
from dataclasses import dataclass, replace

from bench.made.words import Word, pool

SECOND_GIVEN = {"latin": 0.45, "french": 0.12, "british": 0.08, "filipino": 0.0}
MIDDLE = {"arabic": 0.6, "russian": 0.5, "ukrainian": 0.4, "vietnamese": 0.85, "filipino": 0.35}
LOWERED = ("of", "de", "da", "do", "dos")


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name; each word with the spelling its bearer usually uses.

    `given` must be written; `middle` and the words of `family` beyond the kept one may be left
    out. `keeps_last` says which family name stays when only one is written.
    """

    given: tuple[Word, ...]
    middle: tuple[Word, ...]
    family: tuple[Word, ...]
    particle: str = ""
    keeps_last: bool = False
    woman: bool = True
    initial: bool = False  # father's name as an initial in front, as Tamils do
    prefix: str = ""
    suffix: str = ""
    joined: str = ""  # how the syllables of a first name are put together


def name_of(culture: str, *, dice: random.Random, family: Name | None = None) -> Name:
    """A new name; with `family` the family names of that one (a sibling's, a couple's)."""
    words = pool(culture)
    woman = dice.random() < 0.55
    first = words.women if woman else words.men
    last = words.family_women if woman else words.family_men
    if culture == "burmese":
        parts = tuple(dict.fromkeys(own(first.pick(dice), dice=dice) for _ in range(3)))
        parts = parts[: dice.choice((2, 2, 3))] if len(parts) > 1 else parts * 2
        kept = family.family if family else parts[-1:]
        return Name(parts[:-1], (), kept, woman=woman)
    if culture in {"chinese", "korean"}:
        given = tuple(own(first.pick(dice), dice=dice) for _ in range(2))
        kept = family.family if family else (own(last.pick(dice), dice=dice),)
        return Name(given, (), kept, woman=woman, joined=dice.choice(("-", "-l", "", " ")))
    given = own(first.pick(dice), dice=dice)
    middle: list[Word] = []
    if dice.random() < SECOND_GIVEN.get(culture, 0):
        middle.append(own(first.pick(dice), dice=dice))
    choice = words.middle_women if woman else words.middle_men
    if choice and dice.random() < MIDDLE.get(culture, 0):
        middle += [own(choice.pick(dice), dice=dice)]
        if culture == "vietnamese" and dice.random() < 0.3:
            middle += [own(choice.pick(dice), dice=dice)]
    if culture == "kenyan" and dice.random() < 0.15:
        middle.append(own(last.pick(dice), dice=dice))
    name = Name((given,), tuple(middle), (), woman=woman)
    if family:
        return replace(
            name, family=_gendered(family, woman=woman, culture=culture, dice=dice),
            particle=family.particle, keeps_last=family.keeps_last, initial=family.initial,
        )  # fmt: skip
    names = [own(last.pick(dice), dice=dice)]
    if (culture == "latin" and dice.random() < 0.85) or culture in {"congo"}:
        names.append(own(last.pick(dice), dice=dice))
    particle = ""
    if culture == "lusophone":
        if dice.random() < 0.85:
            names.append(own(last.pick(dice), dice=dice))
        particle = dice.choice(("", "", "da", "de", "dos", "da"))
    if culture == "indonesian" and dice.random() < 0.05:
        names = []
    prefix = ""
    if culture == "bengali" and not woman and dice.random() < 0.4:
        prefix = dice.choice(("Md.", "MD", "Mohammad", "Md"))
    return replace(
        name,
        family=tuple(names),
        particle=particle,
        keeps_last=culture == "lusophone",
        initial=culture == "tamil" and dice.random() < 0.5,
        prefix=prefix,
    )


def own(word: Word, *, dice: random.Random) -> Word:
    """The word with the spelling its bearer uses put first."""
    if len(word.latin) < 2 or dice.random() < 0.5:
        return word
    usual = dice.choice(word.latin)
    return replace(word, latin=(usual, *(latin for latin in word.latin if latin != usual)))


def _gendered(family: Name, *, woman: bool, culture: str, dice: random.Random) -> tuple[Word, ...]:
    if culture not in {"russian"} or family.woman == woman or not family.family:
        return family.family
    old = family.family[0]
    if woman:
        latin = tuple(f"{word}a" for word in old.latin if word.endswith(("v", "n")))
        return (Word(latin, old.native + "а"),) if latin else family.family
    latin = tuple(word[:-1] for word in old.latin if word.endswith(("va", "na")))
    return (Word(latin, old.native[:-1]),) if latin else family.family


def latin_parts(name: Name) -> tuple[str, str]:
    """First name and kept family name in Latin letters, for addresses ("" if there is none)."""
    given = "".join(word.latin[0] for word in name.given if word.latin)
    kept = (name.family[-1:] if name.keeps_last else name.family[:1]) if name.family else ()
    return given, "".join(word.latin[0] for word in kept if word.latin)
