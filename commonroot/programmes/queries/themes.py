"""Themes and how many would put each first. Only counts are ever read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.messaging.models import Letter
from commonroot.people.models import NetworkMembership, Person
from commonroot.people.queries.network import is_member, is_of_a_partner, members, partner_people
from commonroot.programmes.models import Idea, Voice

SCHOOL = Audience(AudienceKind.SCHOOL)
State = Idea.State


@dataclass(frozen=True)
class Counted:
    """A theme with its voices: of members, of people in partner organisations, of all."""

    idea: Idea
    members: int
    partners: int
    voices: int


def may_choose(person: Person, *, at: datetime) -> bool:
    """Whether somebody's voice counts: members of the network, and people of partners."""
    return is_member(person, at=at) or is_of_a_partner(person, at=at)


def idea(key: str) -> Idea | None:
    """The theme with that key."""
    return Idea.objects.select_related("programme").filter(key=key).first()


def open_ideas() -> QuerySet[Idea]:
    """What may be chosen now, in the order in which it was put up."""
    return Idea.objects.filter(state=State.OPEN).order_by("asked_at", "pk")


def chosen_by(person: Person) -> set[int]:
    """Which themes somebody put first."""
    return set(Voice.objects.filter(person=person).values_list("idea", flat=True))


def counted(*, at: datetime) -> list[Counted]:
    """All themes but those put aside, the most wanted first.

    Whoever is paused is not counted; who is no member and of no partner any more, neither.
    """
    today = at.date()
    standing = NetworkMembership.objects.filter(
        Q(until=None) | Q(until__gte=today),
        person=OuterRef("person"),
        state=NetworkMembership.State.MEMBER,
        since__lte=today,
    )
    partners = partner_people(at=at)
    voices = Voice.objects.filter(person__frozen_at=None, person__provisional=False)
    members = _by_idea(voices.filter(Exists(standing)))
    of_partners = _by_idea(voices.exclude(Exists(standing)).filter(person__in=partners))
    rows = [
        Counted(
            idea=one,
            members=members.get(one.pk, 0),
            partners=of_partners.get(one.pk, 0),
            voices=members.get(one.pk, 0) + of_partners.get(one.pk, 0),
        )
        for one in Idea.objects.exclude(state=State.CLOSED)
        .select_related("programme")
        .order_by("asked_at", "pk")
    ]
    return sorted(rows, key=lambda row: -row.voices)


def electors(*, at: datetime) -> QuerySet[Person]:
    """Everybody whose voice counts."""
    belong = members(at=at).values("person")
    return Person.objects.filter(
        Q(pk__in=belong.order_by()) | Q(pk__in=partner_people(at=at)), provisional=False
    )


def to_ask(*, at: datetime) -> QuerySet[Person]:
    """Those of them who agreed to news of the network."""
    return allowed(electors(at=at), "", purpose=Purpose.NEWS, audience=SCHOOL, at=at).order_by("pk")


def letters_to_recall(*, at: datetime) -> QuerySet[Letter]:
    """Letters about themes that wait to leave."""
    waiting = (Letter.State.QUEUED, Letter.State.HELD)
    return Letter.objects.filter(
        once__startswith="themes:", state__in=waiting, due_at__gt=at
    ).order_by("due_at")


def _by_idea(voices: QuerySet[Voice]) -> dict[int, int]:
    rows = voices.values("idea").annotate(n=Count("pk")).order_by()
    return {row["idea"]: row["n"] for row in rows}
