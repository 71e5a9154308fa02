"""Where dots and names stand on the grid of a power map."""

import pytest

from commonroot.campaigns.rules import grid
from commonroot.campaigns.rules.grid import Named


@pytest.mark.parametrize(
    ("place", "mirrored", "pixels"),
    [
        ((-5, 0), False, (grid.EDGE, grid.HEIGHT - grid.EDGE)),
        ((5, 10), False, (grid.WIDTH - grid.EDGE, grid.EDGE)),
        ((0, 5), False, (grid.MIDDLE, grid.HEIGHT / 2)),
        ((5, 10), True, (grid.EDGE, grid.EDGE)),
    ],
)
def test_a_place_in_pixels(place, mirrored, pixels):
    assert grid.point(*place, mirrored=mirrored) == pixels


def test_dots_on_one_place_stand_beside_each_other():
    fanned = grid.fanned([(0, 5), (1, 5), (0, 5), (0, 5)], size=15)

    assert fanned[:2] == [(0, 0), (0, 0)]
    assert len(set(fanned)) == 3
    assert [grid.dot_size(60), grid.dot_size(61)] == [15, 11]


def test_a_name_takes_the_first_free_room_or_none():
    one, long = (200.0, 200.0), "x" * 20
    crowd = [(*one, long), (200.0, 170.0, "above"), (200.0, 230.0, "below")]

    beside = grid.named(crowd, size=15, width=600, height=400)
    narrow = grid.named([(20.0, 20.0, long)], size=15, width=60, height=400)
    crossed = grid.named(
        [(*one, "abc")], size=15, width=600, height=400, rather_not=[(200, 172), (200, 233)]
    )
    everywhere = grid.named(
        [(*one, "abc")], size=15, width=600, height=400,
        rather_not=[(200, 172), (200, 233), (230, 200), (170, 200)],
    )  # fmt: skip
    kept_free = grid.named([(*one, "abc")], size=15, width=600, height=400, free_of=[(200, 172)])

    assert beside[0] == Named(21, 5, "start")
    assert narrow == [None]
    assert crossed == [Named(21, 5, "start")]
    assert everywhere == [Named(0, -21, "middle")]
    assert kept_free == [Named(0, 33, "middle")]


def test_a_very_long_name_is_cut():
    assert grid.shown_name("x" * 34) == "x" * 34
    assert grid.shown_name("x" * 35) == "x" * 33 + "…"
