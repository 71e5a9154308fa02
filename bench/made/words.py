"""The words names are made of, each with its spellings; read from names.toml and from faker."""

import importlib
import random
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

from bench.made.spelling import TABLES, spelt

GENDERED = ("ru_RU", "uk_UA", "el_GR")


@dataclass(frozen=True, slots=True)
class Word:
    """One part of a name: Latin spellings, the usual one first, and its own script if another.

    A word without Latin spelling is only ever written in its own script.
    """

    latin: tuple[str, ...]
    native: str = ""

    @property
    def usual(self) -> str:
        """The spelling most lists use."""
        return self.latin[0] if self.latin else self.native


@dataclass(frozen=True)
class Choice:
    """Words with how often each occurs (running totals)."""

    words: Sequence[Word]
    totals: Sequence[float]

    def pick(self, dice: random.Random) -> Word:
        """One word; more frequent ones more often."""
        return dice.choices(self.words, cum_weights=self.totals)[0]


@dataclass(frozen=True)
class Pool:
    """What people of one way of naming are called."""

    women: Choice
    men: Choice
    family_women: Choice
    family_men: Choice
    middle_women: Choice | None = None
    middle_men: Choice | None = None


@cache
def _file() -> dict[str, dict[str, object]]:
    text = files("bench.made").joinpath("names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """Short forms by the usual spelling of a first name."""
    return {name: tuple(str(short).split()) for name, short in _file()["nicknames"].items()}


@cache
def pool(culture: str) -> Pool:
    """The pool of one culture of names.toml; kinds it does not list come from its faker locale."""
    said = _file()[culture]
    if "words" in said or "syllables" in said:
        # Their names are put together of equal words; see naming.py
        words = _listed(str(said.get("words") or said["syllables"]))
        family = _listed(str(said["family"])) if "family" in said else words
        return Pool(words, words, family, family)
    locale = str(said.get("faker", ""))

    def of(kind: str, *sources: str) -> Choice:
        own = str(said[kind]) if kind in said else ""
        return _listed(own) if own else _from_faker(locale, *sources)

    women = of("women", "first_names_female", "first_names")
    men = of("men", "first_names_male", "first_names")
    if locale == "yo_NG":  # the North and the East are in the file, the West is in faker
        women = _joined(women, _from_faker(locale, "first_names_female"))
        men = _joined(men, _from_faker(locale, "first_names_male"))
    if locale == "sw" and "women" in said:
        women = _joined(women, women, _from_faker(locale, "first_names_female"))
        men = _joined(men, men, _from_faker(locale, "first_names_male"))
    family_men = of("family", "last_names_male", "last_names")
    family_women = of("family", "last_names_female", "last_names")
    if locale == "yo_NG":
        family_men = family_women = _joined(family_men, _from_faker(locale, "last_names"))
    middle_women = middle_men = None
    if said.get("middle") == "men":
        middle_women = middle_men = men
    elif "middle" in said:
        middle_women = middle_men = _listed(str(said["middle"]))
    elif locale in {"ru_RU", "uk_UA"}:
        middle_women = _from_faker(locale, "middle_names_female", "middle_names")
        middle_men = _from_faker(locale, "middle_names_male", "middle_names")
    return Pool(women, men, family_women, family_men, middle_women, middle_men)


def _listed(text: str) -> Choice:
    words = []
    for entry in text.split():
        latin, _, native = entry.replace("_", " ").partition("=")
        words.append(Word(tuple(latin.split("/")), native))
    # The first of a list are the common ones, as everywhere: weights fall with the rank.
    return Choice(words, list(accumulate((rank + 2) ** -0.7 for rank in range(len(words)))))


def _joined(*choices: Choice) -> Choice:
    words = [word for choice in choices for word in choice.words]
    weights = [
        (total - before) / choice.totals[-1]
        for choice in choices
        for before, total in zip([0, *choice.totals], choice.totals, strict=False)
    ]
    return Choice(words, list(accumulate(weights)))


@cache
def _from_faker(locale: str, *names: str) -> Choice:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    entries = next(getattr(provider, name) for name in names if hasattr(provider, name))
    # Lists without frequencies are taken as if the first were the common ones.
    weighted = (
        entries
        if isinstance(entries, dict)
        else {entry: (rank + 4) ** -0.9 for rank, entry in enumerate(dict.fromkeys(entries))}
    )
    words, weights = [], []
    for entry, weight in weighted.items():
        if locale == "ne_NP":
            words.append(Word((), entry))
        elif locale in TABLES:
            latin = tuple(dict.fromkeys(spelt(entry, locale=locale)))
            words.append(Word(latin, entry))
        else:
            words.append(Word(_latin(entry)))
        weights.append(float(weight))
    return Choice(words, list(accumulate(weights)))


def _latin(entry: str) -> tuple[str, ...]:
    """A Latin name, without its accents as its second spelling."""
    return tuple(dict.fromkeys((entry, plain(entry))))


def plain(text: str) -> str:
    """Latin letters without accents."""
    turned = text.translate(str.maketrans("ıİđĐøØłŁß", "iIdDoOlLs"))
    apart = unicodedata.normalize("NFD", turned)
    return unicodedata.normalize(
        "NFC", "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")
    )
