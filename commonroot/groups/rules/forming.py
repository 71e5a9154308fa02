"""The search for groups: seeded and bounded by steps, never by time, so that it can be repeated.

Of few people every way into groups is looked at, and the best taken. For more there is threshold
accepting (Dueck and Scheuer, 1990) over moves and exchanges of whole teams. What a step may cost is
a digit of one rule: weaker rules may suffer for a while, a stronger one never does, and in the end
nothing may.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from commonroot.groups.rules import hours
from commonroot.groups.rules.every_way import best_of_all, few_enough
from commonroot.groups.rules.measure import DIGIT, RULES, Measure, Worth
from commonroot.groups.rules.people import Member, Plan, Rule

STEPS_EACH, STEPS_LEAST = 500, 12_000
# Fewer than some fifty people are searched for several times, so many steps in all.
STEPS_IN_ALL = 48_000
# One step in so many moves somebody without taking somebody else back.
MOVES = 0.15
TOLD_EVERY = 64 * 64
# Fewer people make no groups.
FEWEST = 2
# (Up to which part of the way, which rule may suffer, by how much in one step); then nothing may.
# Of hours it is so much at each meeting: whoever cannot come mostly cannot come to any of them.
COOLING: tuple[tuple[float, int, int], ...] = (
    (0.15, RULES.index(Rule.HOURS), 1),
    (0.30, RULES.index(Rule.LANGUAGE), 1),
    (0.45, RULES.index(Rule.COUNTRY), 1),
    (0.60, RULES.index(Rule.REGION), 2),
    (0.90, len(RULES), 12),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Groups by the keys of their members, what they are worth together, and each alone."""

    groups: tuple[tuple[str, ...], ...]
    worth: Worth
    each: tuple[Worth, ...]


Tell = Callable[[int], None]


def form(
    members: Iterable[Member], plan: Plan, *, seed: int = 0, tell: Tell | None = None
) -> Proposal:
    """The best groups that the search finds; another seed may find others as good.

    `tell` hears how far the search is, in hundredths.
    """
    measure = Measure(members, plan)
    people = len(measure.members)
    count = number_of_groups(people, plan)
    if not count:
        return proposal(measure, [])
    begun = sorted(beginnings(measure, count), key=measure.total)
    return proposal(measure, best_found(measure, begun, parts=units(measure), seed=seed, tell=tell))


def searched_on(
    members: Iterable[Member],
    plan: Plan,
    *,
    groups: Sequence[Sequence[str]],
    locked: Iterable[str] = (),
    closed: Iterable[int] = (),
    seed: int = 0,
    tell: Tell | None = None,
) -> Proposal:
    """Groups there are made better: who is `locked` stays, into and out of `closed` nobody goes.

    Never worse than they were. Groups stay in their order; `closed` are numbers in it, from 0.
    Whoever is in none is put where they fit best first.
    """
    measure = Measure(members, plan)
    begun = [measure.bits(keys) for keys in groups]
    shut = set(closed)
    begun = filled(measure, begun, shut=shut)
    ways = [n for n in range(len(begun)) if n not in shut]
    fixed = measure.bits(locked) | sum(begun[n] for n in shut)
    movable = movable_parts(measure, begun, fixed=fixed)
    if len(ways) > 1 and movable:
        open_ones = [begun[n] for n in ways]
        found = best_found(measure, [open_ones], parts=movable, seed=seed, tell=tell)
        for n, group in zip(ways, found, strict=True):
            begun[n] = group
    return in_order(measure, begun)


def best_found(
    measure: Measure,
    beginnings: Sequence[Sequence[int]],
    *,
    parts: Sequence[int],
    seed: int,
    tell: Tell | None,
) -> list[int]:
    """The best groups on ways from any of those beginnings; the first where none are better.

    `parts` are who may move, each as one; everybody else is in the same group in all beginnings.
    """
    chance = random.Random(seed)  # noqa: S311 - chance for a search, no secret
    first, movable = list(beginnings[0]), sum(parts)
    alone = [1 << n for n in hours.each(movable)]
    bases = [group & ~movable for group in first]
    if few_enough(len(alone), bases):
        best = best_of_all(measure, bases=bases, parts=chance.sample(alone, len(alone)))
        return min(first, best, key=measure.total)
    search = Search(measure, chance, parts=parts)
    steps = max(STEPS_LEAST, STEPS_EACH * len(measure.members))
    times = max(1, STEPS_IN_ALL // steps)
    found = [first]
    for n in range(times):
        told = tell and partly(tell, done=n, of=times)
        way = search.improved(beginnings[n % len(beginnings)], steps, tell=told)
        found.append(search.polished(way))
    best = min(found, key=measure.total)
    if measure.worth(measure.total(best), len(measure.members)).of(Rule.APART):
        # To be together is the weaker rule: where it helps, people leave their teams.
        best = Search(measure, chance, parts=alone).polished(best)
    return best


def partly(tell: Tell, *, done: int, of: int) -> Tell:
    """Tells of one search among several how far all of them are."""
    return lambda hundredths: tell((100 * done + hundredths) // of)


def filled(measure: Measure, groups: Sequence[int], *, shut: Iterable[int]) -> list[int]:
    """Groups with everybody in one: newcomers one after the other where they cost least."""
    now, closed = list(groups), set(shut)
    for n in hours.each(measure.everybody & ~sum(now)):
        open_ones = [place for place in range(len(now)) if place not in closed]
        if not open_ones:
            now.append(0)
            open_ones = [len(now) - 1]
        best = min(
            open_ones,
            key=lambda place: (
                measure.cost(now[place] | 1 << n) - measure.cost(now[place]),
                place,
            ),
        )
        now[best] |= 1 << n
    return now


def movable_parts(measure: Measure, groups: Sequence[int], *, fixed: int) -> list[int]:
    """Those who move as one between groups there are: of a team that is split, each part."""
    parts = [unit & group for unit in units(measure) for group in groups if unit & group]
    return sorted(part for part in parts if not part & fixed)


def number_of_groups(people: int, plan: Plan) -> int:
    """As many groups as asked for; else so many that their sizes lie in the middle of the span."""
    if not people:
        return 0
    if plan.groups:
        return min(plan.groups, people)
    fewest, most = -(-people // plan.largest), max(1, people // plan.smallest)
    middle = round(2 * people / (plan.smallest + plan.largest))
    return max(1, fewest, min(middle, most))


def proposal(measure: Measure, groups: Iterable[int]) -> Proposal:
    """Groups as their members' keys, in the order of their first members."""
    kept = sorted((group for group in groups if group), key=measure.keys)
    people = sum(group.bit_count() for group in kept)
    return Proposal(
        groups=tuple(tuple(measure.keys(group)) for group in kept),
        worth=measure.worth(measure.total(kept), people),
        each=tuple(measure.worth(measure.cost(group), group.bit_count()) for group in kept),
    )


def in_order(measure: Measure, groups: Sequence[int]) -> Proposal:
    """Groups as their members' keys, in the order they have; a group may be empty."""
    people = sum(group.bit_count() for group in groups)
    return Proposal(
        groups=tuple(tuple(measure.keys(group)) for group in groups),
        worth=measure.worth(measure.total(groups), people),
        each=tuple(measure.worth(measure.cost(group), group.bit_count()) for group in groups),
    )


def units(measure: Measure) -> list[int]:
    """Those who move as one: teams that fit into a group, and everybody else alone."""
    found: list[int] = []
    for team in measure.together:
        whole = team
        for other in [unit for unit in found if unit & team]:
            whole |= other
            found.remove(other)
        found.append(whole)
    found = [unit for unit in found if unit.bit_count() <= measure.plan.largest]
    alone = [1 << n for n in hours.each(measure.everybody & ~sum(found))]
    return sorted(found + alone)


def beginnings(measure: Measure, count: int) -> list[list[int]]:
    """Groups to start from: neighbours by country, by region, by language, by the sun."""
    region = measure.plan.region_of
    own = {measure.members[n].country for country in measure.own for n in hours.each(country)}

    def sun(member: Member) -> int:
        return next(hours.each(measure.can[measure.place[member.key]]), 0)

    orders: list[Callable[[Member], tuple[object, ...]]] = [
        lambda m: (m.country not in own, m.country if m.country in own else "", near(m), sun(m)),
        lambda m: (near(m), m.country, m.languages),
        lambda m: (m.languages, sun(m)),
        lambda m: (sun(m), m.country),
    ]

    def near(member: Member) -> str:
        return region.get(member.country, "~")

    parts = units(measure)
    first = [measure.members[next(hours.each(unit))] for unit in parts]
    found = []
    for order in orders:
        ranked = sorted(zip(map(order, first), parts, strict=True))
        found.append(cut([unit for _, unit in ranked], count))
    return found


def cut(ordered: Sequence[int], count: int) -> list[int]:
    """Units in their order, in so many groups of about one size."""
    people = sum(unit.bit_count() for unit in ordered)
    groups, filled, placed = [0] * count, 0, 0
    for unit in ordered:
        if filled < count - 1 and placed >= people * (filled + 1) / count:
            filled += 1
        groups[filled] |= unit
        placed += unit.bit_count()
    return groups


class Search:
    """One search through the groups of some people."""

    def __init__(
        self, measure: Measure, chance: random.Random, *, parts: Sequence[int] | None = None
    ) -> None:
        """Only `chance` is drawn from, so that the same seed takes the same way.

        `parts` are those who may move, each as one; everybody where none are given.
        """
        self.measure, self.chance = measure, chance
        self.units = list(parts) if parts is not None else units(measure)

    def improved(self, groups: Sequence[int], steps: int, *, tell: Tell | None = None) -> list[int]:
        """The best groups met on a way of so many steps; never worse than where it began."""
        now, at = list(groups), self.places(groups)
        cost, draw = self.measure.cost, self.chance.random
        costs = [cost(group) for group in now]
        total = best_total = sum(costs)
        best = list(now)
        for step in range(steps):
            if step % 64 == 0:
                allowed = allowance(step / steps, meetings=len(self.measure.weeks))
                if tell is not None and step % TOLD_EVERY == 0:
                    tell(100 * step // steps)
            one, here = self._drawn(at)
            if draw() < MOVES:
                other, there = None, int(draw() * len(now))
            else:
                other, there = self._drawn(at)
            if here == there:
                continue
            leaving = self.units[one]
            coming = self.units[other] if other is not None else 0
            new_here, new_there = now[here] ^ leaving | coming, now[there] ^ coming | leaving
            cost_here, cost_there = cost(new_here), cost(new_there)
            change = cost_here + cost_there - costs[here] - costs[there]
            if change > allowed:
                continue
            now[here], now[there] = new_here, new_there
            costs[here], costs[there] = cost_here, cost_there
            at[one] = there
            if other is not None:
                at[other] = here
            total += change
            if total < best_total:
                best, best_total = list(now), total
        return best

    def polished(self, groups: Sequence[int]) -> list[int]:
        """Groups that no single move or exchange makes better."""
        now, at, cost = list(groups), self.places(groups), self.measure.cost
        unchanged = 0
        # Everybody in turn, until a whole round of them found nothing better.
        while unchanged < len(self.units):
            for one, leaving in enumerate(self.units):
                unchanged += 1
                for there, other, coming in self.destinations(now, at, one=one):
                    here = at[one]
                    new_here = now[here] ^ leaving | coming
                    new_there = now[there] ^ coming | leaving
                    if cost(new_here) + cost(new_there) < cost(now[here]) + cost(now[there]):
                        now[here], now[there] = new_here, new_there
                        at[one], unchanged = there, 0
                        if other is not None:
                            at[other] = here
                        break
        return now

    def destinations(
        self, groups: Sequence[int], at: Sequence[int], *, one: int
    ) -> list[tuple[int, int | None, int]]:
        """Where a unit could go: (group, who comes back from it or None, their bits)."""
        here = at[one]
        moves = [(there, None, 0) for there in range(len(groups)) if there != here]
        exchanges = [
            (there, other, self.units[other]) for other, there in enumerate(at) if there != here
        ]
        return [*moves, *exchanges]

    def places(self, groups: Sequence[int]) -> list[int]:
        """In which group each unit is."""
        return [next(n for n, group in enumerate(groups) if group & unit) for unit in self.units]

    def _drawn(self, at: Sequence[int]) -> tuple[int, int]:
        number = int(self.chance.random() * len(at))
        return number, at[number]


def allowance(way: float, *, meetings: int) -> int:
    """What a step may cost when that part of the way (0 to 1) is gone."""
    for until, level, amount in COOLING:
        if way < until:
            times = max(1, meetings) if level == RULES.index(Rule.HOURS) else 1
            return amount * times << DIGIT * (len(RULES) - level)
    return 0
