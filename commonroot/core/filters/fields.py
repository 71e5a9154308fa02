"""What a filter may ask for. Every area offers fields of its own; who shows a list joins them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q, QuerySet

Words = Any  # text, or a promise of it in the reader's language


class Link(Protocol):
    """How "one of these rows points to them" becomes a condition; see `compiling`."""

    def __call__(self, rows: QuerySet[Any], path: str = "person") -> Q: ...


Match = Callable[..., Q]  # match(values, *, at: datetime, link: Link) -> Q


@dataclass(frozen=True)
class How:
    """One way to ask for a field.

    `phrase` follows "People who …" and holds `%(values)s` unless it takes nothing. `takes` is
    "choices" (one or several), "words", "day" or "nothing". `is_indexed` says that a condition on
    the person's own columns is found through an index.
    """

    code: str
    phrase: Words
    match: Match
    takes: str = "choices"
    is_indexed: bool = False

    @property
    def label(self) -> str:
        """The phrase as a form shows it, the values still open."""
        return str(self.phrase) % {"values": "…"} if self.takes != "nothing" else str(self.phrase)


@dataclass(frozen=True)
class Field:
    """Something people can be found by.

    `choices` gives (value, words) in the reader's language; `name_of` the words of one value where
    that is quicker than all choices. `is_typed` marks what somebody may
    have typed of a person: it never stands in an address.
    """

    code: str
    name: Words
    hows: Mapping[str, How]
    group: Words = ""
    choices: Callable[[], Iterable[tuple[str, Words]]] | None = field(default=None, compare=False)
    name_of: Callable[[str], Words] | None = field(default=None, compare=False)
    is_typed: bool = False


def fields_of(*offered: Field) -> dict[str, Field]:
    """Fields by their code. Raises ValueError when two areas offer the same."""
    found: dict[str, Field] = {}
    for one in offered:
        if one.code in found:
            raise ValueError(one.code)
        found[one.code] = one
    return found


def hows(*asked: How) -> dict[str, How]:
    """Ways to ask by their code, in their order."""
    return {one.code: one for one in asked}


def column(name: str) -> Match:
    """The condition that a column of the person holds one of the values."""

    def match(values: tuple[str, ...], *, at: datetime, link: Link) -> Q:
        return Q(**{f"{name}__in": values})

    return match


def column_not(name: str) -> Match:
    """The condition that a column of the person holds something else, or nothing."""

    def match(values: tuple[str, ...], *, at: datetime, link: Link) -> Q:
        return ~Q(**{f"{name}__in": values})

    return match


def column_empty(name: str) -> Match:
    """The condition that a column of the person is empty."""

    def match(values: tuple[str, ...], *, at: datetime, link: Link) -> Q:
        return Q(**{name: ""})

    return match
