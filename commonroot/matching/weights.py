"""The weights of matching: how much each level of each comparison speaks for one person."""

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

UNWEIGHED: Mapping[str, float] = {}
SHIPPED = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in bits (log2 of odds): 1 more is twice as likely one person.

    `calibration` are (weight, probability) points in rising order; between two of them the
    probability is found by a straight line.
    """

    start: float
    levels: Mapping[str, Mapping[str, float]]
    calibration: tuple[tuple[float, float], ...]

    def of(self, found: Mapping[str, str]) -> float:
        """Return the sum for the levels that two descriptions reach."""
        levels = self.levels
        total = self.start
        for comparison, level in found.items():
            total += levels.get(comparison, UNWEIGHED).get(level, 0.0)
        return total

    def most(self, *comparisons: str) -> float:
        """Return the most that some comparisons together may speak for one person."""
        levels = (self.levels.get(comparison, UNWEIGHED) for comparison in comparisons)
        return sum(max(0.0, *of.values()) if of else 0.0 for of in levels)

    def probability(self, weight: float) -> float:
        """Return how likely a total weight means one person."""
        points = self.calibration
        place = bisect_right(points, (weight, 1.0))
        if place == 0:
            return points[0][1]
        if place == len(points):
            return points[-1][1]
        (low, p), (high, q) = points[place - 1], points[place]
        return p + (q - p) * (weight - low) / (high - low)

    def as_toml(self) -> str:
        """Return the weights as the text of a file that people can read."""
        lines = [f"start = {self.start:.2f}", ""]
        for comparison, levels in self.levels.items():
            lines += [f"[{comparison}]"]
            lines += [f"{_key(level)} = {weight:.2f}" for level, weight in levels.items()]
            lines += [""]
        lines += ["[calibration]", "points = ["]
        lines += [f"  [{weight:.2f}, {p:.4f}]," for weight, p in self.calibration]
        return "\n".join([*lines, "]", ""])


def _key(level: str) -> str:
    return level if level.isidentifier() else f'"{level}"'


def read(text: str) -> Weights:
    """Return the weights that a file holds."""
    kept = tomllib.loads(text)
    start = float(kept.pop("start"))
    points = tuple((float(weight), float(p)) for weight, p in kept.pop("calibration")["points"])
    return Weights(start, {name: dict(levels) for name, levels in kept.items()}, points)


@cache
def shipped() -> Weights:
    """Return the weights that come with Commonroot."""
    return read(SHIPPED.read_text(encoding="utf-8"))
