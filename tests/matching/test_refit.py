"""Learning from decisions, and weights as files."""

import random

import pytest

from commonroot.matching.refit import Answer, calibrated, refit, solved
from commonroot.matching.weights import Weights, read, shipped


def plain_weights():
    return Weights(
        start=0.0,
        levels={"email": {"own": 2.0, "other": -2.0}, "city": {"large": 1.0, "other": -1.0}},
        calibration=((-4.0, 0.05), (4.0, 0.95)),
    )


def answers(count, *, own=0.9, other=0.1):
    chance = random.Random(5)
    found = []
    for number in range(count):
        level = "own" if number % 2 else "other"
        found.append(Answer({"email": level}, chance.random() < (own if number % 2 else other)))
    return found


def test_many_answers_move_the_weights_to_what_they_say():
    found = refit(answers(4000, own=0.98, other=0.02), plain_weights())

    apart = found.levels["email"]["own"] - found.levels["email"]["other"]
    assert apart == pytest.approx(11.2, abs=1.0)


def test_few_answers_move_little():
    found = refit(answers(4, own=0.0, other=1.0), plain_weights())

    assert found.levels["email"]["own"] > found.levels["email"]["other"]


def test_levels_of_no_answer_stay():
    assert refit(answers(100), plain_weights()).levels["city"] == plain_weights().levels["city"]


def test_no_answer_changes_nothing():
    assert refit([], plain_weights()) == plain_weights()


def test_no_level_speaks_absurdly_loud():
    found = refit(answers(100_000, own=1.0, other=0.0), plain_weights(), trust=1000.0)

    assert max(found.levels["email"].values()) <= 16.0
    assert min(found.levels["email"].values()) >= -9.0


def test_levels_that_are_not_weighed_are_left_aside():
    found = refit([Answer({"shoes": "large"}, same=True)] * 10, plain_weights())

    assert found.levels == plain_weights().levels


def test_probabilities_follow_the_answers():
    found = refit(answers(4000, own=0.9, other=0.2), plain_weights())

    own = found.probability(found.of({"email": "own"}))
    other = found.probability(found.of({"email": "other"}))
    assert own == pytest.approx(0.9, abs=0.03)
    assert other == pytest.approx(0.2, abs=0.03)


def test_calibration_rises():
    chance = random.Random(3)
    weighed = sorted((w, chance.random() < 1 / (1 + 2**-w)) for w in
                     (chance.uniform(-6, 6) for _ in range(5000)))  # fmt: skip

    points = calibrated(weighed)

    assert points == tuple(sorted(points))
    assert [p for _, p in points] == sorted(p for _, p in points)
    assert min(abs(p - 0.5) for _, p in points) < 0.1


def test_too_few_answers_give_no_calibration():
    assert calibrated([(1.0, True)]) == ()


def test_linear_equations_are_solved():
    assert solved([[4.0, 2.0], [2.0, 3.0]], [10.0, 8.0]) == pytest.approx([1.75, 1.5])


def test_weights_are_read_as_they_are_written():
    again = read(shipped().as_toml())

    assert again == shipped()


@pytest.mark.parametrize(
    ("weight", "expected"), [(-9.0, 0.05), (-4.0, 0.05), (0.0, 0.5), (2.0, 0.725), (9.0, 0.95)]
)
def test_probability_lies_between_the_points(weight, expected):
    assert plain_weights().probability(weight) == pytest.approx(expected)
