"""When groups meet: their gatherings, who bears which nights, and what they clash with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from commonroot.groups.models import Gathering, GroupMember, SmallGroup
from commonroot.groups.rules import hours
from commonroot.groups.rules.measure import Measure
from commonroot.people.models import Person
from commonroot.programmes.models import Session
from commonroot.registration.models import Registration

LONGEST = timedelta(hours=12)
QUARTER = timedelta(minutes=15)
WEEK_BITS = 7 * 24 * 4


@dataclass(frozen=True)
class Bearer:
    """Somebody of a group: minutes of each gathering in their night, in all, where they cannot."""

    person: Person
    nights: list[int]
    total: int
    cannot: list[bool]


@dataclass(frozen=True)
class Clash:
    """A session at the same time as a gathering; how many of the group have a place in it."""

    gathering: Gathering
    session: Session
    people: int


@dataclass(frozen=True)
class At:
    """A moment measured for a group: who cannot come, and minutes of it in whose night."""

    missing: list[str] = field(default_factory=list)
    night: dict[str, int] = field(default_factory=dict)


def gathering(key: str) -> Gathering | None:
    """The gathering with that key, with its group and programme."""
    return (
        Gathering.objects.filter(key=key)
        .select_related("group__formation__programme__run_by")
        .first()
    )


def gatherings(group: SmallGroup) -> list[Gathering]:
    """The gatherings of a group in their order."""
    return list(group.gatherings.order_by("number"))


def rotation(members: Sequence[GroupMember], *, of: Sequence[Gathering]) -> list[Bearer]:
    """Who of a group bears which nights, whoever bears most first."""
    found = []
    for one in members:
        key = one.person.key
        nights = [int(each.night.get(key, 0)) for each in of]
        found.append(
            Bearer(
                person=one.person,
                nights=nights,
                total=sum(nights),
                cannot=[key in each.missing for each in of],
            )
        )
    return sorted(found, key=lambda one: (-one.total, one.person.sort_key, one.person.pk))


def measured(measure: Measure, keys: Iterable[str], *, starts_at: datetime, minutes: int) -> At:
    """Who of a group cannot come at a moment, and whose night it is, by each one's own clock."""
    missing, night = [], {}
    for key in sorted(set(keys) & set(measure.place)):
        member = measure.members[measure.place[key]]
        monday = (starts_at - timedelta(days=starts_at.weekday())).date()
        first = int((starts_at - hours.begins(monday)) / QUARTER)
        wanted = [1 << bit for bit in range(first, first + -(-minutes // 15))]
        free = _three_weeks(partial(hours.free_bits, member.zone, free=member.free), monday)
        good = _three_weeks(partial(hours.good_bits, member.zone), monday)
        if not all(free & bit for bit in wanted):
            missing.append(key)
        elif dark := sum(not good & bit for bit in wanted):
            night[key] = 15 * dark
    return At(missing, night)


def _three_weeks(bits: Callable[[date], int], monday: date) -> int:
    """Quarters of a week and of those beside it, as bits from the Sunday before that week."""
    before, after = monday - hours.WEEK, monday + hours.WEEK
    return bits(before) >> WEEK_BITS | bits(monday) | bits(after) << WEEK_BITS


def clashes(groups: Sequence[SmallGroup], *, at: datetime) -> list[Clash]:
    """Sessions that overlap with gatherings to come and in which members have a place."""
    coming = list(
        Gathering.objects.filter(group__in=groups, starts_at__gte=at)
        .select_related("group")
        .order_by("starts_at", "pk")
    )
    if not coming:
        return []
    starts = [one.starts_at for one in coming if one.starts_at is not None]
    members: dict[int, set[int]] = {}
    for group_id, person_id in GroupMember.objects.filter(
        group__in=groups, left_at=None
    ).values_list("group", "person"):
        members.setdefault(group_id, set()).add(person_id)
    places = Registration.objects.filter(
        person__in={person for people in members.values() for person in people},
        state=Registration.State.PLACED,
        session__state=Session.State.PLANNED,
        session__starts_at__gte=min(starts) - LONGEST,
        session__starts_at__lte=max(starts) + LONGEST,
    ).select_related("session__programme")
    by_session: dict[Session, set[int]] = {}
    for place in places:
        by_session.setdefault(place.session, set()).add(place.person_id)
    found = []
    for one in coming:
        assert one.starts_at is not None  # asked for
        ends = one.starts_at + timedelta(minutes=one.minutes)
        for session, people in by_session.items():
            begins, over = session.starts_at, session.ends_at
            assert begins is not None  # asked for
            assert over is not None  # goes with it
            both = people & members.get(one.group_id, set())
            if both and begins < ends and one.starts_at < over:
                found.append(Clash(one, session, len(both)))
    return found
