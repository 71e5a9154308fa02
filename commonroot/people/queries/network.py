"""The network: who belongs to it, since when, and the organisations around it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from commonroot.core.text import folded, tokens
from commonroot.people.models import (
    Affiliation,
    NetworkMembership,
    Organisation,
    OrganisationRole,
    OrganisationTie,
    Person,
    SearchKey,
)

State = NetworkMembership.State
WORK_KEY, WORD = 160, 80  # letters kept of an organisation's name, and of one word of it
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
    return _in_any(spellings(found))


def _in_any(written: Collection[str]) -> list[Belonging]:
    """Who is, or was, in what is written so: three queries, each by an index."""
    # Rows written before names were folded, or put back since, have no key: read one by one.
    keys = {name[:WORK_KEY] for name in written}
    rows = Affiliation.objects.filter(sort_key__in=[*keys, ""]).order_by("-until", "pk")
    told = [
        Belonging(row.person_id, row.role, row.since, row.until)
        for row in rows
        if folded(row.organisation) in written
    ]
    known = {one.person_id for one in told}
    told += [
        Belonging(pk, "", None, None)
        for pk, name in _first_work(written).values_list("pk", "organisation")
        if pk not in known and folded(name) in written
    ]
    return sorted(told, key=lambda one: (one.until is not None, one.person_id))


def _first_work(written: Collection[str]) -> QuerySet[Person]:
    """Who may have one of these as the organisation they gave first: by its longest word."""
    words = {max(found, key=len)[:WORD] for name in written if (found := tokens(name))}
    by_word = SearchKey.objects.filter(kind=SearchKey.Kind.ORGANISATION, value__in=words)
    return Person.objects.filter(pk__in=by_word.values("person"), provisional=False).exclude(
        organisation=""
    )


def work_key(organisation: str) -> str:
    """What an affiliation is found by: the name folded, as much of it as is kept."""
    return folded(organisation)[:WORK_KEY]


def _partners(*, on: date) -> frozenset[str]:
    """All spellings of the organisations with which we work jointly, or that are affiliated."""
    standing = ((one, tie(one, on=on)) for one in organisations())
    near = [one for one, told in standing if told is not None and told.kind in PARTNERING]
    return frozenset().union(*(spellings(one) for one in near))


def partner_people(*, at: datetime) -> set[int]:
    """Who is in an organisation with which we work jointly, or that is affiliated: their ids."""
    today = at.date()
    found = _in_any(_partners(on=today))
    return {one.person_id for one in found if one.until is None or one.until >= today}


def is_of_a_partner(person: Person, *, at: datetime) -> bool:
    """Whether somebody is in an organisation with which we work jointly, or that is affiliated."""
    today = at.date()
    own = person.affiliations.filter(Q(until=None) | Q(until__gte=today))
    names = {folded(name) for name in own.values_list("organisation", flat=True)}
    return bool((names | {folded(person.organisation)}) & (_partners(on=today) - {""}))


def written_but_unknown(known: Iterable[Organisation], *, most: int) -> list[tuple[str, int]]:
    """(name as somebody wrote it, how many people) of those without a page, most first."""
    have = {name[:WORK_KEY] for one in known for name in spellings(one)}
    rows = (
        Affiliation.objects.filter(until=None)
        .exclude(sort_key__in={"", *have})
        .values("sort_key")
        .annotate(count=Count("pk"), name=Min("organisation"))
        .order_by("-count", "sort_key")
    )
    return [(row["name"], row["count"]) for row in rows[:most]]
