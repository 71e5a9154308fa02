"""When groups meet: hours found or given by hand, and where to join."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.groups.actions.forming import locked
from commonroot.groups.actions.telling import tell
from commonroot.groups.models import Formation, Gathering, GroupMember, SmallGroup
from commonroot.groups.queries.dates import measured
from commonroot.groups.queries.forming import groups_of, people_in
from commonroot.groups.queries.meetings import meetings_of
from commonroot.groups.queries.people import measure_of
from commonroot.groups.rules.measure import Measure
from commonroot.groups.rules.rotating import fair_hours


class NoSuchTime(Refused):
    """A time that has passed already."""


@transaction.atomic
def give_dates(*, formation: Formation, measure: Measure, at: datetime) -> int:
    """An hour for every gathering of every group, as most can come and nights are shared; how many.

    What has an hour keeps it.
    """
    meetings = meetings_of(formation.programme)
    made = 0
    for group, keys in _with_keys(formation):
        known = set(group.gatherings.values_list("number", flat=True))
        found = fair_hours(measure, measure.bits(keys)) if keys else []
        for number, meeting in enumerate(meetings, 1):
            if number in known:
                continue
            hour = found[number - 1] if number <= len(found) else None
            Gathering.objects.create(
                group=group,
                number=number,
                starts_at=hour.starts_at if hour else None,
                minutes=meeting.minutes,
                missing=list(hour.missing) if hour else [],
                night=hour.night if hour else {},
                updated_at=at,
            )
            made += 1
    return made


def _with_keys(formation: Formation) -> list[tuple[SmallGroup, list[str]]]:
    groups = groups_of(formation)
    return list(zip(groups, people_in(groups), strict=True))


@transaction.atomic
def renew_dates(*, groups: Iterable[SmallGroup], measure: Measure, at: datetime) -> None:
    """Write anew who can come to gatherings ahead, after the members changed; hours stay."""
    for group in groups:
        members = GroupMember.objects.filter(group=group, left_at=None)
        keys = list(members.values_list("person__key", flat=True))
        for one in group.gatherings.filter(starts_at__gt=at).order_by("number"):
            assert one.starts_at is not None  # asked for
            found = measured(measure, keys, starts_at=one.starts_at, minutes=one.minutes)
            one.missing, one.night = found.missing, found.night
            one.save(update_fields=("missing", "night"))


@transaction.atomic
def set_gathering(*, gathering: Gathering, starts_at: datetime, by: Actor, at: datetime) -> None:
    """Another hour for a gathering; its people hear of it. Raises NoSuchTime."""
    if starts_at <= at:
        raise NoSuchTime(_("That time has passed. The gathering stays where it was."))
    group = gathering.group
    formation = locked(group.formation)
    if gathering.starts_at == starts_at:
        return
    members = list(
        GroupMember.objects.filter(group=group, left_at=None)
        .select_related("group__formation__programme", "person")
        .order_by("pk")
    )
    measure = measure_of(formation, at=at)
    keys = [one.person.key for one in members]
    found = measured(measure, keys, starts_at=starts_at, minutes=gathering.minutes)
    gathering.starts_at, gathering.by_hand = starts_at, True
    gathering.missing, gathering.night = found.missing, found.night
    gathering.sequence += 1
    gathering.updated_at = at
    gathering.save()
    note("gathering of a group moved", group, by=by, at=at)
    for member in members:
        tell(member=member, template="dates", gathering=gathering, at=at)


@transaction.atomic
def share_nights_again(*, group: SmallGroup, by: Actor, at: datetime) -> int:
    """New hours for what is ahead and was not set by hand; how many moved. Its people hear."""
    formation = locked(group.formation)
    measure = measure_of(formation, at=at)
    keys = {one.pk: inside for one, inside in _with_keys(formation)}[group.pk]
    found = fair_hours(measure, measure.bits(keys)) if keys else []
    moved = 0
    members = GroupMember.objects.filter(group=group, left_at=None).select_related(
        "group__formation__programme", "person"
    )
    rows = group.gatherings.filter(by_hand=False).order_by("number")
    for one in rows:
        ahead = one.starts_at is None or one.starts_at > at
        if not ahead or one.number > len(found):
            continue
        hour = found[one.number - 1]
        if hour.starts_at == one.starts_at or hour.starts_at <= at:
            continue
        one.starts_at, one.missing, one.night = hour.starts_at, list(hour.missing), hour.night
        one.sequence += 1
        one.updated_at = at
        one.save()
        moved += 1
        for member in members:
            tell(member=member, template="dates", gathering=one, at=at)
    if moved:
        note("gathering of a group moved", group, by=by, at=at)
    return moved


@transaction.atomic
def say_join_address(*, group: SmallGroup, address: str, by: Actor, at: datetime) -> None:
    """Where a group meets; calendars of its people hear of it."""
    group.join_address = address
    group.save(update_fields=("join_address",))
    Gathering.objects.filter(group=group, starts_at__gt=at).update(updated_at=at)
    note("place of a group said", group, by=by, at=at)
