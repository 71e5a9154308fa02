"""How a tool's page lays out what stands in it: kind by kind, and of each what is read first."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonroot.campaigns.models.tools import Kind, Tool
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries.entries import Cell, Shown
from commonroot.campaigns.queries.hints import Hint, hints
from commonroot.campaigns.queries.words import name_of

SHOWN_AT_ONCE = 3  # fields of an entry; what more was written is folded
STATUS = ("status", "answer", "strength", "kind")
TONES = {
    "won": "leaf", "yes": "leaf", "strong": "leaf",
    "partly": "ochre", "later": "ochre",
    "lost": "muted", "no": "muted", "withdrawn": "muted", "weak": "muted",
}  # fmt: skip
DATED = "on"  # whatever has this field is paper: the newest lies on top
ANSWERED = ("yes", "no")


@dataclass(frozen=True)
class Card:
    """An entry on its tool's page: its name above, then some fields, the rest folded.

    `who` looks after it; only those who write see `hints`.
    """

    shown: Shown
    status: str
    tone: str
    first: Sequence[Cell]
    rest: Sequence[Cell]
    hints: Sequence[Hint]
    who: str
    is_task: bool


@dataclass(frozen=True)
class Section:
    """One kind on a tool's page. `is_full`: no more fit. `is_dated`: in an order of its own."""

    kind: Kind
    cards: Sequence[Card]
    is_full: bool
    is_dated: bool


def sections(tool: Tool, shown: Sequence[Shown]) -> list[Section]:
    """What stands in a tool, as its page shows it."""
    found = []
    for kind in tool.kinds:
        if kind.parent:
            continue
        cards = [card(one) for one in in_order(kind, [one for one in shown if one.kind == kind])]
        full = len(cards) >= (1 if kind.single else kind.most)
        found.append(
            Section(kind, cards, is_full=full, is_dated=is_dated(kind) or kind.code == "ask")
        )
    return found


def is_dated(kind: Kind) -> bool:
    """Whether its entries lie by their date, the newest first."""
    return any(field.code == DATED for field in kind.fields)


def in_order(kind: Kind, shown: Sequence[Shown]) -> list[Shown]:
    """As they were put; papers by their date, the newest first; asks with those not answered first,
    what is due next on top.
    """
    if is_dated(kind):
        return sorted(shown, key=lambda one: (one.value(DATED) or "", one.entry.pk), reverse=True)
    if kind.code == "ask":
        return sorted(
            shown,
            key=lambda one: (
                one.value("answer") in ANSWERED,
                one.value("until") or "9",
                one.entry.pk,
            ),
        )
    return list(shown)


def card(shown: Shown) -> Card:
    """An entry with what of it is read first."""
    told = next((code for code in STATUS if shown.words(code)), "")
    kind = shown.kind
    cells = [
        cell
        for cell in shown.cells.values()
        if cell.words
        and cell.field.code not in {kind.named_by, *STATUS}
        and cell.field.type not in {Type.MEMBER, Type.DUE}
    ]
    at_once = len(cells) if kind.single else SHOWN_AT_ONCE
    # Whoever may write sees what is missing; a reader from outside is not told what lacks.
    return Card(
        shown,
        status=shown.words(told),
        tone=TONES.get(shown.value(told) or "", ""),
        first=cells[:at_once],
        rest=cells[at_once:],
        hints=hints(shown),
        who=name_of(shown.task.member) if shown.task else "",
        is_task=shown.task is not None,
    )
