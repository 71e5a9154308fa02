"""Scores of a matching, by hand."""

import pytest

from bench.scoring import Truth, score

NONE = frozenset()
TRUTH = [
    Truth("a", "p1", NONE, "a@example.org"),
    Truth("b", "p1", frozenset({"typo"}), "a@example.org"),
    Truth("c", "p1", frozenset({"script", "phone_missing"}), phone="KE7"),
    Truth("d", "p2", NONE, phone="KE7"),
    Truth("e", "p3"),
]


def test_pairs_in_groups_are_counted():
    found = score(TRUTH, [["a", "b"], ["c", "d"]])

    assert (found.precision.hits, found.precision.of) == (1, 2)
    assert (found.recall.hits, found.recall.of) == (1, 3)
    assert found.f1 == pytest.approx(2 * 0.5 * (1 / 3) / (0.5 + 1 / 3))
    assert found.largest == 2


def test_bcubed_counts_rows_not_pairs():
    found = score(TRUTH, [["a", "b"], ["c", "d"]])

    precision = (1 + 1 + 0.5 + 0.5 + 1) / 5
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5
    assert found.bcubed == pytest.approx(2 * precision * recall / (precision + recall))


def test_nothing_joined_is_precise_and_finds_nobody():
    found = score(TRUTH, [])

    assert (found.precision.value, found.recall.value, found.f1) == (1.0, 0.0, 0.0)


def test_bands_are_measured_on_pairs():
    pairs = [("a", "b", "certain"), ("b", "c", "possible"), ("c", "d", "possible")]

    found = score(TRUTH, [], pairs=pairs)

    assert found.bands["certain"][0].value == 1.0
    assert (found.bands["possible"][0].hits, found.bands["possible"][0].of) == (1, 2)
    assert found.bands["possible"][1].value == pytest.approx(1 / 3)
    assert found.to_look_at == pytest.approx(2 / 5)


def test_lookalikes_in_one_group_are_told_by_kind():
    alike = [("p1", "p2", "sibling"), ("p2", "p3", "sibling"), ("p1", "p9", "couple")]

    found = score(TRUTH, [["c", "d"]], lookalikes=alike)

    assert {kind: (share.hits, share.of) for kind, share in found.merged.items()} == {
        "sibling": (1, 2)
    }


def test_recall_is_told_by_what_was_done_to_the_rows():
    found = score(TRUTH, [["a", "b"]])

    assert {kind: (share.hits, share.of) for kind, share in found.missed.items()} == {
        "typo": (1, 2),
        "same_email": (1, 1),
        "across_scripts": (0, 2),
        "no_shared_contact": (0, 2),
    }
