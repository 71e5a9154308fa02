"""Where groups stand between active allies (1) and active opposition (5), drawn and weighed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin

NEAREST, FURTHEST = 1, 5
WEDGES = range(NEAREST, FURTHEST + 1)

# The drawing: a half-circle in a box of 1000 by 520; angles in degrees, 180 at the start of a line.
WIDTH, HEIGHT = 1000, 520
CENTRE = (500.0, 500.0)
RIM = 490.0
SLICE = 180.0 / FURTHEST
OUTERMOST, INNERMOST = 312.0, 120.0
SIZES = (30.0, 24.0, 18.0, 12.0)
LABEL_AT, COUNT_AT = 428.0, 320.0
RING_INSIDE = 7.0  # degrees from the border that was crossed


def nearer(wedge: int) -> int | None:
    """One wedge nearer to us; None where nobody can stand nearer."""
    return wedge - 1 if wedge > NEAREST else None


def further(wedge: int) -> int | None:
    """One wedge further from us; None where nobody can stand further."""
    return wedge + 1 if wedge < FURTHEST else None


def is_one_nearer(start: int, goal: int) -> bool:
    """Whether a plan asks for one step towards us and no more (domain source 4.4)."""
    return nearer(start) == goal


@dataclass(frozen=True)
class Dot:
    """Where something stands in the drawing, in its own units."""

    x: float
    y: float


def at(angle: float, reach: float, *, mirrored: bool = False) -> Dot:
    """The place at `angle` degrees, `reach` from the middle of the half-circle."""
    x = CENTRE[0] + reach * cos(radians(angle))
    return Dot(
        round(WIDTH - x if mirrored else x, 1), round(CENTRE[1] - reach * sin(radians(angle)), 1)
    )


def middle(wedge: int) -> float:
    """The angle of the middle of a wedge."""
    return 180.0 - SLICE * (wedge - 0.5)


def size_for(most: int) -> float:
    """How large dots may be so that `most` of them fit into one wedge; the smallest at worst."""
    return next((size for size in SIZES if sum(_rooms(size)) >= most), SIZES[-1])


def dots(count: int, wedge: int, *, size: float, mirrored: bool = False) -> list[Dot]:
    """Places for `count` dots in a wedge, row by row from the rim, each row in its middle.

    What no longer fits is spread over the rows all the same, closer than it should be.
    """
    rooms = _rooms(size)
    rows = [0] * len(rooms)
    left = count
    while left:
        free = [row for row, room in enumerate(rooms) if rows[row] < room] or range(len(rooms))
        for row in list(free)[:left]:
            rows[row] += 1
        left = count - sum(rows)
    found = []
    for row, number in enumerate(rows):
        reach = OUTERMOST - row * _gap(size)
        wide = (SLICE - 2 * _margin(size, reach)) / max(1, rooms[row] - 1, number - 1)
        for place in range(number):
            angle = middle(wedge) + ((number - 1) / 2 - place) * wide
            found.append(at(angle, reach, mirrored=mirrored))
    return found


def _gap(size: float) -> float:
    return size * 2 + 16


def _margin(size: float, reach: float) -> float:
    """How far from the border of its wedge a dot stays, in degrees."""
    return (size + 8) / radians(1) / reach


def _rooms(size: float) -> list[int]:
    """How many dots fit into each row of a wedge, from the rim inwards."""
    rooms, reach = [], OUTERMOST
    while reach >= INNERMOST:
        wide = radians(SLICE - 2 * _margin(size, reach)) * reach
        rooms.append(max(1, 1 + int(wide / (size * 2 + 6))))
        reach -= _gap(size)
    return rooms


def ring(*, before: int, now: int, dot: Dot, mirrored: bool = False) -> Dot:
    """Where the open ring of the earlier day stands: inside the wedge it left, at its border."""
    reach = max(INNERMOST, hypot(dot.x - CENTRE[0], dot.y - CENTRE[1]))
    side = 1 if now > before else -1
    angle = middle(before) - side * (SLICE / 2 - RING_INSIDE)
    return at(angle, reach, mirrored=mirrored)


def before(dot: Dot, *, of: Dot, size: float) -> Dot:
    """The place on the way from `of` to a dot at which its edge begins."""
    long = hypot(dot.x - of.x, dot.y - of.y)
    if not long:
        return dot
    share = (size + 6) / long
    return Dot(round(dot.x + (of.x - dot.x) * share, 1), round(dot.y + (of.y - dot.y) * share, 1))


@dataclass(frozen=True)
class Moved:
    """How a group stands today against an earlier day; `before` None: it was not there yet."""

    key: str
    name: str
    before: int | None
    now: int | None

    @property
    def steps(self) -> int:
        """Wedges towards us; below 0 away from us."""
        return (self.before or 0) - (self.now or 0) if self.before and self.now else 0


def moved(before: Mapping[str, tuple[str, int]], now: Mapping[str, tuple[str, int]]) -> list[Moved]:
    """Every group of either day, {key: (name, wedge)} each, in today's order, then who is gone."""
    found = [
        Moved(key, name, before[key][1] if key in before else None, wedge)
        for key, (name, wedge) in now.items()
    ]
    gone = [Moved(key, name, wedge, None) for key, (name, wedge) in before.items()]
    return found + [one for one in gone if one.key not in now]


@dataclass(frozen=True)
class Stand:
    """What the notes look at of a group: its wedge, whether we are in touch, open plans' from."""

    wedge: int
    in_touch: bool
    plans: Sequence[int] = ()


def notes(groups: Iterable[Stand]) -> list[str]:
    """Codes of what a team may want to think about; never a reason to refuse anything.

    `only_allies`, `all_opponents`, `nobody_moves`, `converting` (domain source 4.4, warnings).
    """
    all_of = list(groups)
    found = []
    touched = [one for one in all_of if one.in_touch]
    if touched and all(one.wedge == NEAREST for one in touched) and len(touched) < len(all_of):
        found.append("only_allies")
    against = sum(one.wedge > 3 for one in all_of)  # noqa: PLR2004 - beyond the neutral wedge
    between = sum(one.wedge in {2, 3} for one in all_of)
    if against > 1 and not between:
        found.append("all_opponents")
    plans = [start for one in all_of for start in one.plans]
    if between and not plans:
        found.append("nobody_moves")
    if FURTHEST in plans:
        found.append("converting")
    return found
