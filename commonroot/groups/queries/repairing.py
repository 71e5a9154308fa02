"""Who left groups that stand, who came late, and what a repair would move."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from commonroot.groups.models import Formation, GroupMember
from commonroot.groups.queries.forming import groups_of
from commonroot.groups.queries.people import Gathered, people_of_programme
from commonroot.people.models import Person


@dataclass(frozen=True)
class Move:
    """Somebody of groups that stand, and the number of the group a repair puts them into."""

    member: GroupMember
    to: int


def gone(formation: Formation, *, at: datetime) -> QuerySet[GroupMember]:
    """Members who do not come any more: they gave their place back, or asked for a pause."""
    staying = people_of_programme(formation.programme).filter(frozen_at=None)
    return (
        GroupMember.objects.filter(group__formation=formation, left_at=None)
        .exclude(person__in=staying.order_by().values("pk"))
        .select_related("group", "person")
        .order_by("group__number", "pk")
    )


def left_since(formation: Formation) -> int:
    """How many left their group of their own will and are in no other of these groups."""
    rows = GroupMember.objects.filter(group__formation=formation)
    still = set(rows.filter(left_at=None).values_list("person", flat=True))
    went = set(rows.exclude(left_at=None).values_list("person", flat=True))
    return len(went - still)


def late(formation: Formation, *, gathered: Gathered) -> list[Person]:
    """Who comes and is in none of these groups, in their sorting order.

    Whoever left their group themself is not among them: they are not put back.
    """
    known = set(
        GroupMember.objects.filter(group__formation=formation).values_list("person", flat=True)
    )
    return [one for one in gathered.people.values() if one.pk not in known]


def moves_of(repair: Formation, *, formation: Formation) -> list[Move]:
    """What is otherwise in a repair than in the groups that stand, in the order of the groups."""
    there = {
        one.person_id: group.number
        for group in groups_of(repair)
        for one in group.present  # type: ignore[attr-defined]  # prefetched
    }
    return [
        Move(one, there[one.person_id])
        for group in groups_of(formation)
        for one in group.present  # type: ignore[attr-defined]  # prefetched
        if one.person_id in there and there[one.person_id] != group.number
    ]


def repair_of(formation: Formation) -> Formation | None:
    """The repair that was asked for and is not accepted yet."""
    rows = Formation.objects.filter(programme=formation.programme_id).order_by("-number")
    return next((one for one in rows if one.plan.get("repairs") == formation.key), None)
