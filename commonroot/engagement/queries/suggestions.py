"""Which circles somebody might belong with, by country and theme, and the way to each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.circles.models import Circle
from commonroot.core.places import country_name
from commonroot.engagement.queries.liaison import contacts_now, regions_with_contact
from commonroot.engagement.rules.liaison import Route, route
from commonroot.people.models import Interest, Membership, Person


@dataclass(frozen=True)
class Suggestion:
    """A circle for somebody; `circle` is None where there is none in their country. `belongs`: they
    are in it already.
    """

    circle: Circle | None
    name: str
    why: str
    route: Route
    way: str
    belongs: bool


def circles_for(
    people: Iterable[Person], *, language: str, at: datetime
) -> dict[int, list[Suggestion]]:
    """For each of `people`, by primary key: the circle of their country, then of each theme of
    theirs. Six queries for one and for a hundred.
    """
    people = list(people)
    keys = [person.pk for person in people]
    of_country = {
        circle.country: circle
        for circle in Circle.objects.filter(
            kind=Circle.Kind.COUNTRY, country__in={person.country for person in people} - {""}
        ).select_related("region")
    }
    themes: dict[int, list[Circle]] = {}
    for interest in (
        Interest.objects.filter(person__in=keys, theme__kind=Circle.Kind.THEME)
        .exclude(theme__state=Circle.State.CLOSED)
        .select_related("theme")
        .order_by("theme__sort_key", "pk")
    ):
        themes.setdefault(interest.person_id, []).append(interest.theme)
    circles = [*of_country.values(), *(one for many in themes.values() for one in many)]
    contacts = contacts_now({circle.pk for circle in circles}, at=at)
    regions = regions_with_contact(at=at)
    belongs = set(
        Membership.objects.filter(person__in=keys, until=None).values_list("person", "circle")
    )

    def suggestion(person: Person, circle: Circle | None, *, why: str, name: str) -> Suggestion:
        number = contacts.get(circle.pk, 0) if circle is not None else 0
        way = route(
            state=circle.state if circle is not None else None,
            contacts=number,
            region=bool(regions),
        )
        return Suggestion(
            circle=circle,
            name=name,
            why=why,
            route=way,
            way=_way(way, contacts=number),
            belongs=circle is not None and (person.pk, circle.pk) in belongs,
        )

    found: dict[int, list[Suggestion]] = {}
    for person in people:
        rows = []
        if person.country:
            own = of_country.get(person.country)
            name = str(own.name) if own is not None else country_name(person.country, language)
            rows.append(suggestion(person, own, why=_("lives there"), name=name))
        rows += [
            suggestion(person, theme, why=_("cares for this theme"), name=str(theme.name))
            for theme in themes.get(person.pk, [])
        ]
        found[person.pk] = rows
    return found


def _way(way: Route, *, contacts: int) -> str:
    if way == Route.DIRECT:
        return ngettext("%(n)s contact", "%(n)s contacts", contacts) % {"n": contacts}
    return {
        Route.QUIET: _("quiet for long: ask the region, or somebody who knows, first"),
        Route.NOBODY: _("nobody to write to yet: name a contact"),
        Route.REGION: _("no circle: the region can be asked"),
        Route.START: _("no circle and no region to ask: one could be started"),
    }[way]
