"""Points of a panel: the average of one review, the mean and spread of several, and what they would
be if every reader were equally strict. Plain numbers, from 0 to 100.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

FULL = 100.0
WIDE = 25.0  # points between the lowest and the highest from which readers differ widely
FEW = 3  # reviews of one reader: with fewer nothing is said about how strict they are


@dataclass(frozen=True)
class Line:
    """One line of the rubric: most points, and how much it counts."""

    most: int
    weight: int


def average(points: Mapping[int, int], rubric: Mapping[int, Line]) -> float | None:
    """One review in hundredths of the most there is, by weight; None without any points.

    `points` and `rubric` by the same keys. A line without points is left out, not counted as 0:
    nobody loses by what a reader could not say. Lines of no weight or no points count nothing.
    """
    total = weights = 0.0
    for key, given in points.items():
        line = rubric.get(key)
        if line is None or line.most == 0 or line.weight == 0:
            continue
        total += line.weight * min(given, line.most) / line.most
        weights += line.weight
    return FULL * total / weights if weights else None


def mean(values: Sequence[float]) -> float | None:
    """The mean of several reviews; None of none."""
    return sum(values) / len(values) if values else None


def spread(values: Sequence[float]) -> float | None:
    """How far the lowest and the highest are apart; None for fewer than two."""
    return max(values) - min(values) if len(values) > 1 else None


def is_wide(values: Sequence[float]) -> bool:
    """Whether readers differ so much that somebody should look again."""
    apart = spread(values)
    return apart is not None and apart >= WIDE


def evened(reviews: Iterable[tuple[int, int, float]]) -> dict[int, float]:
    """{application: mean} if every reader were equally strict, from (application, reader, average).

    Each reader's own mean and deviation become those of the whole panel. Who gave fewer than three
    reviews, or the same to all, is moved by their mean alone or not at all. Shown beside the plain
    mean, never in its place: readers of stronger applications are not harsh.
    """
    rows = list(reviews)
    whole = [value for _application, _reader, value in rows]
    if not whole:
        return {}
    centre, width = sum(whole) / len(whole), _deviation(whole)
    of: dict[int, list[float]] = defaultdict(list)
    for _application, reader, value in rows:
        of[reader].append(value)
    moved: dict[int, list[float]] = defaultdict(list)
    for application, reader, value in rows:
        own = of[reader]
        if len(own) < FEW:
            moved[application].append(value)
            continue
        own_centre, own_width = sum(own) / len(own), _deviation(own)
        scale = width / own_width if own_width else 1.0
        moved[application].append(min(FULL, max(0.0, centre + (value - own_centre) * scale)))
    return {application: sum(values) / len(values) for application, values in moved.items()}


def _deviation(values: Sequence[float]) -> float:
    middle = sum(values) / len(values)
    return sqrt(sum((value - middle) ** 2 for value in values) / len(values))
