"""Groups after somebody left: as good as before, with as few people moved as can be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonroot.groups.rules.forming import Proposal, in_order, movable_parts
from commonroot.groups.rules.measure import DIGIT, RULES, Measure
from commonroot.groups.rules.people import Member, Plan

# How many half-mended states are carried on from one move to the next, and how far.
CARRIED, FARTHEST = 300, 12
# Moves looked at for one number of people moved, at most, so that large courses stay affordable;
# and after how many such numbers without anything better it ends.
LOOKS, PATIENCE = 400_000, 3


@dataclass(frozen=True, slots=True)
class Repair:
    """The groups now, and who was moved; `whole` if the rules are kept as well as before."""

    proposal: Proposal
    moved: tuple[str, ...]
    whole: bool


def repaired(
    members: Iterable[Member],
    plan: Plan,
    *,
    groups: Sequence[Sequence[str]],
    left: Iterable[str],
    locked: Iterable[str] = (),
    closed: Iterable[int] = (),
    broken: Mapping[str, int] | None = None,
) -> Repair:
    """Mend groups after `left` went; who is `locked` stays, into and out of `closed` nobody goes.

    Fewest moves first, then the rules and wishes. `members` are everybody, also those who left;
    where those are not known any more, `broken` says how often each rule was broken before. The
    groups stay in their order.
    """
    everybody = list(members)
    gone = set(left)
    if broken is None:
        before = Measure(everybody, plan)
        goal = before.total(before.bits(keys) for keys in groups) >> DIGIT
    else:
        goal = digits(broken)
    measure = Measure((one for one in everybody if one.key not in gone), plan)
    begun = tuple(measure.bits(keys) for keys in groups)
    shut = frozenset(closed)
    fixed = measure.bits(locked) | sum(begun[n] for n in shut)
    movable = movable_parts(measure, begun, fixed=fixed)
    found, moved = fewest_moves(measure, begun, movable=movable, goal=goal, closed=shut)
    return Repair(
        proposal=in_order(measure, found),
        moved=tuple(measure.keys(moved)),
        whole=measure.total(found) >> DIGIT <= goal,
    )


def digits(broken: Mapping[str, int]) -> int:
    """Breaches by rule as the rules' part of a cost."""
    found = 0
    for rule in RULES:
        found = found << DIGIT | broken.get(rule, 0)
    return found


def fewest_moves(
    measure: Measure,
    begun: tuple[int, ...],
    *,
    movable: Sequence[int],
    goal: int,
    closed: frozenset[int] = frozenset(),
) -> tuple[tuple[int, ...], int]:
    """(Groups, who moved): the first that reach the goal, by how many people moved; else those
    that come nearest to it, with as few.

    States are looked at by the number of people moved. A number keeps only its best states, so that
    many moves stay affordable; up to two moves in groups of the usual size all of them are seen.
    """
    total = measure.total(begun)
    best = (total >> DIGIT, 0, total, begun, 0)
    waiting: dict[int, dict[tuple[int, ...], tuple[int, int]]] = {0: {begun: (total, 0)}}
    carried = max(1, min(CARRIED, LOOKS // max(1, len(movable) * len(begun))))
    people = idle = 0
    while people <= FARTHEST and idle <= PATIENCE:
        states = sorted(
            (cost, groups, moved) for groups, (cost, moved) in waiting.pop(people, {}).items()
        )
        if states and states[0][0] >> DIGIT <= goal:
            return states[0][1], states[0][2]
        idle += 1
        if states and states[0][0] >> DIGIT < best[0]:
            cost, groups, moved = states[0]
            best, idle = (cost >> DIGIT, people, cost, groups, moved), 0
        for cost, groups, moved in states[:carried]:
            for unit in movable:
                size = unit.bit_count()
                if unit & moved or people + size > FARTHEST:
                    continue
                here = next(n for n, group in enumerate(groups) if group & unit)
                for there in range(len(groups)):
                    if there == here or there in closed:
                        continue
                    changed = list(groups)
                    changed[here] ^= unit
                    changed[there] |= unit
                    new = cost + sum(
                        measure.cost(changed[n]) - measure.cost(groups[n]) for n in (here, there)
                    )
                    waiting.setdefault(people + size, {})[tuple(changed)] = (new, moved | unit)
        people += 1
    return best[3], best[4]
