"""What can say who of many records is one person, by name: our own engine, or splink's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from commonroot.matching.bulk import Decided, Matches, Progress, match_all
from commonroot.matching.records import Record

OWN, SPLINK = "own", "splink"
ENGINES = (OWN, SPLINK)


class EngineMissing(Exception):
    """An engine whose libraries are not installed; the text says what to do."""


class Engine(Protocol):
    """Says who of some records is one person."""

    def match(self, records: Iterable[Record], *, decided: Iterable[Decided] = ()) -> Matches:
        """Return pairs with their bands, and groups; `decided` pairs keep what was said of them."""
        ...


@dataclass(frozen=True)
class OwnEngine:
    """Compares in Python, with all there is to know of names; holds everybody in memory."""

    progress: Progress | None = None
    workers: int | None = None

    def match(self, records: Iterable[Record], *, decided: Iterable[Decided] = ()) -> Matches:
        """Return what `bulk.match_all` finds."""
        return match_all(records, decided=decided, progress=self.progress, workers=self.workers)


def engine(
    name: str = OWN, *, progress: Progress | None = None, workers: int | None = None
) -> Engine:
    """Return an engine by one of the names in ENGINES; raises EngineMissing.

    `progress` is told (records done, records); `workers` are processes, None as many as pay.
    """
    if name == OWN:
        return OwnEngine(progress, workers)
    if name != SPLINK:
        raise ValueError(name)
    try:
        from commonroot.matching.splink_engine import SplinkEngine
    except ImportError as error:
        raise EngineMissing(
            "splink is not installed. Install it with "
            "“.venv/bin/python -m pip install -r requirements/large.in”, "
            "or leave --engine out: the engine of Commonroot needs nothing more."
        ) from error
    return SplinkEngine(progress, workers)
