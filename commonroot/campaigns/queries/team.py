"""Who is of a team, who is asked, who could be; and campaigns that nobody is in any more."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonroot.campaigns.models import Campaign, Member
from commonroot.campaigns.queries.reading import programmes_of
from commonroot.campaigns.rules.stages import THROWN_FOR
from commonroot.campaigns.rules.team import BACK_WITHIN
from commonroot.circles.models import Circle
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.groups.models import GroupMember, SmallGroup
from commonroot.groups.queries.people import audience_of, people_of_programme
from commonroot.groups.queries.space import groups_of
from commonroot.groups.queries.space import members as group_members
from commonroot.people.models import Membership, Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Programme


@dataclass(frozen=True)
class Own:
    """What somebody may say that a campaign is of: a group, a course or a circle of theirs."""

    groups: list[SmallGroup]
    courses: list[Programme]
    circles: list[Circle]


def joined(campaign: Campaign) -> QuerySet[Member]:
    """Who is of the team now."""
    return Member.objects.filter(campaign=campaign, left_at=None).exclude(joined_at=None)


def leads(campaign: Campaign) -> QuerySet[Member]:
    """Who leads it now."""
    return joined(campaign).filter(leads=True)


def asked(campaign: Campaign) -> QuerySet[Member]:
    """Who is asked to join and has not said yes."""
    rows = Member.objects.filter(campaign=campaign, left_at=None, joined_at=None)
    return rows.select_related("person").order_by("invited_at", "pk")


def named(campaign: Campaign) -> list[Member]:
    """Who is of the team, as they see each other: leads first; nobody who paused everything."""
    rows = joined(campaign).filter(person__frozen_at=None).select_related("person")
    return list(rows.order_by("-leads", "person__sort_key", "pk"))


def left_lately(campaign: Campaign, *, at: datetime) -> list[Member]:
    """Who left so lately that they may be taken in again."""
    again = Member.objects.filter(
        campaign=OuterRef("campaign"), person=OuterRef("person"), left_at=None
    )
    rows = Member.objects.filter(
        ~Exists(again), campaign=campaign, left_at__gte=at - BACK_WITHIN, person__frozen_at=None
    )
    return list(rows.exclude(joined_at=None).select_related("person").order_by("-left_at", "pk"))


def place(campaign: Campaign, person: Person) -> Member | None:
    """The place of somebody in the team now, joined or asked."""
    return Member.objects.filter(campaign=campaign, person=person, left_at=None).first()


def member(key: str) -> Member | None:
    """The place with that key, with its campaign."""
    return Member.objects.filter(key=key).select_related("campaign", "person").first()


def is_elsewhere(person: Person) -> bool:
    """Whether the house knows somebody provisional for anything beside one place in a team."""
    places = Member.objects.filter(person=person)
    known = (person.registrations, person.applications, person.applies_with)
    return places.count() > 1 or any(one.exists() for one in known)


def fellows(group: SmallGroup, *, at: datetime) -> QuerySet[GroupMember]:
    """Who is in a group, as far as it may be seen there."""
    return group_members(group, at=at)


def could_join(campaign: Campaign, person: Person, *, at: datetime) -> list[Person]:
    """Fellows who are not in the team yet: of somebody's small groups as the groups see them, then
    of the campaign's course whoever agreed to be found by the others who took part.
    """
    taken = Member.objects.filter(campaign=campaign, left_at=None).values("person")
    found: dict[int, Person] = {}
    for mine in groups_of(person.pk):
        for one in fellows(mine.group, at=at).exclude(person__in=taken):
            found.setdefault(one.person_id, one.person)
    for other in _findable(campaign, person, at=at).exclude(pk__in=taken):
        found.setdefault(other.pk, other)
    return list(found.values())


def _findable(campaign: Campaign, person: Person, *, at: datetime) -> QuerySet[Person]:
    """The others of the campaign's course in its directory; nobody for whom is not of the course,
    and nobody in high care.
    """
    course = programmes_of(person.pk).filter(pk=campaign.programme_id or 0).first()
    if course is None:
        return Person.objects.none()
    there = people_of_programme(course).exclude(pk=person.pk).exclude(in_high_care())
    seen = allowed(
        there, "", purpose=Purpose.DIRECTORY, audience=Audience(AudienceKind.ALUMNI), at=at
    )
    return seen.order_by("sort_key", "pk")


def own(person: Person) -> Own:
    """The groups, courses and circles of somebody, of which a campaign may be."""
    circles = Circle.objects.filter(
        pk__in=Membership.objects.filter(person=person, until=None).values("circle")
    ).exclude(state=Circle.State.CLOSED)
    return Own(
        groups=[one.group for one in groups_of(person.pk)],
        courses=list(
            programmes_of(person.pk).exclude(format=Programme.Format.OPEN).order_by("-pk")
        ),
        circles=list(circles.order_by("kind", "sort_key", "pk")),
    )


def shown_to_group(campaign: Campaign, *, at: datetime) -> list[str]:
    """Names of the team that fellows of its small group know anyway, as the gate lets them."""
    if campaign.group is None:
        return []
    there = GroupMember.objects.filter(group=campaign.group, left_at=None).values("person")
    seen = allowed(
        joined(campaign).filter(person__in=there),
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(campaign.group.formation.programme),
        at=at,
    )
    rows = seen.select_related("person").order_by("-leads", "person__sort_key", "pk")
    return [one.person.shown_name for one in rows]


def to_delete(*, at: datetime) -> QuerySet[Campaign]:
    """Campaigns thrown away two weeks ago, and those in which nobody is left."""
    there = Member.objects.filter(campaign=OuterRef("pk"), left_at=None).exclude(joined_at=None)
    return Campaign.objects.filter(
        Q(thrown_at__lte=at - THROWN_FOR) | (~Exists(there) & Q(touched_at__lte=at - BACK_WITHIN))
    ).order_by("pk")


def without_lead(*, at: datetime) -> QuerySet[Campaign]:
    """Campaigns with a team that nobody leads: whoever did was forgotten."""
    there = Member.objects.filter(campaign=OuterRef("pk"), left_at=None).exclude(joined_at=None)
    return Campaign.objects.filter(Exists(there), ~Exists(there.filter(leads=True))).order_by("pk")
