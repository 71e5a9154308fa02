"""One person by key or way; how old what we know of them is; contacts of circles."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, QuerySet

from commonroot.accounts.guards import following_keys
from commonroot.circles.models import Circle
from commonroot.core.keys import mark
from commonroot.core.text import sort_key, tokens
from commonroot.people import rules
from commonroot.people.models import (
    ContactWay,
    FormerKey,
    FurtherName,
    Membership,
    Person,
    Suppression,
)
from commonroot.people.queries.care import own_names

BY_PHONE = (
    Person.Channel.SMS,
    Person.Channel.SIGNAL,
    Person.Channel.WHATSAPP,
    Person.Channel.CALL,
)


@following_keys
def person(key: str) -> Person | None:
    """The person with that key, or who had it before two turned out to be one."""
    found = Person.objects.filter(key=key).first()
    if found is None:
        former = FormerKey.objects.filter(key=key).select_related("person").first()
        found = former.person if former else None
    return found


def known_by_keys(keys: Collection[str]) -> QuerySet[Person]:
    """Everybody with one of those keys, or who had one before two turned out to be one."""
    former = FormerKey.objects.filter(key__in=keys).values("person")
    return Person.objects.filter(Q(key__in=keys) | Q(pk__in=former)).order_by("pk")


def known_by_way(kind: str, value: str) -> QuerySet[Person]:
    """Everybody, not provisional, who can be reached that way."""
    found = ContactWay.objects.filter(mark=mark(f"way {kind}", value, ring=settings.KEY_RING))
    return Person.objects.filter(pk__in=found.values("person"), provisional=False).order_by("pk")


def called(name: str) -> QuerySet[Person]:
    """Everybody of exactly that name, also who is on no list: a guest, somebody without address.

    Names kept apart are not looked at.
    """
    whole = sort_key(name)
    further = FurtherName.objects.filter(text__iexact=" ".join(name.split()))
    found = Q(sort_key=whole) | Q(pk__in=further.values("person"))
    return (
        Person.objects.filter(found).order_by("sort_key", "pk") if whole else Person.objects.none()
    )


def freshness(person: Person, *, at: datetime) -> tuple[str, int, str]:
    """How old somebody's details are: ("fresh", 3, "weeks"); see rules.freshness and rules.age."""
    return age_of(person.confirmed_at, at=at)


def age_of(confirmed_at: datetime | None, *, at: datetime) -> tuple[str, int, str]:
    """The same of any one detail."""
    return rules.freshness(confirmed_at, at=at), *rules.age(confirmed_at, at=at)


def fresh_since(*, at: datetime) -> tuple[datetime, datetime]:
    """Since when details are fresh, and since when they are at least ageing."""
    return at - rules.YEAR, at - 3 * rules.YEAR


def namesake(*, kind: str, value: str, name: str) -> Person | None:
    """Somebody who can be reached that way and whose name covers `name`, or is covered by it."""
    for known in known_by_way(kind, value):
        called = own_names(known)
        if any(rules.names_cover(tokens(one), tokens(name)) for one in called):
            return known
    return None


def working_way(person: Person) -> ContactWay | None:
    """Where letters to `person` go: a working address first, else a phone, else None.

    A phone first for whom it is that which is safe or easy, as they said.
    """
    by_phone = person.channel in BY_PHONE
    ways = person.ways.filter(state=ContactWay.State.WORKING).order_by(
        "-kind" if by_phone else "kind", "-preferred", F("confirmed_at").desc(nulls_last=True), "pk"
    )
    return ways.first()


def way_for(membership: Membership) -> ContactWay | None:
    """Where letters about its circle go to a member: as said for the circle, else as for them."""
    kind = ContactWay.Kind.PHONE if membership.channel in BY_PHONE else ContactWay.Kind.MAIL
    if membership.channel:
        said = membership.person.ways.filter(kind=kind, state=ContactWay.State.WORKING)
        found = said.order_by("-preferred", F("confirmed_at").desc(nulls_last=True), "pk").first()
        if found is not None:
            return found
    return working_way(membership.person)


def contacts(circle: Circle, *, at: datetime) -> QuerySet[Membership]:
    """Whom the school writes to about `circle`, today."""
    return (
        Membership.objects.filter(circle=circle, role=Membership.Role.CONTACT, since__lte=at.date())
        .filter(Q(until=None) | Q(until__gt=at.date()))
        .select_related("person")
        .order_by("pk")
    )


def is_suppressed(kind: str, value: str) -> bool:
    """Whether somebody with that way asked to be forgotten."""
    return Suppression.objects.filter(
        mark=mark(f"way {kind}", value, ring=settings.KEY_RING)
    ).exists()
