"""Every way of few people into groups: the best there is, without any chance.

Group after group, the best for each part of the people that could be in the groups so far.
"""

from collections.abc import Sequence

from commonroot.groups.rules.measure import Measure

# Some tenth of a second: two groups of twelve people in all, three of eleven, eight of ten.
WORK = 500_000
# What one group costs takes as long as looking at so many ways to divide people.
COST_OF_ONE = 100


def few_enough(parts: int, bases: Sequence[int]) -> bool:
    """Whether all ways of so many parts into groups can be looked at."""
    costs = COST_OF_ONE * len(set(bases)) << parts
    divided: int = max(0, len(bases) - 2) * 3**parts
    return costs + divided <= WORK


def best_of_all(measure: Measure, *, bases: Sequence[int], parts: Sequence[int]) -> list[int]:
    """The groups that cost least: `bases` are who stays in each, `parts` who goes anywhere as one.

    Of ways that cost the same the order of the parts chooses one.
    """
    # A set of parts is a number too, a bit for each part.
    people = [0]
    for part in parts:
        people += [there | part for there in people]
    everyone = len(people) - 1
    costs = {base: [measure.cost(base | there) for there in people] for base in set(bases)}
    least = costs[bases[0]]
    taken: list[list[int]] = []
    for n, base in enumerate(bases[1:], start=2):
        placed = range(everyone + 1) if n < len(bases) else (everyone,)
        least, chosen = _with_another(least, costs[base], placed=placed)
        taken.append(chosen)
    groups, left = [], everyone
    for base, chosen in zip(reversed(bases[1:]), reversed(taken), strict=True):
        groups.append(base | people[chosen[left]])
        left ^= chosen[left]
    return [bases[0] | people[left], *reversed(groups)]


def _with_another(
    least: Sequence[int], cost: Sequence[int], *, placed: Sequence[int]
) -> tuple[list[int], list[int]]:
    """(The least cost of placing each of those sets with one group more, who is in that group)."""
    lower, chosen = [0] * len(cost), [0] * len(cost)
    for everyone in placed:
        best, who, here = least[everyone] + cost[0], 0, everyone
        while here:
            one = least[everyone ^ here] + cost[here]
            if one < best:
                best, who = one, here
            here = (here - 1) & everyone
        lower[everyone], chosen[everyone] = best, who
    return lower, chosen
