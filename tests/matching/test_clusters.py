"""Who is one person, from pairs."""

from hypothesis import given
from hypothesis import strategies as st

from commonroot.matching.clusters import cluster

REFS = st.integers(0, 9)
PAIRS = st.lists(st.tuples(REFS, REFS, st.floats(-9, 9)).filter(lambda pair: pair[0] != pair[1]))
TWO = st.lists(st.tuples(REFS, REFS).filter(lambda pair: pair[0] != pair[1]), max_size=5)


def sets(clusters):
    return {frozenset(group) for group in clusters}


def test_groups_are_those_who_are_alike():
    found = cluster([("a", "b", 5.0), ("b", "c", 4.0), ("a", "c", 3.0), ("d", "e", -1.0)])

    assert found == [["a", "b", "c"]]


def test_a_chain_is_no_group():
    found = cluster([("a", "b", 5.0), ("b", "c", 1.0), ("c", "d", 5.0)])

    assert sets(found) == {frozenset("ab"), frozenset("cd")}


def test_a_threshold_may_be_asked_for():
    assert cluster([("a", "b", 2.0)], least=3.0) == []


def test_of_a_pair_told_twice_the_worse_weight_stands():
    assert cluster([("a", "b", 5.0), ("b", "a", -5.0)]) == []


def test_what_was_decided_to_be_different_stays_apart():
    pairs = [("a", "b", 9.0), ("b", "c", 9.0), ("a", "c", 9.0)]

    assert len(cluster(pairs, different=[("a", "c")])[0]) == 2


def test_what_was_decided_to_be_the_same_comes_together():
    assert cluster([("a", "b", -9.0)], same=[("a", "b"), ("b", "c")]) == [["a", "b", "c"]]


def test_different_wins_over_the_same():
    assert cluster([], same=[("a", "b")], different=[("b", "a")]) == []


@given(PAIRS, st.randoms())
def test_the_order_of_pairs_makes_no_difference(pairs, random):
    known = {}
    for one, other, weight in pairs:
        known[frozenset((one, other))] = (one, other, weight)
    first = list(known.values())
    then = [(other, one, weight) for one, other, weight in first]
    random.shuffle(then)

    assert sets(cluster(first)) == sets(cluster(then))


@given(PAIRS, TWO, TWO)
def test_groups_never_hold_what_was_decided_to_be_different(pairs, different, same):
    found = cluster(pairs, different=different, same=same)

    wrong = [pair for pair in different for group in found if set(pair) <= set(group)]
    assert wrong == []


@given(PAIRS)
def test_nobody_is_in_two_groups(pairs):
    found = [ref for group in cluster(pairs) for ref in group]

    assert len(found) == len(set(found))


@given(PAIRS)
def test_pairs_that_draw_nobody_change_nothing_elsewhere(pairs):
    known = {frozenset((one, other)): (one, other, weight) for one, other, weight in pairs}
    strangers = [(one, f"x{other}", -abs(weight)) for one, other, weight in known.values()]

    assert sets(cluster(known.values())) == sets(cluster([*known.values(), *strangers]))
