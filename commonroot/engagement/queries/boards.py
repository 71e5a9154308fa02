"""What keeps a course's board of circles right: what is new on it, gone from it, found anew."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from commonroot.circles.models import Circle
from commonroot.engagement.models import Liaison
from commonroot.engagement.queries.liaison import places_of
from commonroot.engagement.rules import liaison as before
from commonroot.programmes.models import Programme

WITH_A_PLACE = ("cohort", "residential")  # formats whose people are accepted to the whole course


@dataclass(frozen=True)
class Differing:
    """How a board differs from who comes, and from which circles there are.

    `new`: a country, or the id of a theme, and its circle; `gone`: nobody comes from there any
    more, and no circle was told; `found`: a row and the circle it should lead to.
    """

    new: list[tuple[str, int | None, int | None]]
    gone: list[Liaison]
    found: list[tuple[Liaison, Circle | None]]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.found)


def differing(programme: Programme, *, at: datetime) -> Differing:
    """What is to be done for the board of `programme`."""
    countries, themes = places_of(programme, at=at)
    there = list(Liaison.objects.filter(programme=programme).select_related("circle"))
    known = {(one.country, one.theme_id) for one in there}
    wanted = {(code, None) for code in countries} | {("", pk) for pk in themes}
    own = _circles_of(countries | {one.country for one in there})
    gone = [
        one for one in there if (one.country, one.theme_id) not in wanted and one.asked_at is None
    ]
    staying = [one for one in there if one not in gone and one.theme_id is None]
    return Differing(
        new=[
            (code, theme, own[code].pk if code in own else theme)
            for code, theme in sorted(wanted - known, key=str)
        ],
        gone=gone,
        found=[
            (one, own.get(one.country))
            for one in staying
            if _leads_nowhere(one)
            and (one.country in own or (one.circle and one.circle.state == Circle.State.CLOSED))
        ],
    )


def _circles_of(countries: set[str]) -> dict[str, Circle]:
    """The circle of each of these countries that has one that is not closed."""
    found: dict[str, Circle] = {}
    there = Circle.objects.filter(kind=Circle.Kind.COUNTRY, country__in=countries - {""})
    for circle in there.exclude(state=Circle.State.CLOSED).order_by("pk"):
        found.setdefault(circle.country, circle)
    return found


def _leads_nowhere(liaison: Liaison) -> bool:
    """Whether a row leads to no circle of its own country: to none, a region or a closed one."""
    circle = liaison.circle
    return (
        circle is None
        or circle.kind == Circle.Kind.REGION
        or (circle.state == Circle.State.CLOSED and liaison.asked_at is None)
    )


def with_boards(*, at: datetime) -> QuerySet[Programme]:
    """Courses whose people are accepted, and that begin before long: boards keep themselves."""
    return Programme.objects.filter(
        format__in=WITH_A_PLACE,
        published_at__isnull=False,
        starts_on__gte=at.date(),
        starts_on__lte=(at + before.LOOK_AHEAD).date(),
    ).order_by("pk")


def to_keep(*, at: datetime) -> list[Programme]:
    """Courses ahead whose board is not right."""
    return [one for one in with_boards(at=at) if differing(one, at=at)]
