"""Reading circles and mandates."""

from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor, Held, Permission, circles_where, roles_with
from commonroot.circles.models import Circle, Mandate, NumbersTold
from commonroot.core.small_numbers import Told


def school() -> Circle | None:
    """The school of this instance, or None before it is founded."""
    return Circle.objects.filter(kind=Circle.Kind.SCHOOL).first()


def circle(key: str) -> Circle | None:
    """The circle with that key."""
    return Circle.objects.filter(key=key).first()


def directory() -> QuerySet[Circle]:
    """Country, theme and region circles that are not closed, in their sorting order."""
    return (
        Circle.objects.filter(kind__in=("country", "theme", "region"))
        .exclude(state=Circle.State.CLOSED)
        .order_by("kind", "sort_key", "pk")
    )


def mandates(account: Account, *, at: datetime) -> QuerySet[Mandate]:
    """What `account` may do now."""
    return Mandate.objects.filter(Q(until=None) | Q(until__gt=at), account=account).select_related(
        "circle"
    )


def actor_for(account: Account, *, person_id: int | None, at: datetime) -> Actor:
    """The actor a signed-in account is at this moment: access ends at the request after its end."""
    return Actor(
        kind="account",
        key=account.key,
        account_id=account.pk,
        person_id=person_id,
        held=tuple(
            Held(
                role=m.role,
                circle_id=m.circle_id,
                is_school=m.circle.kind == Circle.Kind.SCHOOL,
                is_high=m.circle.care == Circle.Care.HIGH,
            )
            for m in mandates(account, at=at)
        ),
    )


def numbers_told() -> Told | None:
    """What regions were told last, in numbers by country."""
    last = NumbersTold.objects.order_by("-made_on").first()
    return Told(last.counts, last.basis) if last is not None else None


def numbers_due(*, at: datetime) -> bool:
    """Whether nothing was told this month, while there is a country to tell about."""
    month = at.astimezone(UTC).date().replace(day=1)
    told = NumbersTold.objects.filter(made_on__gte=month).exists()
    return not told and Circle.objects.filter(kind=Circle.Kind.COUNTRY).exists()


def countries_seen(actor: Actor) -> QuerySet[Circle]:
    """The country circles whose numbers `actor` may see: their own, those of their region, all."""
    theirs = circles_where(actor, Permission.SEE_COUNTS)
    found = directory().filter(kind=Circle.Kind.COUNTRY).exclude(country="")
    if theirs is None:
        return found
    return found.filter(Q(pk__in=theirs) | Q(region__in=theirs))


def circles_of(actor: Actor) -> list[Circle]:
    """The country and theme circles that `actor` signed in for, by name."""
    theirs = circles_where(actor, Permission.SEE_CIRCLE)
    if theirs is None:
        return []
    kinds = (Circle.Kind.COUNTRY, Circle.Kind.THEME)
    return list(Circle.objects.filter(pk__in=theirs, kind__in=kinds).order_by("sort_key", "pk"))


def holders(*permissions: Permission, within: int | None = None, at: datetime) -> QuerySet[Account]:
    """Whose mandate for the school (or for the circle `within`) gives all of these today."""
    place = Q(mandates__circle__kind=Circle.Kind.SCHOOL)
    if within is not None:
        place |= Q(mandates__circle=within)
    found = Account.objects.filter(
        place,
        Q(mandates__until=None) | Q(mandates__until__gt=at),
        mandates__role__in=roles_with(*permissions),
        is_active=True,
    )
    return found.distinct().order_by("shown_name", "pk")


def others_holding(
    *permissions: Permission, beside: Actor, within: int | None = None, at: datetime
) -> QuerySet[Account]:
    """Who of them may say a second yes: not `beside`, who said the first, and not locked out.

    They signed in before: somebody invited who never came would be waited for in vain.
    """
    found = holders(*permissions, within=within, at=at).exclude(key=beside.key)
    return found.filter(locked_at=None, last_login__isnull=False)


def stewards(*, at: datetime) -> list[Account]:
    """Who may invite others into the school itself, and can sign in."""
    return list(holders(Permission.INVITE, at=at).filter(locked_at=None))


def mandate(key: str) -> Mandate | None:
    """The mandate with that key."""
    return Mandate.objects.filter(key=key).select_related("account", "circle").first()


def standing_mandates(*, at: datetime) -> QuerySet[Mandate]:
    """Who may sign in for what today, by circle and name."""
    return (
        Mandate.objects.filter(Q(until=None) | Q(until__gt=at))
        .select_related("account", "circle")
        .order_by("circle__kind", "circle__sort_key", "account__shown_name", "account", "pk")
    )
