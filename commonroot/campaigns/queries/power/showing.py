"""Who is on a power map and what ties them, for whoever reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.tools.power import ACTOR, POWER, TIE
from commonroot.campaigns.queries.entries import Shown, entries_of
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules.comparing import Stand
from commonroot.campaigns.rules.institutions import is_institution

UNKNOWN = "unknown"
SHORT = {
    "sure": gettext_lazy("sure"),
    "likely": gettext_lazy("likely"),
    "guess": gettext_lazy("a guess"),
}


@dataclass(frozen=True)
class Claim:
    """Something said on the map, and how anybody knows."""

    shown: Shown

    @property
    def key(self) -> str:
        """As in its address."""
        return self.shown.key

    @property
    def source(self) -> str:
        """How the team knows; "" for others."""
        return self.shown.words("source")

    @property
    def sureness(self) -> str:
        """How sure the team is, in a word; "" where nobody knows."""
        code = self.shown.value("confidence")
        return str(SHORT[code]) if code in SHORT else ""


@dataclass(frozen=True)
class Dot(Claim):
    """Somebody on the map, with the number they have in the picture and in the table."""

    number: int
    ties: int = 0

    @property
    def name(self) -> str:
        """Who it is."""
        return self.shown.name

    @property
    def x(self) -> float | None:
        """−5 against us to 5 with us; None: not known."""
        found: float | None = self.shown.value("x")
        return found

    @property
    def y(self) -> float | None:
        """Influence from 0 to 10; None: not known."""
        found: float | None = self.shown.value("y")
        return found

    @property
    def known(self) -> bool:
        """Whether their place is more than a mark for somebody of whom nobody knows."""
        return self.x is not None and self.shown.value("confidence") != UNKNOWN

    @property
    def is_target(self) -> bool:
        """Whether they are the one who can say yes."""
        return bool(self.shown.value("target"))

    @property
    def side(self) -> str:
        """Their side in words."""
        return side_words(self.x)

    @property
    def influence(self) -> str:
        """Their influence in words."""
        return influence_words(self.y)

    @property
    def influence_short(self) -> str:
        """Their influence under a heading that says so."""
        return _("not known") if self.y is None else f"{self.y:g}"

    @property
    def office(self) -> str:
        """Their office."""
        return self.shown.words("office")

    @property
    def stand(self) -> Stand:
        """Where they stand, for comparing."""
        return Stand(self.name, self.x, self.y, known=self.known)


@dataclass(frozen=True)
class Tie(Claim):
    """What ties two on the map."""

    start: Dot
    end: Dot

    @property
    def known(self) -> bool:
        """Whether anybody knows of it."""
        return bool(self.shown.value("confidence") != UNKNOWN)

    @property
    def relation(self) -> str:
        """What ties them, in words."""
        return self.shown.words("relation") or _("is tied to")


@dataclass(frozen=True)
class Map:
    """Everybody on a power map in their order, and every tie between two of them."""

    dots: list[Dot]
    ties: list[Tie]

    @property
    def targets(self) -> list[Dot]:
        """Those who can say yes."""
        return [dot for dot in self.dots if dot.is_target]

    @property
    def bodies(self) -> list[Dot]:
        """Targets that are no person: an institution signs nothing."""
        return [
            dot
            for dot in self.targets
            if dot.shown.value("what") == "institution"
            or (dot.shown.value("what") is None and is_institution(dot.name))
        ]

    @property
    def stands(self) -> dict[str, Stand]:
        """Where everybody stands, by key."""
        return {dot.key: dot.stand for dot in self.dots}

    def dot(self, key: str) -> Dot | None:
        """Who has that key."""
        return next((dot for dot in self.dots if dot.key == key), None)

    def ties_of(self, key: str) -> list[Tie]:
        """The ties of one of them."""
        return [tie for tie in self.ties if key in {tie.start.key, tie.end.key}]


def power_map(campaign: Campaign, *, reader: Reader) -> Map:
    """The map as `reader` may have it: no tie to somebody who is not open to them, in no count."""
    found = entries_of(campaign, POWER, reader=reader)
    actors = [one for one in found if one.kind is ACTOR]
    keys = {one.key for one in actors}
    tied = [
        one
        for one in found
        if one.kind is TIE and one.value("from") in keys and one.value("to") in keys
    ]
    counted: dict[str, int] = dict.fromkeys(keys, 0)
    for one in tied:
        for key in {one.value("from"), one.value("to")}:
            counted[key] += 1
    dots = {
        one.key: Dot(one, number, counted[one.key]) for number, one in enumerate(actors, start=1)
    }
    ties = [Tie(one, dots[one.value("from")], dots[one.value("to")]) for one in tied]
    return Map(list(dots.values()), ties)


SORTS: dict[str, Callable[[Dot], Any]] = {
    "number": lambda dot: dot.number,
    "name": lambda dot: dot.name.casefold(),
    "side": lambda dot: (dot.x is None, -(dot.x or 0), dot.number),
    "influence": lambda dot: (dot.y is None, -(dot.y or 0), dot.number),
    "ties": lambda dot: (-dot.ties, dot.number),
    "updated": lambda dot: (dot.shown.value("updated") or "", dot.number),
}


SORT_WORDS = {
    "number": gettext_lazy("their number"),
    "name": gettext_lazy("their name"),
    "side": gettext_lazy("their side: with us first"),
    "influence": gettext_lazy("their influence: most first"),
    "ties": gettext_lazy("their ties: most first"),
    "updated": gettext_lazy("their day: oldest first"),
}


def table(dots: Iterable[Dot], *, sort: str, what: str = "", sure: str = "") -> list[Dot]:
    """Those of one sort and sureness ("" for all), in the order asked for; else by number."""
    wanted = [
        dot
        for dot in dots
        if (not what or dot.shown.value("what") == what)
        and (not sure or (dot.shown.value("confidence") or UNKNOWN) == sure)
    ]
    return sorted(wanted, key=SORTS.get(sort, SORTS["number"]))


def side_words(x: float | None) -> str:
    """A side in words: "with us 2"."""
    if x is None:
        return _("side not known")
    if not x:
        return _("no side")
    words = _("with us %(number)s") if x > 0 else _("against us %(number)s")
    return words % {"number": f"{abs(x):g}"}


def influence_words(y: float | None) -> str:
    """An influence in words: "influence 8"."""
    if y is None:
        return _("influence not known")
    return _("influence %(number)s") % {"number": f"{y:g}"}
