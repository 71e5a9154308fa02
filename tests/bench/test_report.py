"""The page of figures: each benchmark keeps a part of its own."""

from bench.__main__ import parts, report
from bench.figures import Figure


def test_a_part_is_written_anew_and_the_others_stay():
    page = report("pages", [Figure("home page", 2, "ms", 6)], before={})

    page = report("match", [Figure("F1", 0.8, "", floor=0.9)], before=parts(page))

    kept = parts(page)
    assert list(kept) == ["pages", "match"]
    assert "| home page | 2 ms | ≤ 6 ms | ✓ |" in kept["pages"]
    assert "| F1 | 0.8 | ≥ 0.9 | **missed** |" in kept["match"]


def test_a_figure_misses_its_floor_and_its_bound_but_not_none():
    assert [
        Figure("a", 1, "s", bound=1).missed,
        Figure("a", 1.1, "s", bound=1).missed,
        Figure("a", 0.9, "", floor=0.9).missed,
        Figure("a", 0.89, "", floor=0.9).missed,
        Figure("a", 9, "s").missed,
    ] == [False, True, False, True, False]
