"""From who is on a map and what ties them to the two sheets of a list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonroot.campaigns.rules.kumu.columns import (
    ACTOR_COLUMNS,
    TEAM_ONLY,
    TIE_COLUMNS,
    Column,
    cells_of,
)


@dataclass(frozen=True)
class Drawn:
    """One entry of a map: its key, what it says, and whether only the team has it."""

    key: str
    said: Mapping[str, Any]
    team_only: bool = False


@dataclass(frozen=True)
class Sheets:
    """Headings and rows of both sheets."""

    element_headings: list[str]
    elements: list[list[str]]
    connection_headings: list[str]
    connections: list[list[str]]


def written(actors: Sequence[Drawn], ties: Sequence[Drawn]) -> Sheets:
    """The sheets of a map. Ties whose ends are not among the actors are left out.

    Where two have the same name, or one has a bar in it, an `ID` stands first and ties use it.
    """
    cells = {actor.key: cells_of(actor.said, ACTOR_COLUMNS) for actor in actors}
    names = _names(cells)
    rows = [
        _marked(cells[actor.key], actor.team_only) | _id(cells[actor.key], names[actor.key])
        for actor in actors
    ]
    drawn = [tie for tie in ties if tie.said.get("from") in names and tie.said.get("to") in names]
    links = [
        {"From": names[tie.said["from"]], "To": names[tie.said["to"]]}
        | _marked(cells_of(tie.said, TIE_COLUMNS), tie.team_only)
        for tie in drawn
    ]
    element_headings = _headings(rows, ACTOR_COLUMNS)
    connection_headings = ["From", "To", *_headings(links, TIE_COLUMNS)]
    return Sheets(
        element_headings,
        [[row.get(heading, "") for heading in element_headings] for row in rows],
        connection_headings,
        [[row.get(heading, "") for heading in connection_headings] for row in links],
    )


def _names(cells: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The word by which ties call each: the label, or where that is not enough an ID."""
    labels = Counter(" ".join(one["Label"].split()) for one in cells.values())
    folded = Counter(label.casefold() for label in labels.elements())
    ids = Counter(one.get("ID", "") for one in cells.values())
    taken = set(labels) | set(folded) | set(ids)
    names: dict[str, str] = {}
    number = 0
    for key, one in cells.items():
        label, given = " ".join(one["Label"].split()), one.get("ID", "")
        if folded[label.casefold()] == 1 and "|" not in label:
            names[key] = label
        elif given and ids[given] == 1 and "|" not in given and given not in labels:
            names[key] = given
        else:
            number += 1
            while f"n{number}" in taken:
                number += 1
            names[key] = f"n{number}"
    return names


def _id(cells: Mapping[str, str], name: str) -> dict[str, str]:
    """The ID of an element: the word that ties use, unless that is its label."""
    return {} if name == " ".join(cells["Label"].split()) else {"ID": name}


def _marked(cells: dict[str, str], team_only: bool) -> dict[str, str]:
    return cells | {TEAM_ONLY: "yes" if team_only else ""}


def _headings(rows: Sequence[Mapping[str, str]], columns: tuple[Column, ...]) -> list[str]:
    """Kumu's own columns, ours where anything stands in one, then what lists brought along."""
    filled = {heading: None for row in rows for heading, cell in row.items() if cell}
    of_actors = columns is ACTOR_COLUMNS
    first = ["ID"] if of_actors and "ID" in filled else []
    kumu = ["Type", "Description", "Tags"]
    kumu = ["Label", *kumu] if of_actors else [*kumu, "Label", "Strength"]
    ours = [column.heading for column in columns] + [TEAM_ONLY]
    ours = [one for one in ours if one in filled and one not in kumu]
    before = {*first, *kumu, *ours, "From", "To"}
    return [*first, *kumu, *ours, *(one for one in filled if one not in before)]
