"""What a group sees of itself: who is in it, when it meets, what was noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import get_language

from commonroot.accounts.models import Account
from commonroot.accounts.roles import ROLES, Actor, Permission
from commonroot.circles.models import Circle
from commonroot.circles.queries import standing_mandates
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Purpose
from commonroot.core.time import zone_place, zone_words
from commonroot.groups.models import Formation, Gathering, GroupMember, GroupNote, SmallGroup
from commonroot.groups.queries.people import audience_of
from commonroot.groups.rules import reports as rules
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import DatedWords, day_words

CHOSEN = Formation.State.CHOSEN


@dataclass(frozen=True)
class Fellow:
    """Somebody in a group as the others see them; `way` only where they said so."""

    member: GroupMember
    name: str
    way: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """When a meeting is where others of the group are."""

    place: str
    day: str  # "" where it is the reader's day
    clock: str


@dataclass(frozen=True)
class Date:
    """One meeting for the reader: their clock, everybody's, and the link once it is open."""

    gathering: Gathering
    when: DatedWords
    elsewhere: Sequence[Elsewhere]
    join: str
    is_over: bool


def members(group: SmallGroup, *, at: datetime) -> QuerySet[GroupMember]:
    """Those in the group now whom the gate lets the people of the course see, in sorting order."""
    there = GroupMember.objects.filter(group=group, left_at=None)
    seen = allowed(
        there,
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(group.formation.programme),
        at=at,
    )
    return seen.select_related("person").order_by("-leads", "person__sort_key", "pk")


def fellows(group: SmallGroup, *, at: datetime) -> list[Fellow]:
    """Everybody who may be shown, leads first, each with a way where they let the group see it.

    Two queries. Of whoever is in high care nobody sees a way, whatever was said before.
    """
    there = list(members(group, at=at))
    open_ways = ContactWay.objects.filter(
        person__in=[one.person_id for one in there if one.shows_way],
        state=ContactWay.State.WORKING,
    ).exclude(in_high_care("person"))
    ways: dict[int, str] = {}
    for way in open_ways.order_by("kind", "-preferred", "pk"):
        ways.setdefault(way.person_id, way.value)
    return [Fellow(one, one.person.shown_name, ways.get(one.person_id, "")) for one in there]


def member_of(group: SmallGroup, person: int | None) -> GroupMember | None:
    """Somebody's place in the group, by primary key of the person; None: they are not in it."""
    if person is None:
        return None
    there = GroupMember.objects.filter(group=group, person=person, left_at=None)
    return there.select_related("person", "group__formation__programme__run_by").first()


def place(key: str) -> GroupMember | None:
    """Somebody's place in a group, also after they left it."""
    return (
        GroupMember.objects.filter(key=key)
        .select_related("group__formation__programme__run_by", "person")
        .first()
    )


def note(key: str) -> GroupNote | None:
    """The note with that key, with its group and who wrote it."""
    return (
        GroupNote.objects.filter(key=key)
        .select_related("group__formation__programme__run_by", "person")
        .first()
    )


def notes(group: SmallGroup) -> list[GroupNote]:
    """What was noted, the newest first; nothing of whoever paused everything."""
    rows = GroupNote.objects.filter(group=group, person__frozen_at=None)
    return list(rows.select_related("person", "gathering").order_by("-written_at", "-pk"))


def groups_of(person: int | None) -> QuerySet[GroupMember]:
    """The groups somebody is in now, the newest course first."""
    return (
        GroupMember.objects.filter(
            person=person, left_at=None, group__formation__state=CHOSEN, group__ended_at=None
        )
        .select_related("group__formation__programme")
        .order_by("-since", "pk")
    )


def dates(group: SmallGroup, *, zone: str, others: Sequence[str], at: datetime) -> list[Date]:
    """All meetings of a group in order, in the reader's zone and those of the others."""
    rows = Gathering.objects.filter(group=group)
    return [
        _date(one, join=group.join_address, zone=zone, others=others, at=at)
        for one in rows.order_by("number")
    ]


def zones(fellows: Sequence[Fellow], *, mine: str) -> list[str]:
    """The other clocks of a group; nobody's who is in high care, since it tells where they are."""
    open_ones = {one.member.person.time_zone for one in fellows if not one.member.person.is_high}
    return sorted(open_ones - {mine, ""})


def _date(
    gathering: Gathering, *, join: str, zone: str, others: Sequence[str], at: datetime
) -> Date:
    starts = gathering.starts_at
    if starts is None:
        return Date(gathering, DatedWords(day=""), (), "", is_over=False)
    ends = starts + timedelta(minutes=gathering.minutes)
    here, until = starts.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone))
    today = at.astimezone(ZoneInfo(zone)).date()
    offset = zone_words(zone, starts, language=get_language() or "en")
    when = DatedWords(
        day=day_words(here.date(), today=today),
        clock=f"{here:%H:%M}–{until:%H:%M}",
        zone=offset,
        utc="" if offset == "UTC" else f"{starts:%H:%M} UTC",
        at=here.isoformat(),
        until=until.isoformat(),
    )
    elsewhere = []
    for other in others:
        there = starts.astimezone(ZoneInfo(other))
        day = (
            "" if there.date() == here.date() else day_words(there.date(), today=today, short=True)
        )
        elsewhere.append(
            Elsewhere(zone_place(other, get_language() or "en"), day, f"{there:%H:%M}")
        )
    is_open = rules.is_open(starts, minutes=gathering.minutes, at=at)
    return Date(gathering, when, elsewhere, join if is_open else "", is_over=ends <= at)


def next_date(found: Sequence[Date]) -> Date | None:
    """The first meeting that is not over and has a date."""
    return next((one for one in found if one.when.day and not one.is_over), None)


def reached(group: SmallGroup, *, at: datetime) -> list[Person]:
    """Whom a letter to the group may go to."""
    return [one.person for one in members(group, at=at)]


def leads(group: SmallGroup, *, at: datetime) -> list[Person]:
    """Who leads the group, as far as they may be written to."""
    return [one.person for one in members(group, at=at) if one.leads]


def who_hears(programme: Programme, *, at: datetime) -> list[Account]:
    """Accounts of the organisers of a course, told at once when a group needs help; where its team
    has none, those of the school.
    """
    roles = [code for code, role in ROLES.items() if Permission.EDIT_PROGRAMMES in role.permissions]
    standing = standing_mandates(at=at).filter(role__in=roles, account__is_active=True)
    theirs = standing.filter(circle=programme.run_by)
    heard = theirs if theirs.exists() else standing.filter(circle__kind=Circle.Kind.SCHOOL)
    found = {one.account_id: one.account for one in heard.select_related("account__person")}
    return list(found.values())


def is_member(actor: Actor, group: SmallGroup) -> bool:
    """Whether whoever asks is in the group now."""
    return member_of(group, actor.person_id) is not None
