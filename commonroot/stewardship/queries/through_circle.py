"""Who wants to be reached through their circle: no letter asks them, somebody asks the circle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.circles.models import Circle
from commonroot.consent.queries import known_by_circle
from commonroot.consent.rules import Audience, AudienceKind
from commonroot.core.due import Due
from commonroot.people.models import Person
from commonroot.people.permissions import SCHOOL_ONLY
from commonroot.stewardship.queries.asking import rhythm, sieved_old

MINUTES_EACH = 3
WORKING = (Circle.Kind.COUNTRY, Circle.Kind.THEME, Circle.Kind.REGION)


@dataclass(frozen=True)
class ThroughCircle:
    """Somebody, and the circles that may be asked about them."""

    person: Person
    circles: Sequence[Circle]


def through_circle(*, at: datetime) -> QuerySet[Person]:
    """Who would be asked whether their details are right, did they not want to be reached through
    their circle; the longest without a word first.
    """
    people = Person.objects.filter(channel=Person.Channel.CIRCLE)
    asked = sieved_old(people, at=at).filter(left_out="circle")
    return asked.order_by(F("confirmed_at").asc(nulls_first=True), "pk")


def whom_to_ask(people: QuerySet[Person], *, at: datetime) -> list[ThroughCircle]:
    """These people, each with the circles that the gate lets know of them; nobody else is told of
    whoever is in high care. Three queries.
    """
    circles = list(
        Circle.objects.filter(kind__in=WORKING)
        .exclude(state=Circle.State.CLOSED)
        .order_by("sort_key", "pk")
    )
    audiences = [Audience(AudienceKind.CIRCLE, one.key, one.country) for one in circles]
    found = list(people)
    among = Person.objects.filter(pk__in=[one.pk for one in found])
    known = known_by_circle(audiences, people=among, at=at)
    return [
        ThroughCircle(
            person,
            [one for one in circles if person.pk in known[one.key] and not person.is_high],
        )
        for person in found
    ]


def due_through_circle(actor: Actor, *, at: datetime) -> list[Due]:
    """People about whom their circle is to be asked, while everybody is asked by itself."""
    if not holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY) or not rhythm().is_on:
        return []
    there = (
        through_circle(at=at)
        .order_by()
        .aggregate(number=Count("pk"), since=Min(Coalesce("confirmed_at", "created_at")))
    )
    number, since = there["number"], there["since"]
    if not number:
        return []
    return [
        Due(
            minutes=MINUTES_EACH * min(number, 10),
            what=ngettext(
                "Ask a circle about %(n)s person", "Ask circles about %(n)s people", number
            )
            % {"n": number},
            why=_("They want to be reached through their circle. Are their details still right?"),
            button=_("See who"),
            address=f"{reverse('web:still_right')}#through-circle",
            since=since,
        )
    ]
