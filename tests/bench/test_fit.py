"""Learning weights: from which sets, and whether the probabilities hold."""

import argparse

import pytest

from bench import fit, match
from bench.made.folder import make
from commonroot.matching.refit import Answer
from commonroot.matching.weights import Weights, read, shipped

EVEN = Weights(0.0, {"name": {"1": 2.0, "2": -2.0}}, ((-1.0, 0.25), (1.0, 0.95)))


def test_seeds_to_measure_on_are_never_learnt_from():
    learnt = {seed for _rows, seed, _times in fit.SETS}

    assert learnt & set(fit.KEPT) == set()
    assert match.SEED in fit.KEPT
    with pytest.raises(argparse.ArgumentTypeError, match="seed 7 is kept for measuring"):
        fit.set_of("2000:7")


def test_sets_and_folders_are_counted_as_often_as_said(tmp_path):
    assert fit.set_of("2000:51*4") == (2000, 51, 4)
    assert fit.set_of("800:12") == (800, 12, 1)
    assert fit.mixed(f"{tmp_path}*10") == (tmp_path, 10)
    assert fit.mixed(str(tmp_path)) == (tmp_path, 1)


def test_values_set_by_hand_speak_of_all_that_is_shipped():
    hand = read(fit.HAND.read_text(encoding="utf-8"))

    assert {name: set(levels) for name, levels in hand.levels.items()} == {
        name: set(levels) for name, levels in shipped().levels.items()
    }


def test_pairs_of_lists_are_told_with_the_truth(tmp_path):
    make(tmp_path, rows=120, seed=12)

    answers = list(fit.answers_of(tmp_path))

    same = [one for one in answers if one.same]
    assert 0 < len(same) < len(answers)
    weighed = [shipped().of(one.levels) for one in same]
    assert sum(weight > 0 for weight in weighed) > 0.8 * len(weighed)


def test_the_table_says_what_was_said_and_what_was_found():
    answers = [Answer({"name": "1"}, same=True)] * 3 + [Answer({"name": "2"}, same=False)] * 2

    assert list(fit.table(answers, EVEN)) == [
        (0.05, 0.3, 2, 0.25, 0.0),
        (0.95, 0.98, 3, pytest.approx(0.95), 1.0),
    ]
