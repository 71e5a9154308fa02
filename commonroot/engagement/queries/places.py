"""Which circles a course has something to tell: every country of its people, every theme of its
projects.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from commonroot.circles.models import Circle
from commonroot.core.places import country_name
from commonroot.engagement.models import CircleLetter, Participation, Project
from commonroot.people.models import Membership
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Programme


@dataclass(frozen=True)
class Place:
    """A country or theme of a programme: its people and projects, its circle and letter as far as
    there are any.

    `name` is in the reader's language; `region`: the letter to a region that tells of a country
    without a circle.
    """

    kind: str
    name: str
    country: str
    people: int
    works: int
    without_comment: int
    circle: Circle | None
    contacts: int
    letter: CircleLetter | None
    region: CircleLetter | None

    @property
    def quiet(self) -> bool:
        """Whether its circle has not been heard of for long, so that nobody writes to it
        unawares.
        """
        return self.circle is not None and self.circle.state == Circle.State.DORMANT


def places(programme: Programme, *, language: str, at: datetime) -> list[Place]:
    """Countries by name, then themes; a letter once begun keeps its place.

    The number of queries is the same for one and for fifty.
    """
    people = dict(
        Participation.objects.filter(programme=programme)
        .exclude(person__country="")
        .exclude(in_high_care("person"))
        .order_by()
        .values_list("person__country")
        .annotate(n=Count("person", distinct=True))
    )
    letters = {
        letter.circle_id: letter
        for letter in CircleLetter.objects.filter(programme=programme)
        .select_related("circle")
        .order_by("pk")
    }
    works, missing = _projects(programme)
    codes = set(people) | {place for place in works if isinstance(place, str) and place}
    themes = {place for place in works if isinstance(place, int)}
    circles = list(
        _with_contacts(at=at).filter(
            Q(kind=Circle.Kind.COUNTRY, country__in=codes) | Q(pk__in=themes | set(letters))
        )
    )
    regions_told = _told_regions(letters.values())

    def place(kind: str, name: str, *, country: str, key: object, circle: Circle | None) -> Place:
        return Place(
            kind=kind,
            name=name,
            country=country,
            people=people.get(country, 0),
            works=works[key],
            without_comment=missing[key],
            circle=circle,
            contacts=getattr(circle, "contacts_now", 0),
            letter=letters.get(circle.pk) if circle else None,
            region=regions_told.get(country) if country else None,
        )

    open_ones = [c for c in circles if c.state != Circle.State.CLOSED or c.pk in letters]
    of_country = {c.country: c for c in open_ones if c.kind == Circle.Kind.COUNTRY}
    countries = [
        place(
            "country",
            country_name(code, language),
            country=code,
            key=code,
            circle=of_country.get(code),
        )
        for code in codes | set(of_country)
    ]
    by_theme = [
        place("theme", str(circle), country="", key=circle.pk, circle=circle)
        for circle in open_ones
        if circle.kind == Circle.Kind.THEME
    ]
    by_region = [
        place("region", str(circle), country="", key=("region", circle.pk), circle=circle)
        for circle in open_ones
        if circle.kind == Circle.Kind.REGION
    ]
    return [
        *sorted(countries, key=lambda p: p.name),
        *sorted(by_theme, key=lambda p: p.name),
        *sorted(by_region, key=lambda p: p.name),
    ]


def _projects(programme: Programme) -> tuple[Counter[object], Counter[object]]:
    """How many projects there are, and how many without a comment, by country code and theme id."""
    works: Counter[object] = Counter()
    missing: Counter[object] = Counter()
    for country, theme, comment in Project.objects.filter(programme=programme).values_list(
        "country", "theme", "comment"
    ):
        for about in (country, theme):
            works[about] += 1
            missing[about] += not comment
    return works, missing


def _told_regions(letters: Iterable[CircleLetter]) -> dict[str, CircleLetter]:
    """The letter to a region that tells of a country without a circle, by the country's code."""
    return {
        code: letter
        for letter in letters
        if letter.circle.kind == Circle.Kind.REGION
        for code in letter.countries
    }


def _with_contacts(*, at: datetime) -> QuerySet[Any]:
    """Circles with `contacts_now`: how many contacts they have; whom of them the gate lets is
    asked at sending.
    """
    now = Q(
        Q(memberships__until=None) | Q(memberships__until__gt=at.date()),
        memberships__role=Membership.Role.CONTACT,
        memberships__since__lte=at.date(),
    )
    return Circle.objects.annotate(contacts_now=Count("memberships", filter=now)).order_by(
        "sort_key", "pk"
    )


def regions(*, at: datetime) -> list[Circle]:
    """Regions that have a contact."""
    return list(
        _with_contacts(at=at)
        .filter(kind=Circle.Kind.REGION, contacts_now__gt=0)
        .exclude(state=Circle.State.CLOSED)
    )
