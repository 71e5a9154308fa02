"""What each rule counts, by hand."""

from datetime import date

import pytest

from commonroot.groups.rules.measure import Measure, Worth
from commonroot.groups.rules.people import Meeting, Member, Plan, Rule

MONDAY = date(2027, 4, 12)
EVENING = frozenset((0, half) for half in range(36, 40))
MORNING = frozenset((0, half) for half in range(18, 22))


def worth(members: list[Member], plan: Plan) -> Worth:
    """What all of them in one group are worth."""
    measure = Measure(members, plan)
    return measure.worth(measure.cost(measure.everybody), len(members))


def broken(members: list[Member], plan: Plan) -> dict[Rule, int]:
    """Which rules one group of all of them breaks, and how often."""
    found = worth(members, plan)
    return {rule: found.of(rule) for rule in Rule if found.of(rule)}


FIVE = [Member(key=key) for key in "abcde"]


@pytest.mark.parametrize(
    ("members", "plan", "breaches"),
    [
        (FIVE, Plan(), {}),
        (FIVE, Plan(apart=[("a", "b"), ("b", "a"), ("c", "gone"), ("d", "d")]), {Rule.APART: 1}),
        (FIVE, Plan(largest=4), {Rule.SIZE: 1}),
        (FIVE, Plan(smallest=7), {Rule.SIZE: 2}),
        (
            [
                *(Member(key=key, free=EVENING) for key in "abcd"),
                Member(key="e", free=MORNING),
            ],
            Plan(meetings=[Meeting(MONDAY), Meeting(date(2027, 5, 10))]),
            {Rule.HOURS: 2},
        ),
        (
            [
                *(Member(key=key, languages=("en", "sw")) for key in "abc"),
                Member(key="d", languages=("es",)),
                Member(key="e"),
            ],
            Plan(),
            {Rule.LANGUAGE: 1},
        ),
        (
            [*FIVE[:4], Member(key="e", marks=("new",))],
            Plan(),
            {Rule.ALONE: 1},
        ),
        (
            [*FIVE[:3], Member(key="d", marks=("new",)), Member(key="e", marks=("new",))],
            Plan(),
            {},
        ),
        (
            [
                *(Member(key=key, country="KE") for key in "abc"),
                Member(key="d", country="BR"),
                Member(key="e", country="UG"),
            ],
            Plan(country_from=3, region_of={"KE": "East", "UG": "East", "BR": "South"}),
            {Rule.COUNTRY: 3, Rule.REGION: 1},
        ),
    ],
)
def test_a_rule_is_broken_so_often(members, plan, breaches):
    assert broken(members, plan) == breaches


def test_a_country_of_five_alone_breaks_nothing():
    members = [Member(key=key, country="KE") for key in "abcde"]

    assert broken(members, Plan(region_of={})) == {}


def test_part_of_a_team_is_a_breach_for_each_who_is_here():
    measure = Measure([Member(key=key) for key in "abcd"], Plan(smallest=2, together=["abc"]))

    halves = [measure.bits("ab"), measure.bits("cd")]

    assert measure.worth(measure.total(halves), 4).of(Rule.TOGETHER) == 3


def test_wishes_count_themes_neighbours_new_faces_and_hours_of_day():
    members = [
        Member(key="a", country="KE", themes=("water",), free=EVENING),
        Member(key="b", country="UG", themes=("water", "gender"), free=EVENING),
    ]
    plan = Plan(
        smallest=2,
        meetings=[Meeting(MONDAY)],
        region_of={"KE": "East", "UG": "East"},
        met=[("b", "a")],
    )

    assert worth(members, plan).wishes == 3 + 1 - 6 + 2 * 2


def test_a_stronger_rule_weighs_more_than_any_number_of_weaker_ones():
    measure = Measure(FIVE, Plan(largest=4))
    strong = measure.cost(measure.everybody)
    weak = Measure(
        [Member(key=f"{n:03}", languages=(str(n),), marks=(str(n),)) for n in range(99)],
        Plan(largest=99),
    )

    assert strong > weak.cost(weak.everybody)
