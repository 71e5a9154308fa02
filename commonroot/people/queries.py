"""Reading people: by key, by contact way, by search; links and memberships."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, QuerySet

from commonroot.circles.models import Circle
from commonroot.core.keys import mark, token_hash
from commonroot.core.text import skeletons, tokens
from commonroot.people import rules
from commonroot.people.models import ContactWay, Link, Membership, Person, SearchKey, Suppression


def person(key: str) -> Person | None:
    """The person with that key."""
    return Person.objects.filter(key=key).first()


def known_by_way(kind: str, value: str) -> QuerySet[Person]:
    """Everybody, not provisional, who can be reached that way."""
    found = ContactWay.objects.filter(mark=mark(f"way {kind}", value, ring=settings.KEY_RING))
    return Person.objects.filter(pk__in=found.values("person"), provisional=False).order_by("pk")


MOST_WORDS = 8
LAST = "\U0010ffff"


def search(text: str, people: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """People whose name or place has a word beginning with each word of `text`, in any script.

    A whole address or phone number finds whoever it belongs to.
    """
    found = Person.objects.all() if people is None else people
    by_way = with_way(text)
    if by_way is not None:
        return found.filter(by_way)
    asked = words(text)
    if not asked and text.strip():
        return found.none()
    for word in asked:
        found = found.filter(with_word(word))
    return found


def words(text: str) -> list[str]:
    """The words of a search, at most eight."""
    return [word for word in text.split() if tokens(word)][:MOST_WORDS]


def with_way(text: str) -> Q | None:
    """The condition that this address or number reaches somebody; None when `text` is neither."""
    way = rules.as_way(text)
    if way is None:
        return None
    found = ContactWay.objects.filter(mark=mark(f"way {way[0]}", way[1], ring=settings.KEY_RING))
    return Q(pk__in=found.values("person"))


def with_word(word: str, *, typo: bool = False) -> Q:
    """The condition that a name or place of somebody begins with `word`, folded or romanised.

    In another script the same consonants are enough: vowels are written there otherwise, or not.
    With `typo`, a name may also be `word` but for a letter or two.
    """
    forms = tokens(word)
    ways = Q()
    for form in forms:
        ways |= Q(value__gte=form, value__lt=form + LAST)
    bare = [rules.skeleton_word(rules.OTHER_SCRIPT[script], one) for script, one in skeletons(word)]
    if bare:
        ways |= Q(value__in=bare)
    if typo:
        ways |= Q(value__in=[near for form in forms for near in _near(form)])
    return Q(pk__in=SearchKey.objects.filter(ways).values("person"))


def _near(form: str) -> list[str]:
    """Search words within a typo of `form` that share its first letter, or begin with its second.

    The second: the first two may be changed over, or the first be one too many.
    """
    if not rules.typo_distance(form):
        return []
    ranges = Q()
    for letter in dict.fromkeys(form[:2]):
        ranges |= Q(value__gte=letter, value__lt=letter + LAST)
    known = SearchKey.objects.filter(ranges).values_list("value", flat=True).distinct()
    return rules.like(form, known=list(known))


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
        if rules.names_cover(tokens(known.shown_name), tokens(name)):
            return known
    return None


def link(token: str, *, at: datetime) -> Link | None:
    """The link that `token` opens now, with its person and way; None: unknown, ended or run out."""
    return (
        Link.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=at), token_hash=token_hash(token), revoked_at=None
        )
        .select_related("person", "way")
        .first()
    )


def working_way(person: Person) -> ContactWay | None:
    """Where letters to `person` go: a working address first, else a phone, else None."""
    ways = person.ways.filter(state=ContactWay.State.WORKING).order_by(
        "kind", "-preferred", F("confirmed_at").desc(nulls_last=True), "pk"
    )
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
    return Suppression.objects.filter(
        mark=mark(f"way {kind}", value, ring=settings.KEY_RING)
    ).exists()
