"""The spectrum of allies as a page shows it: the drawing, the lists, what to think about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.tools.spectrum import SPECTRUM, WEDGES
from commonroot.campaigns.queries.entries import Shown, entries_of
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules import spectrum as rules
from commonroot.campaigns.rules.spectrum import Dot, Moved

LABELS = {int(code): label for code, label in WEDGES}
WITH_US = 2  # active and passive allies
NOTES = {
    "only_allies": gettext_lazy(
        "You are in touch with active allies alone. Who of you knows somebody one step further?"
    ),
    "all_opponents": gettext_lazy(
        "All who are not with you stand against you here. Who of them only differs, or does not"
        " know?"
    ),
    "nobody_moves": gettext_lazy(
        "Nobody is to move yet. Choose one group between the ends, and one thing to ask of it."
    ),
    "converting": gettext_lazy(
        "One plan wants to win over active opponents. Campaigns rarely win by that: would those"
        " beside them be easier to move?"
    ),
}


@dataclass(frozen=True)
class Plan:
    """A plan to move a group: from where to where, and whether it still waits for its result."""

    shown: Shown
    start: str
    goal: str

    @property
    def who(self) -> str:
        """Who looks after it and until when, in one line."""
        return " · ".join(filter(None, (self.shown.words("owner"), self.shown.words("due"))))

    @property
    def is_open(self) -> bool:
        """Whether nobody wrote down yet what came of it."""
        return not self.shown.value("result")


@dataclass(frozen=True)
class Group:
    """A group with its number in the drawing and the lists; `ring`: where it stood earlier."""

    shown: Shown
    number: int
    wedge: int
    dot: Dot
    plans: list[Plan]
    size: float
    steps: int = 0
    ring: Dot | None = None

    @property
    def label(self) -> str:
        """The name of the wedge in which they stand."""
        return str(LABELS[self.wedge])

    @property
    def lines(self) -> list[str]:
        """What else the list says of them, as far as it was written."""
        return [words for code in ("why", "size") if (words := self.shown.words(code))]

    @property
    def tip(self) -> Dot:
        """Where the arrow from the earlier day ends: before the dot, not under it."""
        return rules.before(self.dot, of=self.ring or self.dot, size=self.size)

    @property
    def moved_words(self) -> str:
        """How far they moved since the earlier day; "" where they stayed."""
        if self.steps > 0:
            return ngettext("%(count)d nearer", "%(count)d nearer", self.steps) % {
                "count": self.steps
            }
        if self.steps < 0:
            return ngettext("%(count)d further away", "%(count)d further away", -self.steps) % {
                "count": -self.steps
            }
        return ""

    @property
    def nearer(self) -> int | None:
        """The wedge one nearer to us."""
        return rules.nearer(self.wedge)

    @property
    def further(self) -> int | None:
        """The wedge one further from us."""
        return rules.further(self.wedge)


@dataclass(frozen=True)
class Wedge:
    """One wedge: its groups, its name in short lines with their heights, where they are written."""

    number: int
    label: str
    groups: list[Group]
    lines: list[tuple[float, str]]
    at: Dot
    count_at: Dot
    border: Dot


@dataclass(frozen=True)
class Spectrum:
    """All of it. `moves`: against the earlier day, where one was chosen, in sentences."""

    wedges: list[Wedge]
    size: float
    notes: list[str]
    headline: str
    moves: list[str] = field(default_factory=list)
    summary: str = ""

    @property
    def groups(self) -> list[Group]:
        """Every group, from active allies on."""
        return [group for wedge in self.wedges for group in wedge.groups]


Stood = Mapping[str, tuple[str, int]]


def spectrum(
    campaign: Campaign, *, reader: Reader, mirrored: bool = False, before: Stood | None = None
) -> Spectrum:
    """The spectrum as somebody may read it; `before`: how it stood earlier, {key: (name, wedge)}.

    Groups keep the number of the order in which they were written down, wherever they stand.
    """
    found = [one for one in entries_of(campaign, SPECTRUM, reader=reader) if _wedge(one)]
    moves = rules.moved(before, stood(found)) if before is not None else []
    steps = {one.key: one for one in moves}
    inside = {
        wedge: [(n, one) for n, one in enumerate(found, 1) if _wedge(one) == wedge]
        for wedge in rules.WEDGES
    }
    size = rules.size_for(max(len(ones) for ones in inside.values()))
    wedges = [
        _drawn(wedge, ones, size=size, mirrored=mirrored, steps=steps)
        for wedge, ones in inside.items()
    ]
    stands = [
        rules.Stand(
            wedge=_wedge(one),
            in_touch=bool(one.value("link")),
            plans=[
                int(plan.value("from_wedge"))
                for plan in one.of("shift")
                if not plan.value("result")
            ],
        )
        for one in found
    ]
    return Spectrum(
        wedges=wedges,
        size=size,
        notes=[str(NOTES[code]) for code in rules.notes(stands)] if reader.is_team else [],
        headline=_headline(stands),
        moves=[words for one in moves if (words := _words_of(one))],
        summary=_summary(moves),
    )


def stood(found: list[Shown]) -> dict[str, tuple[str, int]]:
    """{key: (name, wedge)} of groups."""
    return {one.key: (one.name, _wedge(one)) for one in found}


def stood_in(rows: list[dict[str, Any]]) -> dict[str, tuple[str, int]]:
    """The same of the rows of a day that was kept; for the team alone."""
    return {
        row["key"]: (row["said"]["name"], int(row["said"]["wedge"]))
        for row in rows
        if row["kind"] == "ally_group"
    }


def _wedge(one: Shown) -> int:
    return int(one.value("wedge") or 0)


def _drawn(
    wedge: int,
    ones: list[tuple[int, Shown]],
    *,
    size: float,
    mirrored: bool,
    steps: Mapping[str, Moved],
) -> Wedge:
    places = rules.dots(len(ones), wedge, size=size, mirrored=mirrored)
    groups = []
    for (number, one), dot in zip(ones, places, strict=True):
        step = steps.get(one.key)
        ring = None
        if step is not None and step.before and step.before != wedge:
            ring = rules.ring(before=step.before, now=wedge, dot=dot, mirrored=mirrored)
        groups.append(
            Group(
                shown=one,
                number=number,
                wedge=wedge,
                dot=dot,
                plans=[_plan(plan) for plan in one.of("shift")],
                size=size,
                steps=step.steps if step else 0,
                ring=ring,
            )
        )
    middle = rules.middle(wedge)
    first, _blank, rest = str(LABELS[wedge]).partition(" ")
    return Wedge(
        number=wedge,
        label=str(LABELS[wedge]),
        groups=groups,
        lines=[(-13.0, first), (15.0, rest)] if rest else [(0.0, first)],
        at=rules.at(middle, rules.LABEL_AT, mirrored=mirrored),
        count_at=rules.at(middle, rules.COUNT_AT, mirrored=mirrored),
        border=rules.at(middle - rules.SLICE / 2, rules.RIM, mirrored=mirrored),
    )


def _plan(shown: Shown) -> Plan:
    start = int(shown.value("from_wedge"))
    goal = rules.nearer(start)
    return Plan(shown, str(LABELS[start]), str(LABELS[goal]) if goal else "")


def _headline(stands: list[rules.Stand]) -> str:
    near = sum(one.wedge <= WITH_US for one in stands)
    return ngettext(
        "With you: %(near)d of %(count)d group.",
        "With you: %(near)d of %(count)d groups.",
        len(stands),
    ) % {"near": near, "count": len(stands)}


def _words_of(one: Moved) -> str:
    """How one group stands against the earlier day, in a sentence; "" where it stayed."""
    if one.before is None:
        return _("%(name)s: new, %(now)s") % {"name": one.name, "now": LABELS[one.now or 0]}
    if one.now is None:
        return _("%(name)s: not on the page any more") % {"name": one.name}
    if one.now == one.before:
        return ""
    return _("%(name)s: %(before)s → %(now)s") % {
        "name": one.name,
        "before": LABELS[one.before],
        "now": LABELS[one.now],
    }


def _summary(moves: list[Moved]) -> str:
    both = [one for one in moves if one.before and one.now]
    if not both:
        return ""
    told = _("Of %(count)d: %(nearer)d came nearer, %(away)d went away, %(stayed)d stayed.")
    return told % {
        "count": len(both),
        "nearer": sum(one.steps > 0 for one in both),
        "away": sum(one.steps < 0 for one in both),
        "stayed": sum(one.steps == 0 for one in both),
    }
