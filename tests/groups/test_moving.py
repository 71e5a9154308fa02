"""What a move would do is known before it is made; search goes on with locks."""

import pytest

from commonroot.groups.rules.asking import Asked, Known, asked_of, input_of
from commonroot.groups.rules.describing import described
from commonroot.groups.rules.forming import form, searched_on
from commonroot.groups.rules.measure import Measure
from commonroot.groups.rules.moving import effects
from commonroot.groups.rules.people import Member, Plan, Rule
from commonroot.groups.rules.repairing import repaired
from tests.groups.made import people, plan

SIX = [Member(key=key, languages=("en" if key in "abc" else "fr",)) for key in "abcdef"]
TWO = ["abc", "def"]


def test_effects_are_what_the_groups_are_worth_afterwards_the_best_first():
    measure = Measure(SIX, Plan(smallest=2, largest=3))

    found = effects(measure, TWO, key="a")

    assert [(one.to, one.instead) for one in found] == [(1, ("d",)), (1, ())]
    assert [one.worth.of(Rule.LANGUAGE) for one in found] == [2, 1]
    assert [one.worth.of(Rule.SIZE) for one in found] == [0, 1]
    moved = [measure.bits("bc"), measure.bits("adef")]
    assert found[1].worth == measure.worth(measure.total(moved), 6)
    assert len(effects(measure, TWO, key="a", every=True)) == 4


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({"closed": [0]}, []),
        ({"closed": [1]}, []),
        ({"locked": ["a"]}, []),
        ({"locked": ["d", "e", "f"]}, [()]),
    ],
)
def test_who_or_what_is_locked_is_not_offered(more, left):
    measure = Measure(SIX, Plan(smallest=2, largest=3))

    assert [one.instead for one in effects(measure, TWO, key="a", **more)] == left


def test_full_groups_and_those_who_must_not_meet_are_not_offered():
    asked = Plan(smallest=2, largest=2, apart=[("a", "e")])
    measure = Measure(SIX, asked)

    assert [one.instead for one in effects(measure, TWO, key="a")] == [("e",)]
    measure = Measure(SIX, Plan(smallest=2, largest=3, apart=[("a", "e"), ("b", "e")]))
    assert effects(measure, TWO, key="a", locked=["d", "f"]) == []


def test_a_newcomer_is_placed_alone():
    measure = Measure(SIX, Plan(smallest=2, largest=3))

    found = effects(measure, ["ab", "def"], key="c")

    assert [(one.to, one.instead) for one in found] == [(0, ()), (1, ())]


def test_search_goes_on_from_groups_and_never_makes_them_worse():
    members = people(24, seed=5)
    asked = plan(members, groups=4)
    begun = form(members, asked).groups
    stirred = [begun[1][:1] + begun[0][1:], begun[0][:1] + begun[1][1:], *begun[2:]]
    measure = Measure(members, asked)

    found = searched_on(
        members, asked, groups=stirred, locked=[begun[0][0]], closed=[2], seed=1, tell=print
    )

    assert begun[0][0] in found.groups[1]
    assert found.groups[2] == begun[2]
    assert measure.total(map(measure.bits, found.groups)) <= measure.total(
        map(measure.bits, stirred)
    )
    assert found == searched_on(
        members, asked, groups=stirred, locked=[begun[0][0]], closed=[2], seed=1
    )


def test_newcomers_are_put_somewhere_also_where_every_group_is_closed():
    asked = Plan(smallest=2, largest=3)

    found = searched_on(SIX, asked, groups=["ab", "de"], closed=[0])
    alone = searched_on(SIX, asked, groups=["ab"], closed=[0])

    assert found.groups == (tuple("ab"), tuple("cdef"))
    assert alone.groups == (tuple("ab"), tuple("cdef"))


def test_a_closed_group_is_not_mended_and_what_was_broken_before_may_stay():
    nine = [Member(key=key) for key in "abcdefghi"]
    asked = Plan(smallest=4, largest=5)
    groups = ["abcde", "ghi"]

    closed = repaired(nine, asked, groups=groups, left="f", closed=[0])
    before = repaired(nine, asked, groups=groups, left="f", broken={"size": 1})

    assert (closed.moved, closed.whole) == ((), True)
    assert (before.moved, before.whole) == ((), True)
    assert len(repaired(nine, asked, groups=groups, left="f", broken={}).moved) == 1


def test_rules_that_do_not_hold_are_not_looked_at():
    member = Member(key="a", languages=("en",), marks=("new",), country="KE")
    known = Known(region_of={"KE": "Africa"})

    every = input_of([member], asked_of({}), known)
    none = input_of([member], Asked(rules=()), known)

    assert every.members == [member]
    assert (none.members[0].languages, none.members[0].marks) == ((), ())
    assert (none.plan.region_of, none.plan.country_from > 1000) == ({}, True)
    assert asked_of(Asked(groups=3).as_json()) == Asked(groups=3)


def test_what_is_kept_of_groups_says_nothing_of_what_is_private():
    members = [Member(key=key, marks=("new",) if key == "a" else ()) for key in "abcd"]
    measure = Measure(members, Plan(smallest=2, largest=2, apart=[("a", "b")]))

    told = described(measure, ["ab", "cd", ""])

    assert "apart" not in told["rules"]
    assert "alone" not in told["groups"][0]["rules"]
    assert [group["size"] for group in told["groups"]] == [2, 2, 0]
