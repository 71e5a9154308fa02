"""Reading people: by key, by contact way, by search; links and memberships."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from commonroot.circles.models import Circle
from commonroot.core.keys import mark, token_hash
from commonroot.core.text import tokens
from commonroot.people.models import ContactWay, Link, Membership, Person, SearchKey, Suppression


def person(key: str) -> Person | None:
    """The person with that key."""
    return Person.objects.filter(key=key).first()


def known_by_way(kind: str, value: str) -> QuerySet[Person]:
    """Everybody, not provisional, who can be reached that way."""
    found = ContactWay.objects.filter(mark=mark(f"way {kind}", value, ring=settings.KEY_RING))
    return Person.objects.filter(pk__in=found.values("person"), provisional=False).order_by("pk")


def search(text: str, people: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """People whose name or place has a word beginning with each word of `text`, in any script.

    Words are looked up folded and romanised; either may match.
    """
    found = Person.objects.all() if people is None else people
    for word in text.split():
        ways = Q()
        for form in tokens(word):
            ways |= Q(value__gte=form, value__lt=form + "\U0010ffff")
        if not ways:
            continue
        found = found.filter(pk__in=SearchKey.objects.filter(ways).values("person"))
    return found


def link(token: str, *, at: datetime) -> Link | None:
    """The link that `token` opens now, with its person and way; None when unknown, ended or run out."""
    return (
        Link.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=at), token_hash=token_hash(token), revoked_at=None
        )
        .select_related("person", "way")
        .first()
    )


def working_way(person: Person) -> ContactWay | None:
    """Where letters to `person` go: a working address first, else a phone; None when there is none."""
    ways = person.ways.filter(state=ContactWay.State.WORKING).order_by("kind", "-preferred", "-confirmed_at", "pk")
    return ways.first()


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
    return Suppression.objects.filter(mark=mark(f"way {kind}", value, ring=settings.KEY_RING)).exists()
