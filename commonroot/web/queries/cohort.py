"""What my page says of somebody's course with others: their groups, and what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonroot.admissions.models import Application
from commonroot.admissions.queries.preparing import to_do
from commonroot.core.time import zone_or
from commonroot.groups.models import SmallGroup
from commonroot.groups.queries.space import Date, dates, groups_of, next_date
from commonroot.people.models import Person


@dataclass(frozen=True)
class MyGroup:
    """A group of somebody, and when it meets next in their zone."""

    group: SmallGroup
    next: Date | None


@dataclass(frozen=True)
class Left:
    """How many things somebody has left to do before a course, of how many; and late ones."""

    application: Application
    left: int
    of: int
    late: int


def groups(person: Person, *, at: datetime, zone: str | None) -> list[MyGroup]:
    """The groups somebody is in now."""
    found = []
    for place in groups_of(person.pk):
        own = zone_or(zone or person.time_zone, place.group.formation.programme.time_zone)
        found.append(
            MyGroup(place.group, next_date(dates(place.group, zone=own, others=(), at=at)))
        )
    return found


def preparing(person: Person, *, at: datetime) -> Sequence[Left]:
    """What somebody has to do before the courses they come to, as long as there is something."""
    return [
        Left(
            application,
            left=sum(not todo.is_done for todo in todos),
            of=len(todos),
            late=sum(todo.is_late for todo in todos),
        )
        for application, todos in to_do(person, at=at)
    ]
