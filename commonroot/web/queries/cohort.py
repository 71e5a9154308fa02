"""What my page says of somebody's course with others: their groups, and what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.admissions.models import Application
from commonroot.admissions.queries.applying import (
    applications_of,
    deadline_words,
    joined_by,
    may_hand_in,
)
from commonroot.admissions.queries.preparing import to_do
from commonroot.admissions.queries.told import told_state
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


@dataclass(frozen=True)
class Applied:
    """An application of somebody, alone or with others: where it is, for what, how far."""

    address: str
    title: str
    words: str
    is_draft: bool = False


def applied(person: Person, *, at: datetime) -> list[Applied]:
    """What somebody applied for, or is named in, as long as their course is not closed."""
    found = []
    for application in applications_of(person).filter(call__programme__closed_at=None):
        state = told_state(application, at=at)
        deadline = deadline_words(application.call, at=at)
        is_draft = state == Application.State.DRAFT
        words = str(Application.State(state).label)
        if is_draft and deadline and may_hand_in(application, at=at):
            words = _("not handed in yet; you can until %(deadline)s") % {"deadline": deadline}
        found.append(
            Applied(
                reverse("admissions:own", kwargs={"key": application.key}),
                str(application.call.programme.title),
                words,
                is_draft=is_draft,
            )
        )
    for named in joined_by(person).filter(application__call__programme__closed_at=None):
        found.append(
            Applied(
                reverse("admissions:join", kwargs={"key": named.key}),
                str(named.application.call.programme.title),
                _("with %(name)s: you %(said)s")
                % {"name": named.application.person.shown_name, "said": named.get_state_display()},
            )
        )
    return found


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
