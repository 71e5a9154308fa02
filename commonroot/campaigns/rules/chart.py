"""Where a strategy chart breaks its own method, over plain values: hints, never refusals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonroot.campaigns.rules.institutions import is_institution

# What stands in which column, read from left to right (domain source 4.2).
COLUMNS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("goals", (), ("goal",)),
    ("house", ("budget", "way"), ("resource", "gain", "inner_problem")),
    ("people", (), ("constituent", "opponent")),
    ("targets", ("target", "office", "power", "our_power"), ("second_target",)),
    ("tactics", (), ("tactic",)),
)
# What a tactic takes, and the kind of thing in the second column that it is taken from.
TAKES = (("people", "people"), ("money", "money"))


@dataclass(frozen=True)
class Row:
    """An entry of a chart as the rules see it."""

    key: str
    kind: str
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Hint:
    """Something worth another look: which, at which entry, and the numbers or names of its words.

    `key` is empty where the chart as a whole is meant.
    """

    code: str
    key: str = ""
    column: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def hints(chart: Mapping[str, Any], rows: Sequence[Row]) -> list[Hint]:
    """What is worth another look in a chart, in the order of its columns.

    Nothing is said of a column in which nothing stands yet, but for the target.
    """
    return [
        *_of_goals(_of(rows, "goal")),
        *(
            Hint("gain_without_number", one.key, "house", {"what": one.said.get("what", "")})
            for one in _of(rows, "gain")
            if one.said.get("number") is None
        ),
        *_of_targets(chart, _of(rows, "second_target")),
        *_of_tactics(_of(rows, "tactic"), _of(rows, "resource")),
    ]


def _of(rows: Iterable[Row], kind: str) -> list[Row]:
    return [one for one in rows if one.kind == kind]


def _of_goals(goals: Sequence[Row]) -> list[Hint]:
    found = []
    terms = {one.said.get("term") for one in goals}
    if goals and "middle" not in terms:
        found.append(Hint("no_victory", column="goals"))
    elif goals and "short" not in terms:
        found.append(Hint("no_first_win", column="goals"))
    for one in goals:
        answers = [one.said.get(check) for check in ("improves", "own_power", "relations")]
        if one.said.get("term") == "middle" and not any(answers):
            found.append(Hint("goal_unchecked", one.key, "goals"))
    return found


def _of_targets(chart: Mapping[str, Any], second: Sequence[Row]) -> list[Hint]:
    target = str(chart.get("target", ""))
    found = []
    if is_institution(target):
        found.append(Hint("target_institution", column="targets", values={"name": target}))
    found += [
        Hint("target_institution", one.key, "targets", {"name": one.said["person"]})
        for one in second
        if is_institution(str(one.said.get("person", "")))
    ]
    if target and not chart.get("our_power") and not second:
        found.append(Hint("no_power", column="targets", values={"name": target}))
    return found


def _of_tactics(tactics: Sequence[Row], resources: Sequence[Row]) -> list[Hint]:
    found = []
    have = {
        kind: sum(one.said.get("amount") or 0 for one in resources if one.said.get("kind") == kind)
        for _taken, kind in TAKES
    }
    for one in tactics:
        name = str(one.said.get("tactic", ""))
        if not one.said.get("who"):
            found.append(Hint("tactic_nobody", one.key, "tactics", {"name": name}))
        found += [
            Hint(
                f"tactic_{taken}",
                one.key,
                "tactics",
                {"name": name, "needs": needs, "have": have[kind]},
            )
            for taken, kind in TAKES
            if (needs := one.said.get(taken) or 0) > have[kind]
        ]
    return found
