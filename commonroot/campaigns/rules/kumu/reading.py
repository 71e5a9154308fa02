"""From the sheets of a list to who is on it and what ties them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonroot.campaigns.rules.kumu.columns import (
    ACTOR_COLUMNS,
    LABEL,
    LONGEST_OTHER,
    TEAM_ONLY,
    TIE_COLUMNS,
    said_of,
)

LOOKED_AT = 20  # lines in which the headings are looked for
IGNORED = "(ignore)"
YES = frozenset({"yes", "true", "1"})
OURS = {
    name.casefold(): name
    for name in (
        "From", "To", "ID", "Label", "Tags", TEAM_ONLY,
        *(column.heading for column in ACTOR_COLUMNS + TIE_COLUMNS),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Who:
    """Somebody on a list. `names`: the words by which ties may call them, the best first."""

    said: dict[str, Any]
    team_only: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """A tie between two places in `Listed.actors`."""

    start: int
    end: int
    said: dict[str, Any]
    team_only: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A sheet or a line that was not read: `why` is ignored, no_headings, no_label, no_ends
    or too_long.
    """

    sheet: str
    why: str
    row: int = 0


@dataclass
class Listed:
    """What a list says. The last `unknown` actors stand in ties alone, never among the elements."""

    actors: list[Who] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


Sheet = tuple[str, Sequence[Sequence[str]]]
Line = tuple[str, int, dict[str, str]]


def read(sheets: Sequence[Sheet]) -> Listed:
    """Who is on a list and what ties them, from (name, lines of cells) of each sheet.

    Headings may stand in any order and below titles. Sheets named "… (ignore)" are skipped.
    """
    listed = Listed()
    elements: list[Line] = []
    connections: list[Line] = []
    for name, lines in sheets:
        if name.strip().casefold().endswith(IGNORED):
            listed.left_out.append(LeftOut(name, "ignored"))
            continue
        at, ends = _headings(lines)
        if at is None:
            if any(cell.strip() for cells in lines for cell in cells):
                listed.left_out.append(LeftOut(name, "no_headings"))
            continue
        (connections if ends else elements).extend(_rows(name, lines, at=at))
    for line in elements:
        _take_actor(listed, line)
    _take_ties(listed, connections)
    return listed


def _headings(lines: Sequence[Sequence[str]]) -> tuple[int | None, bool]:
    """(index of the line of headings or None, whether it is one of ties)."""
    for index, cells in enumerate(lines[:LOOKED_AT]):
        words = {cell.strip().casefold() for cell in cells}
        if {"from", "to"} <= words:
            return index, True
        if "label" in words:
            return index, False
    return None, False


def _rows(name: str, lines: Sequence[Sequence[str]], *, at: int) -> Iterator[Line]:
    """(sheet, line number, {heading: cell}) of each line below the headings that says anything."""
    headings: list[str] = []
    for number, cell in enumerate(lines[at], start=1):
        plain = " ".join(cell.split())
        heading = OURS.get(plain.casefold(), plain) or f"Column {number}"
        headings.append(heading if heading not in headings else f"{heading} ({number})")
    for number, cells in enumerate(lines[at + 1 :], start=at + 2):
        said = {
            headings[place] if place < len(headings) else f"Column {place + 1}": cell.replace(
                "\x00", ""
            ).strip()
            for place, cell in enumerate(cells)
        }
        if any(said.values()):
            yield name, number, said


def _take_actor(listed: Listed, line: Line) -> None:
    name, number, cells = line
    label = cells.get("Label", "")
    if not label:
        listed.left_out.append(LeftOut(name, "no_label", number))
        return
    team_only = cells.pop(TEAM_ONLY, "").casefold() in YES
    said = said_of(cells, ACTOR_COLUMNS)
    if len(said.get("other", "")) > LONGEST_OTHER:
        listed.left_out.append(LeftOut(name, "too_long", number))
        return
    names = tuple(filter(None, (" ".join(label.split()), cells.get("ID", ""))))
    listed.actors.append(Who(said, team_only, names))


def _take_ties(listed: Listed, connections: Sequence[Line]) -> None:
    known: dict[str, int] = {}
    # A label is meant before an ID; the same words in other letters come last.
    for words in (
        ((who.names[0], place) for place, who in enumerate(listed.actors)),
        ((who.names[-1], place) for place, who in enumerate(listed.actors)),
        ((who.names[0].casefold(), place) for place, who in enumerate(listed.actors)),
    ):
        for word, place in words:
            known.setdefault(word, place)

    def place_of(word: str) -> int:
        plain = " ".join(word.split())
        found = known.get(plain, known.get(plain.casefold()))
        if found is None:
            found = known[plain] = len(listed.actors)
            known.setdefault(plain.casefold(), found)
            listed.unknown.append(plain)
            listed.actors.append(Who(said_of({"Label": plain}, (LABEL,)), False, (plain,)))
        return found

    for name, number, cells in connections:
        start, ends = cells.pop("From", ""), _ends(cells.pop("To", ""), known)
        if not start or not ends:
            listed.left_out.append(LeftOut(name, "no_ends", number))
            continue
        team_only = cells.pop(TEAM_ONLY, "").casefold() in YES
        said = said_of(cells, TIE_COLUMNS)
        if len(said.get("other", "")) > LONGEST_OTHER:
            listed.left_out.append(LeftOut(name, "too_long", number))
            continue
        for end in ends:
            listed.ties.append(Tie(place_of(start), place_of(end), dict(said), team_only))


def _ends(text: str, known: dict[str, int]) -> list[str]:
    """The ends of a tie: several between bars, unless somebody is called just so."""
    if " ".join(text.split()) in known:
        return [text]
    return [part.strip() for part in text.split("|") if part.strip()]
