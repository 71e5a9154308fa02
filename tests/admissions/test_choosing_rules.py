"""Rules of choosing: the balance of the mix, what goes against the points, the mark."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.admissions.rules import balance
from commonroot.admissions.rules import choosing as rules
from commonroot.core.places import regions

# Any number of people, any answers, any aims: what the rules are tried with.
AIMS = [balance.Aim("a", least=50), balance.Aim("b", most=30), balance.Aim("c", 20, 40)]
CANDIDATES = st.lists(
    st.integers(1, 4).flatmap(
        lambda people: st.builds(
            balance.Candidate,
            key=st.just("one"),
            people=st.just(people),
            meets=st.fixed_dictionaries({aim.key: st.integers(0, people) for aim in AIMS}),
        )
    ),
    max_size=12,
)


@given(those=CANDIDATES, one=CANDIDATES.filter(bool))
@settings(max_examples=25)
def test_what_changes_is_what_a_recount_would_say(those, one):
    counted = balance.standings(AIMS, those)

    added = balance.changes(counted, one[0])
    taken = balance.changes(balance.standings(AIMS, [*those, one[0]]), one[0], sign=-1)

    assert [change.after for change in added] == balance.standings(AIMS, [*those, one[0]])
    assert [change.after for change in taken] == counted
    for standing in counted:
        # When as many change sides as are said to be missing, or to be too many, that end is kept.
        moved = replace(standing, met=standing.met + standing.short - standing.over)
        assert (moved.short if standing.short else moved.over) == 0
        assert standing.is_met == (standing.gap == 0)
        assert (standing.percent is None) == (standing.of == 0)


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [((1, 4), (2, 5), "closer"), ((2, 4), (2, 5), "further"), ((3, 4), (3, 5), "same")],
)
def test_an_aim_comes_closer_or_not(before, after, way):
    aim = balance.Aim("a", least=50)

    change = balance.Change(balance.Standing(aim, *before), balance.Standing(aim, *after))

    assert change.way == way


def test_whoever_mends_the_mix_moves_up_first_then_who_has_more_points():
    now = balance.standings([balance.Aim("a", least=50)], [balance.Candidate("x", 3, {"a": 1})])
    mends, strong, strongest = (
        balance.Candidate("mends", 1, {"a": 1}),
        balance.Candidate("strong", 1, {}),
        balance.Candidate("strongest", 1, {}),
    )

    order = balance.next_up(now, [(strong, 70.0), (strongest, 90.0), (mends, 10.0)])

    assert [one.key for one, _points in order] == ["mends", "strongest", "strong"]


def test_a_country_stands_for_its_region():
    assert balance.codes_of("KE", regions=regions()) == {"KE", "Eastern Africa"}


@pytest.mark.parametrize(
    ("verdict", "points", "others", "against"),
    [
        ("accept", 60, [("regret", 70)], True),
        ("accept", 60, [("open", 70), ("reserve", 60), ("regret", None)], False),
        ("reserve", 60, [("accept", 50)], True),
        ("reserve", 60, [("accept", 70), ("regret", 50)], False),
        ("regret", 60, [("reserve", 50)], True),
        ("regret", None, [("accept", 50)], False),
        ("open", 60, [("accept", 50)], False),
    ],
)
def test_what_goes_against_the_points(verdict, points, others, against):
    assert rules.is_against(verdict, points=points, others=others) is against


@given(states=st.lists(st.sampled_from(["accepted", "reserve", "regret"]), min_size=1, max_size=6))
@settings(max_examples=25)
def test_any_change_undoes_the_mark_and_the_order_does_not(states):
    decided = [(f"key {place}", state) for place, state in enumerate(states)]

    mark = rules.mark_of(decided)

    assert rules.mark_of(reversed(decided)) == mark
    for place, (key, state) in enumerate(decided):
        other = "regret" if state != "regret" else "reserve"
        assert rules.mark_of([*decided[:place], (key, other), *decided[place + 1 :]]) != mark
        assert rules.mark_of([*decided[:place], *decided[place + 1 :]]) != mark
