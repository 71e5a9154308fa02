"""The pictures of a power map: where everything stands in pixels, as the templates draw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, sin

from commonroot.campaigns.queries.power.showing import (
    Dot,
    Map,
    Tie,
    influence_words,
    side_words,
)
from commonroot.campaigns.rules import grid, layout
from commonroot.campaigns.rules.comparing import Moved, Stand, Way

MARGIN = 90  # pixels round a network, for names
ARROW = 24  # an arrow ends so many pixels before the middle of a dot
SHORTEST_ARROW = 30
HEAD, HEAD_ANGLE = 12, 0.5  # pixels and radians of the head of an arrow
NEAR = 2  # names stand at the dots of so many rings; the others show theirs when one goes there


@dataclass(frozen=True)
class Placed:
    """A dot in the picture: its middle in pixels, and where its name stands (None: no room)."""

    dot: Dot
    stand: Stand
    left: float
    top: float
    name: str
    named: grid.Named | None = None

    @property
    def known(self) -> bool:
        """Whether anybody knows where they stand."""
        return self.stand.known

    @property
    def side(self) -> str:
        """Their side in words."""
        return side_words(self.stand.x)

    @property
    def influence(self) -> str:
        """Their influence in words."""
        return influence_words(self.stand.y)


@dataclass(frozen=True)
class Line:
    """A tie in the picture."""

    tie: Tie
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def heads(self) -> str:
        """Which ends have a head: "one", "both" or "" for none."""
        direction = self.tie.shown.value("direction")
        return {"mutual": "both", "undirected": ""}.get(direction, "one")


@dataclass(frozen=True)
class Arrow:
    """Where somebody stood earlier, an open ring, and the arrow since; `tone` is root or clay."""

    left: float
    top: float
    arrow: tuple[float, float, float, float] | None
    tone: str

    @property
    def path(self) -> str:
        """The arrow as it is drawn: its way and its head."""
        if self.arrow is None:
            return ""
        x1, y1, x2, y2 = self.arrow
        way = atan2(y2 - y1, x2 - x1)
        wings = [
            f"{x2 - HEAD * cos(way + side):.1f} {y2 - HEAD * sin(way + side):.1f}"
            for side in (HEAD_ANGLE, -HEAD_ANGLE)
        ]
        return f"M{x1} {y1}L{x2} {y2}M{wings[0]}L{x2} {y2}L{wings[1]}"


@dataclass(frozen=True)
class Picture:
    """All of a picture. `rings`: radii of a network's rings."""

    width: float
    height: float
    size: int
    dots: list[Placed]
    lines: list[Line]
    ways: list[Arrow]
    rings: Sequence[float] = ()
    centre: Dot | None = None

    @property
    def half(self) -> float:
        """The middle of a network."""
        return self.width / 2

    @property
    def head_at(self) -> int:
        """How far before the middle of a dot the head of a tie lies."""
        return self.size + 8

    @property
    def is_of_few(self) -> bool:
        """Whether so few stand on it that a phone can show all of it at once."""
        return self.size == grid.dot_size(0)

    @property
    def target_size(self) -> int:
        """The radius of the second ring round a target."""
        return self.size + 5


def grid_picture(
    drawn: Map,
    *,
    mirrored: bool,
    with_ties: bool = False,
    changes: Sequence[Moved] = (),
    stands: Mapping[str, Stand] | None = None,
) -> Picture:
    """The grid; with `changes` the arrows since an earlier day, with `stands` as it was then."""
    dots = [dot for dot in drawn.dots if stands is None or dot.key in stands]
    size = grid.dot_size(len(dots))
    standing = [dot.stand if stands is None else stands[dot.key] for dot in dots]
    places = [_place(stand) for stand in standing]
    middles = []
    asides = grid.fanned(places, size=size)
    for (x, y), aside in zip(places, asides, strict=True):
        left, top = grid.point(x, y, mirrored=mirrored)
        middles.append((left + aside[0], top + aside[1]))
    ways = [found for change in changes if (found := _way(change, mirrored=mirrored)) is not None]
    order = sorted(range(len(dots)), key=lambda at: (-(dots[at].y or 0), dots[at].number))
    named = grid.named(
        [(*middles[at], dots[at].name) for at in order],
        size=size,
        width=grid.WIDTH,
        height=grid.HEIGHT,
        free_of=_along(ways),
        rather_not=grid.AXIS,
    )
    names = dict(zip(order, named, strict=True))
    placed = [
        Placed(dot, standing[at], *middles[at], grid.shown_name(dot.name), names[at])
        for at, dot in enumerate(dots)
    ]
    return Picture(
        grid.WIDTH,
        grid.HEIGHT,
        size,
        placed,
        _lines(drawn.ties, placed) if with_ties else [],
        ways,
    )


def network_picture(drawn: Map, *, mirrored: bool) -> Picture:
    """Everybody round the target, in rings."""
    keys = [dot.key for dot in sorted(drawn.dots, key=lambda dot: dot.shown.entry.pk)]
    centre = layout.centre_of(
        keys,
        targets=[dot.key for dot in drawn.targets],
        influence={dot.key: dot.y for dot in drawn.dots if dot.y is not None},
    )
    found = layout.network(
        keys, [(tie.start.key, tie.end.key) for tie in drawn.ties], centre=centre
    )
    half = found.radius + MARGIN
    sign = -1 if mirrored else 1
    size = grid.dot_size(len(keys))
    middles = [
        (half + sign * found.spots[dot.key].x, half + found.spots[dot.key].y) for dot in drawn.dots
    ]
    near = [at for at, dot in enumerate(drawn.dots) if found.spots[dot.key].ring <= NEAR]
    far = [at for at in range(len(drawn.dots)) if at not in set(near)]
    order = sorted(near, key=lambda at: found.spots[drawn.dots[at].key].ring) + far
    named = grid.named(
        [(*middles[at], drawn.dots[at].name) for at in order],
        size=size,
        width=2 * half,
        height=2 * half,
    )
    names = dict(zip(order, named, strict=True))
    placed = [
        Placed(dot, dot.stand, *middles[at], grid.shown_name(dot.name), names[at])
        for at, dot in enumerate(drawn.dots)
    ]
    return Picture(
        2 * half,
        2 * half,
        size,
        placed,
        _lines(drawn.ties, placed),
        [],
        [radius for _ring, radius in found.rings],
        drawn.dot(centre),
    )


def _place(stand: Stand) -> tuple[float, float]:
    """Where somebody is drawn: of whom nobody knows in the middle."""
    return (stand.x or 0, 5 if stand.y is None else stand.y)


def _lines(ties: Sequence[Tie], placed: Sequence[Placed]) -> list[Line]:
    at = {one.dot.key: one for one in placed}
    return [
        Line(tie, start.left, start.top, end.left, end.top)
        for tie in ties
        if (start := at.get(tie.start.key)) and (end := at.get(tie.end.key))
    ]


def _way(change: Moved, *, mirrored: bool) -> Arrow | None:
    """The ring and the arrow of whoever moved; None of those who did not, or nobody knows."""
    if change.then is None or change.now is None or not (change.side or change.influence):
        return None
    x1, y1 = grid.point(*_place(change.then), mirrored=mirrored)
    x2, y2 = grid.point(*_place(change.now), mirrored=mirrored)
    long = hypot(x2 - x1, y2 - y1)
    arrow = None
    if long > SHORTEST_ARROW:
        start, end = 8 / long, 1 - ARROW / long
        arrow = (
            round(x1 + (x2 - x1) * start, 1),
            round(y1 + (y2 - y1) * start, 1),
            round(x1 + (x2 - x1) * end, 1),
            round(y1 + (y2 - y1) * end, 1),
        )
    tone = "clay" if change.way is Way.AWAY else "root"
    return Arrow(x1, y1, arrow, tone)


def _along(ways: Sequence[Arrow]) -> list[tuple[float, float]]:
    """Points on rings and arrows, where no name may lie."""
    points = [(way.left, way.top) for way in ways]
    for way in ways:
        if way.arrow:
            x1, y1, x2, y2 = way.arrow
            steps = int(hypot(x2 - x1, y2 - y1) // 20) + 1
            points += [
                (x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps)
                for step in range(steps + 1)
            ]
    return points
