"""The alumni group and its sub-groups: who is in one, and in which somebody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonroot.consent.rules import Purpose
from commonroot.mailings.models import Group, GroupChoice
from commonroot.mailings.queries.audiences import agreed, condition
from commonroot.people.models import Person

Said = GroupChoice.Said


def group(key: str) -> Group | None:
    """The group with that key."""
    return Group.objects.filter(key=key).first()


def groups() -> QuerySet[Group]:
    """The groups there are, the whole alumni group first, then by name."""
    return Group.objects.filter(closed_at=None).order_by("sort_key", "pk")


def closed_groups() -> QuerySet[Group]:
    """Those that were closed, the last first."""
    return Group.objects.exclude(closed_at=None).order_by("-closed_at", "-pk")


def members_of(group: Group, *, at: datetime) -> QuerySet[Person]:
    """Who is in `group` now: agreed to the alumni group, and belongs to it or joined, and did not
    leave. A closed group has nobody.
    """
    people = agreed(Purpose.ALUMNI_GROUP, at=at)
    if group.closed_at is not None:
        return people.none()
    belongs = condition(group.filter, at=at) | Q(Exists(_said(group, Said.JOINED)))
    return people.filter(belongs).exclude(Exists(_said(group, Said.LEFT)))


def _said(group: Group, said: str) -> QuerySet[GroupChoice]:
    return GroupChoice.objects.filter(group=group, person=OuterRef("pk"), said=said)


def belongs_to(person: Person, group: Group, *, at: datetime) -> bool:
    """Whether the question of that group finds `person`, whatever they said."""
    return Person.objects.filter(condition(group.filter, at=at), pk=person.pk).exists()


def left_count(group: Group) -> int:
    """How many of those who might be in it left it."""
    return GroupChoice.objects.filter(group=group, said=Said.LEFT).count()


@dataclass(frozen=True)
class Place:
    """A group as its participant sees it: whether they are in it."""

    group: Group
    is_in: bool
    has_left: bool


def places_of(person: Person, *, at: datetime) -> Sequence[Place]:
    """Every group that concerns `person`: they are in it, left it, or may join it."""
    said = dict(GroupChoice.objects.filter(person=person).values_list("group_id", "said"))
    found = []
    for one in groups():
        is_in = members_of(one, at=at).filter(pk=person.pk).exists()
        has_left = said.get(one.pk) == Said.LEFT
        if is_in or has_left or one.is_open:
            found.append(Place(one, is_in, has_left))
    return found
