"""Groups are mended with the fewest moves."""

from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonroot.groups.rules.forming import form
from commonroot.groups.rules.measure import DIGIT, Measure
from commonroot.groups.rules.people import Member, Plan, Rule
from commonroot.groups.rules.repairing import repaired
from tests.groups.made import people, plan

NINE = [Member(key=key) for key in "abcdefghi"]


def test_a_group_that_is_still_large_enough_is_left_alone():
    found = repaired(NINE, Plan(smallest=3, largest=5), groups=["abcde", "fghi"], left="a")

    assert found.moved == ()
    assert found.proposal.groups == (tuple("bcde"), tuple("fghi"))
    assert found.whole


def test_one_comes_from_the_group_that_can_spare_somebody():
    found = repaired(NINE, Plan(smallest=4, largest=5), groups=["abcde", "fghi"], left="f")

    assert len(found.moved) == 1
    assert sorted(map(len, found.proposal.groups)) == [4, 4]
    assert found.whole


def test_who_is_locked_stays():
    found = repaired(
        NINE, Plan(smallest=4, largest=5), groups=["abcde", "fghi"], left="f", locked="abcd"
    )

    assert found.moved == ("e",)


def test_a_group_that_cannot_be_saved_is_said_to_be():
    found = repaired(NINE[:6], Plan(smallest=3, largest=3), groups=["abc", "def"], left="f")

    assert not found.whole
    assert found.proposal.worth.of(Rule.SIZE) == 1


def test_what_cannot_be_whole_again_is_made_as_good_as_it_can_be():
    found = repaired(NINE, Plan(smallest=4, largest=5), groups=["abcde", "fghi"], left="fg")

    assert sorted(map(len, found.proposal.groups)) == [3, 4]
    assert (len(found.moved), found.whole) == (1, False)


def test_teams_move_as_one():
    asked = Plan(smallest=4, largest=5, together=["ab"])

    found = repaired(NINE, asked, groups=["abcde", "fghi"], left="f", locked="cde")

    assert found.moved[:2] == ("a", "b")
    assert len(found.moved) == 3
    assert found.proposal.worth.of(Rule.TOGETHER) == 0


@given(st.integers(0, 10_000), st.integers(6, 8))
@example(13, 7)  # the goal is out of reach: nobody moves for a wish alone
@settings(max_examples=12, deadline=None)
def test_nobody_is_moved_without_need(seed, number):
    members = people(number, seed=seed)
    asked = plan(members, smallest=2, largest=4, groups=2, together=[], apart=[])
    groups = form(members, asked).groups
    left = groups[0][0]

    found = repaired(members, asked, groups=groups, left=[left])

    assert len(found.moved) == fewest(members, asked, groups=groups, left=left)


def fewest(members, asked, *, groups, left):
    """The least number of people whose moving brings the rules back, by trying everything."""
    before = Measure(members, asked)
    goal = before.total(map(before.bits, groups)) >> DIGIT
    staying = [one for one in members if one.key != left]
    measure = Measure(staying, asked)
    home = {key: n for n, keys in enumerate(groups) for key in keys}
    options = []
    for places in product(range(len(groups)), repeat=len(staying)):
        moved = sum(
            home[one.key] != place for one, place in zip(measure.members, places, strict=True)
        )
        sets = [sum(1 << n for n, p in enumerate(places) if p == g) for g in range(len(groups))]
        options.append((measure.total(sets) >> DIGIT, moved))
    reached = [moved for cost, moved in options if cost <= goal]
    return min(reached) if reached else min(options)[1]
