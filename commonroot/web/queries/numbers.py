"""People in numbers, for those who may not open them one by one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import get_language

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.circles.queries import countries_seen, numbers_told
from commonroot.consent.queries import register
from commonroot.core.places import country_name
from commonroot.people.queries import in_high_care


def counts(*, at: datetime) -> dict[str, int]:
    """How many people of the register live in each country that has a circle.

    Whoever could be harmed is in no number below a region.
    """
    countries = Circle.objects.filter(kind=Circle.Kind.COUNTRY).exclude(country="")
    found = dict.fromkeys(countries.order_by("country").values_list("country", flat=True), 0)
    people = register(at=at).order_by().filter(country__in=found).exclude(in_high_care())
    found.update(people.values_list("country").annotate(n=Count("pk")))
    return found


@dataclass(frozen=True)
class Number:
    """A country and how many people there are, in fives; None: fewer than five."""

    country: str
    people: int | None


def numbers(actor: Actor) -> list[Number]:
    """What `actor` is told, country by country: as it stood at the month's beginning."""
    told = numbers_told()
    if told is None:
        return []
    language, shown = get_language() or "en", told.shown
    return [
        Number(country_name(circle.country, language), shown.get(circle.country))
        for circle in countries_seen(actor)
    ]
