"""What is compared: what a row says of somebody, and the same made comparable."""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Record:
    """What one row, or one person, says of somebody: all that matching looks at.

    `ref` is the caller's own name for it, unlike all others of one call. `names` are full forms
    as written, `emails` in small letters, `phones` E.164, `country` ISO 3166-1 alpha-2, said or
    supposed. `identifiers` are numbers that somebody else gave: of members, of citizens.
    """

    ref: Hashable
    names: tuple[str, ...]
    given: str = ""
    family: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    country: str = ""
    city: str = ""
    organisation: str = ""
    born: datetime.date | None = None
    born_year: int | None = None
    identifiers: tuple[str, ...] = ()
    address: str = ""


class Name(NamedTuple):
    """One written form of a name: its words without titles and particles, in their order.

    `words` are plain, `bones` how they sound; `latin` if they were written in Latin letters.
    """

    words: tuple[str, ...]
    bones: tuple[str, ...]
    latin: bool


class Email(NamedTuple):
    """An address in its parts; `office` if no person but an office reads it.

    `year` is a year of birth that its digits may stand for, 0 if none.
    """

    text: str
    local: str
    domain: str
    office: bool
    year: int
    year_in_full: bool


@dataclass(frozen=True, slots=True)
class Description:
    """A record made comparable; light enough to hold hundreds of thousands."""

    ref: Hashable
    country: str
    names: tuple[Name, ...]
    given: frozenset[str]
    family: frozenset[str]
    generation: str
    emails: tuple[Email, ...]
    phones: tuple[str, ...]
    city: str
    organisation: "Organisation | None"
    born: datetime.date | None
    born_year: int
    identifiers: tuple[str, ...]
    address: tuple[str, ...]


class Organisation(NamedTuple):
    """An organisation by its plain name, its initials, and what it is about and where.

    `said` are initials that stood in brackets behind the name.
    """

    text: str
    initials: str
    said: str
    about: frozenset[str]
