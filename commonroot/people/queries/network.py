"""The network: who belongs to it, since when, and the organisations around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from commonroot.core.text import folded
from commonroot.people.models import (
    Affiliation,
    NetworkMembership,
    Organisation,
    OrganisationRole,
    OrganisationTie,
    Person,
)

State = NetworkMembership.State
PARTNERING = (OrganisationTie.Kind.JOINT, OrganisationTie.Kind.AFFILIATED)


def _counting(*, at: datetime) -> Q:
    """Memberships that count on that day: begun, not over, of somebody whose address is proven."""
    today = at.date()
    return (
        Q(state=State.MEMBER, since__lte=today)
        & (Q(until=None) | Q(until__gte=today))
        & Q(person__provisional=False)
    )


def is_member(person: Person, *, at: datetime) -> bool:
    """Whether somebody is a member of the network at that moment."""
    return NetworkMembership.objects.filter(_counting(at=at), person=person).exists()


def members(*, at: datetime) -> QuerySet[NetworkMembership]:
    """Those who are members at that moment, with the person, the longest first."""
    return (
        NetworkMembership.objects.filter(_counting(at=at))
        .select_related("person")
        .order_by("since", "pk")
    )


def membership(person: Person) -> NetworkMembership | None:
    """The membership somebody asked for or has."""
    return NetworkMembership.objects.filter(
        person=person, state__in=(State.ASKED, State.MEMBER)
    ).first()


def membership_by_key(key: str) -> NetworkMembership | None:
    """The membership with that key."""
    return NetworkMembership.objects.filter(key=key).select_related("person").first()


def memberships_asked() -> QuerySet[NetworkMembership]:
    """Who asked to be taken in and waits for an answer; addresses proven; the oldest first."""
    return (
        NetworkMembership.objects.filter(
            state=State.ASKED, person__provisional=False, person__frozen_at=None
        )
        .select_related("person")
        .order_by("asked_at", "pk")
    )


def to_welcome(*, at: datetime | None = None) -> QuerySet[NetworkMembership]:
    """Members whose address is proven and whom nobody has welcomed yet."""
    return NetworkMembership.objects.filter(
        state=State.MEMBER, welcomed_at=None, person__provisional=False, person__frozen_at=None
    ).select_related("person")


def role(key: str) -> OrganisationRole | None:
    """The role of an organisation with that key."""
    return OrganisationRole.objects.filter(key=key).select_related("organisation").first()


def organisation(key: str) -> Organisation | None:
    """The organisation with that key."""
    return Organisation.objects.filter(key=key).first()


def organisation_called(name: str) -> Organisation | None:
    """The organisation that is written so, or was said to be."""
    plain = folded(name)
    return next((one for one in Organisation.objects.all() if plain in spellings(one)), None)


def spellings(found: Organisation) -> frozenset[str]:
    """All ways of writing its name, folded."""
    return frozenset({folded(found.name), *found.also})


def organisations() -> QuerySet[Organisation]:
    """All of them, by name, with their ties."""
    return Organisation.objects.prefetch_related("ties", "roles").order_by("sort_key", "pk")


def tie(found: Organisation, *, on: date) -> OrganisationTie | None:
    """How close the school and an organisation are on a day: what was said last of that time."""
    ties = [one for one in found.ties.all() if one.since <= on]
    return max(ties, key=lambda one: (one.since, one.pk), default=None)


@dataclass(frozen=True)
class Belonging:
    """Somebody in an organisation, as they said, with their part in it."""

    person_id: int
    role: str
    since: date | None
    until: date | None


def belonging_to(found: Organisation) -> list[Belonging]:
    """Who said they are in an organisation, by any of its spellings; the gate is still to be asked.

    Those who are in it today first.
    """
    written = spellings(found)
    first_letters = {name[:1] for name in written if name}
    rows = Affiliation.objects.exclude(organisation="").order_by("-until", "pk")
    people = Person.objects.exclude(organisation="").filter(provisional=False)
    told = [
        Belonging(row.person_id, row.role, row.since, row.until)
        for row in rows
        if folded(row.organisation)[:1] in first_letters and folded(row.organisation) in written
    ]
    known = {one.person_id for one in told}
    told += [
        Belonging(pk, "", None, None)
        for pk, name in people.values_list("pk", "organisation")
        if pk not in known and folded(name) in written
    ]
    return sorted(told, key=lambda one: (one.until is not None, one.person_id))


def partner_people(*, at: datetime) -> set[int]:
    """Who is in an organisation with which we work jointly, or that is affiliated: their ids."""
    today = at.date()
    found: set[int] = set()
    for one in organisations():
        standing = tie(one, on=today)
        if standing is None or standing.kind not in PARTNERING:
            continue
        found |= {
            said.person_id
            for said in belonging_to(one)
            if said.until is None or said.until >= today
        }
    return found


def is_of_a_partner(person: Person, *, at: datetime) -> bool:
    """Whether somebody is in an organisation with which we work jointly, or that is affiliated."""
    return person.pk in partner_people(at=at)


def written_but_unknown(known: Iterable[Organisation]) -> list[tuple[str, int]]:
    """(name as people wrote it, how many people) of organisations that have no page, most first."""
    written: dict[str, tuple[str, int]] = {}
    have = frozenset().union(*(spellings(one) for one in known))
    for name in Affiliation.objects.filter(until=None).values_list("organisation", flat=True):
        plain = folded(name)
        if plain and plain not in have:
            shown, count = written.get(plain, (name, 0))
            written[plain] = (shown, count + 1)
    return sorted(written.values(), key=lambda pair: (-pair[1], pair[0]))
