"""Where everybody stands in a network: round the target, in rings, always at the same place."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, floor, pi, sin

BESIDE = 46.0  # pixels from dot to dot along a ring
FIRST = 90.0  # radius of the first ring
LANE = 50.0  # from lane to lane within a ring
APART = 62.0  # from the last lane of a ring to the next ring
TWIST = 0.3  # radians by which a ring turns on from the one before: no line lies behind a name
FARTHEST = 4  # whoever is farther away stands in this ring too
LOOSE = FARTHEST + 1  # the ring of those whom no tie leads to


@dataclass(frozen=True)
class Spot:
    """A place in pixels from the centre, y downwards; ring 0 is the centre."""

    x: float
    y: float
    ring: int


@dataclass(frozen=True)
class Layout:
    """Everybody's spot, and (ring, radius of its outermost lane) of each ring in use."""

    spots: dict[str, Spot]
    rings: tuple[tuple[int, float], ...]

    @property
    def radius(self) -> float:
        """How far the picture reaches, in pixels."""
        return self.rings[-1][1] if self.rings else 0.0


def centre_of(order: Sequence[str], *, targets: Iterable[str], influence: dict[str, float]) -> str:
    """Who stands in the middle: the first target, else the most influential; "" of nobody."""
    wanted = set(targets)
    for key in order:
        if key in wanted:
            return key
    return max(order, key=lambda key: influence.get(key, -1.0), default="")


def network(order: Sequence[str], ties: Iterable[tuple[str, str]], *, centre: str) -> Layout:
    """Place `order` (keys, oldest first) in rings by their distance from `centre` along `ties`.

    The same input gives the same picture. Whoever is added last moves nobody, unless their ties
    bring others nearer to the centre or a ring needs one more lane.
    """
    beside = _neighbours(order, ties)
    distance, via = _distances(centre, beside)
    spots = {centre: Spot(0.0, 0.0, 0)} if centre in beside else {}
    angles: dict[str, float] = {}
    rings: list[tuple[int, float]] = []
    radius = FIRST
    for ring in range(1, LOOSE + 1):
        within = [
            key for key in order if key != centre and min(distance.get(key, LOOSE), LOOSE) == ring
        ]
        if not within:
            continue
        lanes = _Lanes(radius)
        for number, key in enumerate(within):
            before = angles.get(via.get(key, ""))
            wanted = _spread(number) * 2 * pi if before is None else before + TWIST
            angles[key], away = lanes.take(wanted)
            spots[key] = Spot(
                round(away * sin(angles[key]), 1), round(-away * cos(angles[key]), 1), ring
            )
        rings.append((ring, lanes.outermost))
        radius = lanes.outermost + APART
    return Layout(spots, tuple(rings))


class _Lanes:
    """The places of one ring; one more lane outside when all are taken."""

    def __init__(self, radius: float) -> None:
        self.outermost = radius
        self._taken: set[int] = set()

    def take(self, wanted: float) -> tuple[float, float]:
        """(angle, radius) of the free place nearest to an angle, clockwise from the top."""
        places = floor(2 * pi * self.outermost / BESIDE)
        if len(self._taken) == places:
            self.outermost += LANE
            self._taken = set()
            places = floor(2 * pi * self.outermost / BESIDE)
        first = round(wanted / (2 * pi) * places)
        place = next(
            place
            for step in range(places)
            for place in ((first + step) % places, (first - step) % places)
            if place not in self._taken
        )
        self._taken.add(place)
        return 2 * pi * place / places, self.outermost


def _neighbours(order: Sequence[str], ties: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Who is tied to whom, either way, each in the order of `order`."""
    rank = {key: number for number, key in enumerate(order)}
    beside: dict[str, set[str]] = {key: set() for key in order}
    for one, other in ties:
        if one != other and one in rank and other in rank:
            beside[one].add(other)
            beside[other].add(one)
    return {key: sorted(found, key=rank.__getitem__) for key, found in beside.items()}


def _distances(centre: str, beside: dict[str, list[str]]) -> tuple[dict[str, int], dict[str, str]]:
    """(steps from the centre, at most FARTHEST; who lies one step nearer) of all it reaches."""
    distance, via = {centre: 0}, {}
    steps = deque([centre] if centre in beside else [])
    while steps:
        key = steps.popleft()
        for other in beside[key]:
            if other not in distance:
                distance[other] = min(distance[key] + 1, FARTHEST)
                via[other] = key
                steps.append(other)
    return distance, via


def _spread(number: int) -> float:
    """The number-th point of 0–1 when each new one falls into the largest gap: 0 ½ ¼ ¾ ⅛ …"""
    point, share = 0.0, 0.5
    while number:
        number, odd = divmod(number, 2)
        point += share * odd
        share /= 2
    return point
