"""A network is drawn the same each time, and whoever comes new moves nobody."""

from math import hypot

import pytest

from commonroot.campaigns.rules.layout import FIRST, Spot, centre_of, network

NAMES = [f"k{number}" for number in range(12)]
# A target, three round it, one beyond each, two farther off in a line, two that nothing ties.
TIES = [
    ("k0", "k1"), ("k2", "k0"), ("k0", "k3"), ("k1", "k4"), ("k2", "k5"), ("k3", "k6"),
    ("k6", "k7"), ("k7", "k8"), ("k8", "k9"), ("k1", "k1"), ("k1", "gone"),
]  # fmt: skip


def rings(layout):
    """Who stands in which ring."""
    found = {}
    for key, spot in layout.spots.items():
        found.setdefault(spot.ring, []).append(key)
    return found


def test_rings_are_distances_from_the_target():
    layout = network(NAMES, TIES, centre="k0")

    assert rings(layout) == {
        0: ["k0"], 1: ["k1", "k2", "k3"], 2: ["k4", "k5", "k6"], 3: ["k7"], 4: ["k8", "k9"],
        5: ["k10", "k11"],
    }  # fmt: skip
    assert layout.spots["k0"] == Spot(0.0, 0.0, 0)
    assert layout.spots["k1"] == Spot(0.0, -FIRST, 1)
    assert layout.rings[0] == (1, FIRST)
    assert layout.radius == layout.rings[-1][1]


def test_the_same_again_and_whoever_comes_last_moves_nobody():
    before = network(NAMES, TIES, centre="k0")

    again = network(list(NAMES), reversed(TIES), centre="k0")
    more = network([*NAMES, "new"], [*TIES, ("new", "k2")], centre="k0")

    assert again == before
    assert {key: more.spots[key] for key in NAMES} == before.spots
    assert more.spots["new"].ring == 2


def test_nobody_stands_on_another_however_many_there_are():
    many = [f"k{number}" for number in range(200)]
    star = [("k0", key) for key in many[1:120]] + [("k1", key) for key in many[120:]]

    spots = list(network(many, star, centre="k0").spots.values())

    nearest = min(
        hypot(one.x - other.x, one.y - other.y)
        for place, one in enumerate(spots)
        for other in spots[:place]
    )
    assert len(spots) == 200
    assert nearest > 40


@pytest.mark.parametrize(
    ("order", "targets", "influence", "centre"),
    [
        (["a", "b"], ["b", "gone"], {"a": 9}, "b"),
        (["a", "b"], [], {"b": 3}, "b"),
        (["a", "b"], [], {}, "a"),
        ([], ["b"], {}, ""),
    ],
)
def test_who_stands_in_the_middle(order, targets, influence, centre):
    assert centre_of(order, targets=targets, influence=influence) == centre


def test_an_empty_map_has_no_rings():
    layout = network([], [], centre="")

    assert (layout.spots, layout.radius) == ({}, 0.0)
