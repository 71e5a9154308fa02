"""What every list of the people of one programme has in common, whatever stands in it."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.utils.translation import ngettext

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, Purpose
from commonroot.people.models import Export, Person


class ListGone(LookupError):
    """What a list was asked of, or whoever asked for it, is there no more."""


@dataclass(frozen=True)
class Table:
    """The headings of a file and its rows; the person's key stands second in each row."""

    headings: list[str]
    rows: Iterator[list[str]]


class Chosen(Protocol):
    """Those of a programme of whom a list is asked for.

    `kept` is the same as it can be stored until the file is made; `within` in it says who runs the
    programme. `words` says which ones to whoever agrees to the file.
    """

    def people(self, *, at: datetime) -> int: ...
    def left_out(self, *, at: datetime) -> int: ...
    def kept(self) -> dict[str, Any]: ...
    def words(self) -> str: ...


class Source(Protocol):
    """A module that makes lists of the people of one programme.

    `COLUMNS` stand in their fixed order, those of `ALWAYS` in every file. `told_to` and `table_of`
    raise ListGone; `came_from` takes what `Chosen.kept` gave: an address and what it is called.
    """

    WHAT: str
    COLUMNS: dict[str, Any]
    ALWAYS: tuple[str, ...]
    USUAL: tuple[str, ...]

    def is_of(self, export: Export) -> bool: ...
    def table_of(self, export: Export, *, at: datetime) -> Table: ...
    def in_it_words(self) -> str: ...
    def care_words(self) -> str: ...
    def left_out_words(self, number: int) -> str: ...
    def told_to(self, export: Export) -> tuple[Audience, Purpose]: ...
    def came_from(self, kept: Mapping[str, Any]) -> tuple[str, str]: ...


def columns(chosen: Sequence[str], *, of: Source) -> list[str]:
    """The columns of a file in their order, those that are always there among them."""
    return [name for name in of.COLUMNS if name in of.ALWAYS or name in chosen]


def still_open(export: Export, *, of: Source, at: datetime) -> int:
    """How many of the people in a file the gate lets through at this moment."""
    try:
        audience, purpose = of.told_to(export)
    except ListGone:
        return 0
    people = Person.objects.filter(exported__export=export)
    return allowed(people, "", purpose=purpose, audience=audience, at=at).count()


def left_out_words(number: int) -> str:
    """How many the gate keeps out of such a file, and why."""
    return ngettext(
        "%(count)s left out: they paused everything, or took back what lets you see them.",
        "%(count)s left out: they paused everything, or took back what lets you see them.",
        number,
    ) % {"count": f"{number:,}"}


def unlike(prompt: str, taken: Container[str]) -> str:
    """The words of a question as a heading of its own among those taken by now."""
    name, number = prompt, 1
    while name in taken:
        number += 1
        name = f"{prompt} ({number})"
    return name


def in_utc(moment: datetime | None) -> str:
    """A moment as it stands in a file; nothing for none."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else ""
