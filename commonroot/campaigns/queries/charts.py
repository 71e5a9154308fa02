"""The strategy charts of a campaign: five columns each, hints where the method is broken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.tools import KINDS, Kind
from commonroot.campaigns.models.tools.strategy import STRATEGY
from commonroot.campaigns.queries.entries import Cell, Shown, entries_of
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules import chart as rules
from commonroot.core.text import isolated

TITLES: dict[str, tuple[Promise, Promise]] = {
    "goals": (gettext_lazy("Goals"), gettext_lazy("What do we want? What counts as victory?")),
    "house": (
        gettext_lazy("Our own house"),
        gettext_lazy("What do we have, and how do we come out of it stronger?"),
    ),
    "people": (
        gettext_lazy("People"),
        gettext_lazy("Whose problem is it? Who is with us, who against?"),
    ),
    "targets": (
        gettext_lazy("Targets"),
        gettext_lazy("Which person can give it to us? What power do we have over them?"),
    ),
    "tactics": (
        gettext_lazy("Tactics"),
        gettext_lazy("What do our people do, so that the target feels this power?"),
    ),
}


@dataclass(frozen=True)
class Row:
    """An entry in a column, and sentences on what of it is worth another look."""

    shown: Shown
    hints: Sequence[str] = ()

    @property
    def lines(self) -> list[Cell]:
        """What is said of it beside its name."""
        naming = self.shown.kind.named_by
        return [one for code, one in self.shown.cells.items() if one.words and code != naming]


@dataclass(frozen=True)
class Group:
    """The entries of one kind in a column."""

    kind: Kind
    rows: Sequence[Row]


@dataclass(frozen=True)
class Column:
    """One column: its title and question, fields of the chart itself, then what belongs to it.

    `number` counts from 1; `hints` are of the column as a whole.
    """

    number: int
    code: str
    title: Any
    question: Any
    cells: Sequence[Cell]
    groups: Sequence[Group]
    hints: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(one.words for one in self.cells) and not any(
            group.rows for group in self.groups
        )


@dataclass(frozen=True)
class Chart:
    """The chart of one target. `count`: how much of it is worth another look."""

    shown: Shown
    columns: Sequence[Column]
    count: int = 0

    @property
    def key(self) -> str:
        """As in its address."""
        return self.shown.key


def charts(campaign: Campaign, *, reader: Reader) -> list[Chart]:
    """The charts that a reader may see, in their order; hints for the team alone."""
    return [
        chart(one, hints=reader.is_team) for one in entries_of(campaign, STRATEGY, reader=reader)
    ]


def chart(shown: Shown, *, hints: bool) -> Chart:
    """One chart in its columns."""
    rows = [
        rules.Row(one.key, one.kind.code, {code: cell.value for code, cell in one.cells.items()})
        for one in shown.children
    ]
    said = {code: cell.value for code, cell in shown.cells.items()}
    found = rules.hints(said, rows) if hints else []
    of_entries: dict[str, list[str]] = {}
    for hint in found:
        if hint.key:
            of_entries.setdefault(hint.key, []).append(hint_words(hint))
    columns = [
        Column(
            number=number,
            code=code,
            title=TITLES[code][0],
            question=TITLES[code][1],
            cells=[shown.cells[one] for one in fields if one in shown.cells],
            groups=[
                Group(
                    KINDS[kind],
                    [Row(one, of_entries.get(one.key, ())) for one in _told(shown, kind)],
                )
                for kind in kinds
            ],
            hints=[hint_words(one) for one in found if not one.key and one.column == code],
        )
        for number, (code, fields, kinds) in enumerate(rules.COLUMNS, 1)
    ]
    return Chart(shown, columns, count=len(found))


def _told(shown: Shown, kind: str) -> list[Shown]:
    """What of one kind belongs to a chart; without what says nothing to whoever reads."""
    return [one for one in shown.of(kind) if any(cell.words for cell in one.cells.values())]


def column_of(kind: str) -> int:
    """In which column a kind stands, from 1; that of the targets for the chart itself."""
    for number, (_code, _fields, kinds) in enumerate(rules.COLUMNS, 1):
        if kind in kinds:
            return number
    return 4


HINTS: dict[str, Promise] = {
    "no_victory": gettext_lazy("What counts as victory in this campaign? Add a goal for it."),
    "no_first_win": gettext_lazy("A first win on the way keeps people going. What could it be?"),
    "goal_unchecked": gettext_lazy(
        "Look at the three questions: does it make lives better, give people a sense of their own"
        " power, change who has power?"
    ),
    "gain_without_number": gettext_lazy(
        "How many? With a number you will see afterwards whether it came."
    ),
    "target_institution": gettext_lazy(
        "%(name)s sounds like an institution. Which person there can say yes?"
    ),
    "no_power": gettext_lazy(
        "What power do you have over %(name)s, or over somebody they listen to?"
    ),
    "tactic_nobody": gettext_lazy(
        "Nobody does this yet. Choose one of the groups in the third column."
    ),
    "tactic_people": gettext_lazy("This takes %(needs)s people; your own house has %(have)s."),
    "tactic_money": gettext_lazy("This takes %(needs)s in money; your own house has %(have)s."),
}


def hint_words(hint: rules.Hint) -> str:
    """What is worth another look, in a sentence that says what would be better."""
    values = dict(hint.values)
    if "name" in values:
        values["name"] = isolated(str(values["name"]))
    return str(HINTS[hint.code]) % values


@dataclass(frozen=True)
class Compared:
    """One line of charts side by side: what it is, and of each whose chart it is and its words."""

    label: Any
    sides: Sequence[tuple[str, Sequence[str]]]


def side_by_side(found: Iterable[Chart]) -> list[Compared]:
    """What tells the charts apart, line by line; lines in which nothing stands are left out."""
    charts = list(found)
    shape = KINDS["chart"]
    lines: list[tuple[Any, list[list[str]]]] = [
        (shape.field(code).label, [_said(one.shown.words(code)) for one in charts])
        for code in ("office", "power", "our_power")
    ]
    lines += [
        (
            KINDS[kind].several,
            [[one.name for one in chart.shown.of(kind) if one.name] for chart in charts],
        )
        for kind in ("goal", "constituent", "opponent", "second_target", "tactic")
    ]
    lines.append((_("Worth another look"), [_said(str(one.count or "")) for one in charts]))
    names = [one.shown.name for one in charts]
    return [
        Compared(label, list(zip(names, sides, strict=True)))
        for label, sides in lines
        if any(sides)
    ]


def _said(words: str) -> list[str]:
    return [words] if words else []
