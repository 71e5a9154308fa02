"""Small groups: how long they take to form, and how good they are beside other ways."""

import random
import time

from bench.figures import Figure
from commonroot.groups.rules.forming import beginnings, form
from commonroot.groups.rules.measure import DIGIT, RULES, Measure
from commonroot.groups.rules.people import Rule
from tests.groups.exact import best_cost
from tests.groups.made import people, plan

ABOUT = """People from twelve countries who have time on three to six days; groups of five to
seven, some in pairs, some who must not meet. Breaches are counted rule by rule, the stronger first:
apart, together, size, hours, language, alone, country, region. *Random* deals people out, *greedy*
takes the best of the orders our search starts from, *CP-SAT* chooses for thirty seconds among
20,000 likely groups. Times are those of one core. On cases of nine people CP-SAT proves the best
there is."""

SEED = 7
SMALL_CASES, SMALL = 60, 9
COLUMNS, SECONDS = 20_000, 30


def measure() -> list[Figure]:
    """Times of 90 and 300 people, breaches beside other ways, and small cases beside the proof."""
    found = [
        *_large(90, 15, bound=3.0),
        *_large(300, 50, bound=20.0),
        *_beside_the_proof(),
    ]
    return found


def _large(number: int, count: int, *, bound: float) -> list[Figure]:
    members = people(number, seed=SEED)
    asked = plan(members, groups=count)
    began = time.process_time()
    own = form(members, asked)
    took = time.process_time() - began
    name = f"{number} people in {count} groups"
    measure = Measure(members, asked)
    ways = {
        "ours": measure.total(map(measure.bits, own.groups)),
        "greedy": min(map(measure.total, beginnings(measure, count))),
        "random": measure.total(_dealt(measure, count)),
        "CP-SAT": _chosen_by_cp_sat(measure, count),
    }
    figures = [Figure(f"{name}: formed", took, "s", bound=bound)]
    for way, cost in ways.items():
        worth = measure.worth(cost, number)
        for rule in (Rule.SIZE, Rule.HOURS, Rule.LANGUAGE, Rule.COUNTRY):
            figures.append(Figure(f"{name}, {way}: {rule} broken", worth.of(rule), "times"))
    figures.append(
        Figure(f"{name}: others that keep the rules better", sum(
            cost >> DIGIT < ways["ours"] >> DIGIT for cost in ways.values()
        ), "ways", bound=0)
    )  # fmt: skip
    return figures


def _dealt(measure: Measure, count: int) -> list[int]:
    order = random.Random(SEED).sample(range(len(measure.members)), len(measure.members))
    return [sum(1 << n for n in order[first::count]) for first in range(count)]


def _chosen_by_cp_sat(measure: Measure, count: int) -> int:
    """The rules' weighted sum at its lowest among likely groups, as far as CP-SAT comes in time."""
    chance = random.Random(SEED)
    number = len(measure.members)
    columns = set(_dealt(measure, count))
    for begun in beginnings(measure, count):
        columns.update(begun)
    while len(columns) < COLUMNS:
        columns.add(_likely(measure, chance))
    from ortools.sat.python import cp_model  # a second and more, for a benchmark alone

    model = cp_model.CpModel()
    chosen = {group: model.new_bool_var(str(group)) for group in sorted(columns)}
    for n in range(number):
        model.add_exactly_one(one for group, one in chosen.items() if group >> n & 1)
    model.add(sum(chosen.values()) <= count)
    weight = {rule: 4 ** (len(RULES) - place) for place, rule in enumerate(RULES)}

    def price(group: int) -> int:
        worth = measure.worth(measure.cost(group), group.bit_count())
        return sum(weight[rule] * worth.of(rule) for rule in RULES)

    model.minimize(sum(price(group) * one for group, one in chosen.items()))
    start = min(beginnings(measure, count), key=measure.total)
    for group, one in chosen.items():
        model.add_hint(one, group in start)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.num_workers = 2
    assert solver.solve(model) in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    return measure.total(group for group, one in chosen.items() if solver.value(one))


def _likely(measure: Measure, chance: random.Random) -> int:
    """A group grown around somebody, each time by the best of a few."""
    group = 1 << chance.randrange(len(measure.members))
    for _ in range(chance.randint(measure.plan.smallest, measure.plan.largest) - 1):
        outside = [n for n in range(len(measure.members)) if not group >> n & 1]
        few = chance.sample(outside, min(6, len(outside)))
        group |= 1 << min(few, key=lambda n: measure.cost(group | 1 << n))
    return group


def _beside_the_proof() -> list[Figure]:
    equal, near = 0, 0
    for seed in range(SMALL_CASES):
        members = people(SMALL, seed=seed)
        keys = [one.key for one in members]
        asked = plan(
            members, smallest=2, largest=4, groups=3, country_from=3,
            together=[keys[:2]], apart=[(keys[0], keys[2])],
        )  # fmt: skip
        measure = Measure(members, asked)
        proven = measure.worth(best_cost(measure, 3), SMALL)
        ours = form(members, asked).worth
        equal += ours.breaches == proven.breaches
        near += ours.wishes >= 0.98 * proven.wishes
    return [
        Figure("small cases with the proven rules", equal / SMALL_CASES, "share", floor=1.0),
        Figure(
            "small cases within 2 % of the proven wishes", near / SMALL_CASES, "share", floor=1.0
        ),
    ]
