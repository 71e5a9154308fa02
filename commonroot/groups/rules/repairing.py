"""Groups after somebody left: as good as before, with as few people moved as can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonroot.groups.rules.forming import Proposal, proposal, units
from commonroot.groups.rules.measure import DIGIT, Measure
from commonroot.groups.rules.people import Member, Plan

# How many half-mended states are carried on from one move to the next, and how far.
CARRIED, FARTHEST = 300, 12


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
) -> Repair:
    """Mend groups after `left` went; who is `locked` stays where they are.

    Fewest moves first, then the rules and wishes. `members` are everybody, also those who left.
    """
    everybody = list(members)
    gone = set(left)
    before = Measure(everybody, plan)
    goal = before.total(before.bits(keys) for keys in groups) >> DIGIT
    measure = Measure((one for one in everybody if one.key not in gone), plan)
    begun = tuple(measure.bits(keys) for keys in groups)
    fixed = measure.bits(locked)
    movable = [unit for unit in units(measure) if not unit & fixed]
    found, moved = fewest_moves(measure, begun, movable=movable, goal=goal)
    return Repair(
        proposal=proposal(measure, found),
        moved=tuple(measure.keys(moved)),
        whole=measure.total(found) >> DIGIT <= goal,
    )


def fewest_moves(
    measure: Measure, begun: tuple[int, ...], *, movable: Sequence[int], goal: int
) -> tuple[tuple[int, ...], int]:
    """(Groups, who moved): the first that reach the goal, by how many people moved; else the best.

    States are looked at by the number of people moved. A number keeps only its best states, so that
    many moves stay affordable; up to two moves in groups of the usual size all of them are seen.
    """
    total = measure.total(begun)
    best = (total, begun, 0)
    waiting: dict[int, dict[tuple[int, ...], tuple[int, int]]] = {0: {begun: (total, 0)}}
    for people in range(FARTHEST + 1):
        states = sorted(
            (cost, groups, moved) for groups, (cost, moved) in waiting.pop(people, {}).items()
        )
        if states and states[0][0] >> DIGIT <= goal:
            return states[0][1], states[0][2]
        best = min([best, *states[:1]])
        for cost, groups, moved in states[:CARRIED]:
            for unit in movable:
                size = unit.bit_count()
                if unit & moved or people + size > FARTHEST:
                    continue
                here = next(n for n, group in enumerate(groups) if group & unit)
                for there in range(len(groups)):
                    if there == here:
                        continue
                    changed = list(groups)
                    changed[here] ^= unit
                    changed[there] |= unit
                    new = cost + sum(
                        measure.cost(changed[n]) - measure.cost(groups[n]) for n in (here, there)
                    )
                    waiting.setdefault(people + size, {})[tuple(changed)] = (new, moved | unit)
    return best[1], best[2]
