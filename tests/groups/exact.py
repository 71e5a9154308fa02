"""The best groups there are, proven by CP-SAT: every possible group is a column to choose."""

from collections.abc import Callable

from ortools.sat.python import cp_model

from commonroot.groups.rules.measure import DIGIT, RULES, WISH_MASK, Measure


def best_cost(measure: Measure, count: int) -> int:
    """The lowest cost of at most `count` groups, rule after rule; for some ten people."""
    groups = range(1, measure.everybody + 1)
    model = cp_model.CpModel()
    chosen = {group: model.new_bool_var(str(group)) for group in groups}
    for n in range(len(measure.members)):
        model.add_exactly_one(chosen[group] for group in groups if group >> n & 1)
    model.add(sum(chosen.values()) <= count)

    def part(level: int) -> Callable[[int], int]:
        return lambda group: measure.cost(group) >> DIGIT * level & WISH_MASK

    total = 0
    for level in reversed(range(len(RULES) + 1)):
        digit = part(level)
        costs = sum(digit(group) * one for group, one in chosen.items())
        model.minimize(costs)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        least = round(solver.objective_value)
        model.add(costs == least)
        total += least << DIGIT * level
    return total
