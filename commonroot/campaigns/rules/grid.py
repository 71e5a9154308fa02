"""The grid of a power map in pixels: where dots stand, and which names find room beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

UNIT_X, UNIT_Y = 70, 58  # pixels of one step of side and of influence
LEAST_X, MOST_X = -5, 5
MOST_Y = 10
EDGE = 36  # pixels between the last step and the edge of the picture
WIDTH = (MOST_X - LEAST_X) * UNIT_X + 2 * EDGE
HEIGHT = MOST_Y * UNIT_Y + 2 * EDGE
MIDDLE = WIDTH // 2
DECIDES = 7  # from this influence on somebody can decide
DECIDES_AT = HEIGHT - EDGE - DECIDES * UNIT_Y
LINES = "".join(
    [f"M{EDGE + step * UNIT_X} 0V{HEIGHT}" for step in range(MOST_X - LEAST_X + 1)]
    + [f"M0 {EDGE + step * UNIT_Y}H{WIDTH}" for step in range(MOST_Y + 1)]
)
LETTER, LINE = 8.2, 20  # pixels of a letter and of a line of a name
LONGEST_NAME = 34
FEW = 60  # so many dots have room to be large
NEAR = 4  # pixels that a name keeps from such a point
AXIS = tuple((float(MIDDLE), float(y)) for y in range(0, HEIGHT, 16))
GOLDEN = pi * (3 - sqrt(5))


@dataclass(frozen=True)
class Named:
    """Where a name stands from its dot: offset in pixels, and which end of it is there."""

    dx: float
    dy: float
    anchor: str  # start, middle or end, from left to right


def point(x: float, y: float, *, mirrored: bool = False) -> tuple[float, float]:
    """Pixels of a place on the grid; `mirrored` where people read from right to left."""
    side = -x if mirrored else x
    return MIDDLE + side * UNIT_X, HEIGHT - EDGE - y * UNIT_Y


def dot_size(count: int) -> int:
    """The radius of a dot when so many stand on the grid, in pixels."""
    return 15 if count <= FEW else 11


def fanned(places: Sequence[tuple[float, float]], *, size: int) -> list[tuple[float, float]]:
    """Offsets in pixels by which dots on the same place stand beside each other."""
    met: dict[tuple[float, float], int] = {}
    found = []
    for place in places:
        number = met.get(place, 0)
        met[place] = number + 1
        away = size * 1.9 * sqrt(number)
        found.append((round(away * cos(number * GOLDEN), 1), round(away * sin(number * GOLDEN), 1)))
    return found


def shown_name(name: str) -> str:
    """A name as it stands in the picture: cut where it is very long."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def named(
    dots: Sequence[tuple[float, float, str]],
    *,
    size: int,
    width: float,
    height: float,
    free_of: Iterable[tuple[float, float]] = (),
    rather_not: Iterable[tuple[float, float]] = (),
) -> list[Named | None]:
    """A place for each name beside its dot (x, y, name), the first ones first; None without room.

    No name lies on a dot, on another name, on a point of `free_of`, or beyond the picture; on a
    point of `rather_not` only where there is no other room.
    """
    boxes = [(x - size, y - size, x + size, y + size) for x, y, _name in dots]
    boxes += [(x - size, y - size, x + size, y + size) for x, y in free_of]
    soft = [(x - NEAR, y - NEAR, x + NEAR, y + NEAR) for x, y in rather_not]
    found: list[Named | None] = []
    for x, y, name in dots:
        long = len(shown_name(name)) * LETTER
        room = [
            (place, box)
            for place, box in _candidates(x, y, long=long, size=size)
            if box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if not any(_meet(box, other) for other in boxes)
        ]
        # The first that lies on nothing at all, else the first there is.
        room.sort(key=lambda one: any(_meet(one[1], other) for other in soft))
        found.append(room[0][0] if room else None)
        boxes += [box for _place, box in room[:1]]
    return found


Box = tuple[float, float, float, float]


def _candidates(x: float, y: float, *, long: float, size: int) -> Iterable[tuple[Named, Box]]:
    """Above, below, to the right, to the left: with the box each takes."""
    beside = size + 6
    yield (
        Named(0, -beside, "middle"),
        (x - long / 2, y - beside - LINE + 4, x + long / 2, y - size - 1),
    )
    yield (
        Named(0, beside + 12, "middle"),
        (x - long / 2, y + size + 1, x + long / 2, y + beside + LINE - 4),
    )
    yield Named(beside, 5, "start"), (x + beside, y - LINE / 2, x + beside + long, y + LINE / 2)
    yield Named(-beside, 5, "end"), (x - beside - long, y - LINE / 2, x - beside, y + LINE / 2)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
