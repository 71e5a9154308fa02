"""How carefully people are treated, and who keeps the own names of those in high care."""

from datetime import datetime

from django.db.models import Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.circles.models import Circle, Mandate
from commonroot.core.text import tokens
from commonroot.people import rules
from commonroot.people.models import Person

KEEPERS = ("steward", "organiser")  # of the school; a steward is chosen first


def in_high_care(path: str = "") -> Q:
    """People whom it could harm if others knew; `path` leads to them, "registration__person"."""
    begin = f"{path}__" if path else ""
    high = Person.Risk.HIGH
    return Q(**{f"{begin}risk": high}) | Q(**{f"{begin}floor": high})


def keepers(*, at: datetime) -> list[Account]:
    """Who may be asked to keep somebody's own name: stewards first, the longest serving first."""
    standing = Mandate.objects.filter(
        Q(until=None) | Q(until__gt=at),
        role__in=KEEPERS,
        circle__kind=Circle.Kind.SCHOOL,
        account__is_active=True,
    ).select_related("account")
    rows = sorted(standing, key=lambda one: (KEEPERS.index(one.role), one.since, one.pk))
    return list({one.account_id: one.account for one in rows}.values())


def keeper_named(key: str, *, at: datetime) -> Account | None:
    """Whoever may keep names, by their key."""
    return next((one for one in keepers(at=at) if one.key == key), None)


def kept_by(account_id: int) -> QuerySet[Person]:
    """People whose own names that account keeps, as lists show them."""
    return Person.objects.filter(keeper=account_id, kept_apart__isnull=False).order_by("sort_key")


def own_names(person: Person) -> list[str]:
    """The names they go by among those who know them; of most people that is the name shown."""
    return rules.names_kept(person.kept_apart) if person.kept_apart else [person.shown_name]


def share_a_name(one: Person, other: Person) -> bool:
    """Whether a name of the one covers, or is covered by, a name of the other: their own ones."""
    return any(
        rules.names_cover(tokens(mine), tokens(theirs))
        for mine in own_names(one)
        for theirs in own_names(other)
    )
