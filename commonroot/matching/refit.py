"""Learning from decisions: weights and probabilities that fit what people said of pairs."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from commonroot.matching.weights import Weights

LN2 = math.log(2)
# How far answers may easily move a weight from where it stood, in bits squared.
TRUST = 0.5
MOST_FOR, MOST_AGAINST = 16.0, -9.0  # no level may speak with more bits than these
ROUNDS = 25
SETTLED = 1e-4
LOWEST_P, HIGHEST_P = 0.0005, 0.9995
FEWEST_POINT = 25  # answers behind one point of the calibration


class Answer(NamedTuple):
    """What is known of one pair: the levels it reached, and whether it is one person."""

    levels: Mapping[str, str]
    same: bool


def refit(decided: Iterable[Answer], weights: Weights, *, trust: float = TRUST) -> Weights:
    """Return weights moved from `weights` as far as the answers bear it, calibrated anew.

    A logistic regression over the levels, drawn towards the weights it starts from: few answers
    move little, and levels that no answer speaks of stay as they are.
    """
    answers = list(decided)
    model = _Model(weights, answers)
    model.fit(trust)
    fitted = model.weights()
    weighed = ((fitted.of(levels), same) for levels, same in answers)
    points = calibrated(weighed) or weights.calibration
    return Weights(fitted.start, fitted.levels, points)


class _Model:
    """Coefficients by number; 0 is the start, each (comparison, level) has one."""

    def __init__(self, weights: Weights, answers: Sequence[Answer]) -> None:
        self.before = weights
        names = [(name, level) for name, levels in weights.levels.items() for level in levels]
        self.number = {name: place for place, name in enumerate(names, start=1)}
        self.origin = [weights.start, *(weights.levels[name][level] for name, level in names)]
        self.now = list(self.origin)
        counts: Counter[tuple[tuple[int, ...], bool]] = Counter()
        for levels, same in answers:
            active = (0, *(self.number[item] for item in levels.items() if item in self.number))
            counts[active, same] += 1
        self.patterns = list(counts.items())

    def fit(self, trust: float) -> None:
        """Take Newton's steps until nothing moves."""
        for _round in range(ROUNDS):
            slope, curve = self._derivatives(1.0 / trust)
            step = solved(curve, slope)
            longest = max(map(abs, step))
            scale = min(1.0, 4.0 / longest) if longest else 1.0
            self.now = [
                max(MOST_AGAINST, min(MOST_FOR, value + scale * change))
                for value, change in zip(self.now, step, strict=True)
            ]
            if longest < SETTLED:
                break

    def _derivatives(self, drawn: float) -> tuple[list[float], list[list[float]]]:
        size = len(self.now)
        slope = [drawn * (was - now) for was, now in zip(self.origin, self.now, strict=True)]
        curve = [[0.0] * size for _ in range(size)]
        for place in range(size):
            curve[place][place] = drawn
        slope[0], curve[0][0] = 0.0, 1e-6
        for (active, same), count in self.patterns:
            weight = sum([self.now[place] for place in active])
            p = 1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, weight)))
            pull = count * ((1.0 if same else 0.0) - p) * LN2
            bend = count * p * (1.0 - p) * LN2 * LN2
            for a in active:
                slope[a] += pull
                row = curve[a]
                for b in active:
                    row[b] += bend
        return slope, curve

    def weights(self) -> Weights:
        """Return what was found as weights."""
        levels = {
            name: {level: self.now[self.number[name, level]] for level in levels}
            for name, levels in self.before.levels.items()
        }
        return Weights(self.now[0], levels, self.before.calibration)


def solved(curve: Sequence[Sequence[float]], slope: Sequence[float]) -> list[float]:
    """Return the solution of a symmetric, positive system of linear equations (Cholesky)."""
    size = len(slope)
    lower = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = curve[i][j] - sum(
                [a * b for a, b in zip(lower[i][:j], lower[j][:j], strict=True)]
            )
            lower[i][j] = math.sqrt(max(rest, 1e-9)) if i == j else rest / lower[j][j]
    half: list[float] = []
    for i in range(size):
        rest = slope[i] - sum([a * b for a, b in zip(lower[i][:i], half, strict=True)])
        half.append(rest / lower[i][i])
    found = [0.0] * size
    for i in range(size - 1, -1, -1):
        rest = half[i] - sum([lower[j][i] * found[j] for j in range(i + 1, size)])
        found[i] = rest / lower[i][i]
    return found


def calibrated(weighed: Iterable[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """Return (weight, probability) points in rising order, from (weight, same) of many pairs.

    Neighbours are put together until the share of one person rises with the weight, and until
    each point stands on enough answers; too few answers give no points.
    """
    counts: dict[float, list[float]] = {}
    for weight, same in weighed:
        told = counts.setdefault(round(weight, 2), [0.0, 0.0])
        told[0] += 1.0
        told[1] += same
    blocks: list[list[float]] = []  # [sum of weights, answers, answers "same"]
    for point, (count, ones) in sorted(counts.items()):
        blocks.append([point * count, count, ones])
        while len(blocks) > 1 and (
            blocks[-2][1] < FEWEST_POINT
            or blocks[-2][2] * blocks[-1][1] >= blocks[-1][2] * blocks[-2][1]
        ):
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    if len(blocks) < 2:
        return ()
    points = [
        (total / answers, max(LOWEST_P, min(HIGHEST_P, (ones + 0.5) / (answers + 1.0))))
        for total, answers, ones in blocks
    ]
    return tuple(_rising(points))


def _rising(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out points that say nearly the same as the one before."""
    found = [points[0]]
    for before, point in pairwise(points):
        assert before[0] <= point[0]
        if point[1] > found[-1][1] and point[0] - found[-1][0] > 0.25:
            found.append(point)
    return found
