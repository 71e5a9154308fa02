"""The years after, for tests: a course that ended in May, its people, circles, projects and
letters.
"""

from datetime import UTC, date, datetime

import factory

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions
from commonroot.engagement.models import (
    CircleLetter,
    FollowUp,
    Introduction,
    Maker,
    Participation,
    Project,
    Promise,
    Sending,
    Wave,
)
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import ProgrammeFactory

THEN = datetime(2026, 5, 15, 12, tzinfo=UTC)


class CourseFactory(ProgrammeFactory):
    """A course from 4 to 14 May 2026, closed the day after."""

    title = Translated({"en": "The Struggle for Health"})
    summary = Translated({"en": "Ten days about power and health."})
    starts_on = date(2026, 5, 4)
    ends_on = date(2026, 5, 14)
    closed_at = THEN


class KenyaFactory(factory.django.DjangoModelFactory):
    """The Kenya circle, active, a body of its own; made once."""

    class Meta:
        model = Circle
        django_get_or_create = ("kind", "country")

    kind = Circle.Kind.COUNTRY
    name = Translated({"en": "Kenya circle"})
    country = "KE"
    tie = Circle.Tie.SEPARATE
    languages = ["en", "sw"]
    sort_key = "kenya circle"
    created_at = THEN


class ThemeFactory(factory.django.DjangoModelFactory):
    """A circle that works on a theme."""

    class Meta:
        model = Circle

    kind = Circle.Kind.THEME
    name = Translated({"en": "Water and Health"})
    languages = ["en"]
    sort_key = "water and health"
    created_at = THEN


class RegionFactory(factory.django.DjangoModelFactory):
    """A region."""

    class Meta:
        model = Circle

    kind = Circle.Kind.REGION
    name = Translated({"en": "Africa"})
    languages = ["en"]
    sort_key = "africa"
    created_at = THEN


class ParticipationFactory(factory.django.DjangoModelFactory):
    """Somebody from Kenya who took part in a course."""

    class Meta:
        model = Participation

    person = factory.SubFactory(PersonFactory, country="KE")
    programme = factory.SubFactory(CourseFactory)
    role = Participation.Role.PARTICIPANT
    recorded_at = THEN


class ProjectFactory(factory.django.DjangoModelFactory):
    """A poster about Kenya, with a comment."""

    class Meta:
        model = Project

    programme = factory.SubFactory(CourseFactory)
    title = "Water in Kisumu"
    country = "KE"
    summary = "Who decides when a clinic’s water is cut off."
    comment = "Clear and brave."
    created_at = THEN
    updated_at = THEN


class MakerFactory(factory.django.DjangoModelFactory):
    """Somebody who wants to be named beside a project."""

    class Meta:
        model = Maker

    project = factory.SubFactory(ProjectFactory)
    person = factory.SubFactory(PersonFactory, country="KE")
    naming = Maker.Naming.NAME


class CircleLetterFactory(factory.django.DjangoModelFactory):
    """A draft to the Kenya circle."""

    class Meta:
        model = CircleLetter

    programme = factory.SubFactory(CourseFactory)
    circle = factory.SubFactory(KenyaFactory)
    drafted_at = THEN


class SendingFactory(factory.django.DjangoModelFactory):
    """A copy of a letter to a contact."""

    class Meta:
        model = Sending

    letter = factory.SubFactory(CircleLetterFactory)
    person = factory.SubFactory(PersonFactory)
    number = 1


class IntroductionFactory(factory.django.DjangoModelFactory):
    """Somebody named in a letter; the circle said nothing yet."""

    class Meta:
        model = Introduction

    letter = factory.SubFactory(CircleLetterFactory)
    circle = factory.SelfAttribute("letter.circle")
    person = factory.SubFactory(PersonFactory, country="KE")
    changed_at = THEN


class PromiseFactory(factory.django.DjangoModelFactory):
    """A promise made at the end of a course."""

    class Meta:
        model = Promise

    person = factory.SubFactory(PersonFactory)
    programme = factory.SubFactory(CourseFactory)
    text = "I will meet the nurses’ union before the budget is read."
    due_on = date(2026, 11, 1)
    made_at = THEN


class WaveFactory(factory.django.DjangoModelFactory):
    """The round after six months, not sent."""

    class Meta:
        model = Wave

    programme = factory.SubFactory(CourseFactory)
    months = 6
    due_on = date(2026, 11, 14)


class FollowUpFactory(factory.django.DjangoModelFactory):
    """Somebody asked on 14 November who has not answered."""

    class Meta:
        model = FollowUp

    wave = factory.SubFactory(WaveFactory)
    person = factory.SubFactory(PersonFactory)
    background = Participation.Background.NEW
    state = FollowUp.State.SENT
    asked_at = datetime(2026, 11, 14, 8, tzinfo=UTC)


def agree(
    person: Person, purpose: Purpose, *, yes: bool = True, circle: Circle | None = None
) -> None:
    """`person` said yes or no; about `circle`, or as they are usually asked."""
    consent.answer(
        person=person,
        purpose=purpose,
        yes=yes,
        how="form",
        audience=Audience(AudienceKind.CIRCLE, circle.key) if circle else None,
        by=Actor.public(),
        at=THEN,
    )


def take_part(person: Person, programme: Programme) -> None:
    """`person` takes part in `programme`, so that its team may see them."""
    consent.serve(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=Audience(AudienceKind.PROGRAMME, programme.key),
        until=None,
        by=Actor.public(),
        at=THEN,
    )


def named_person(name: str = "Amina Wekesa", **fields: object) -> Person:
    """Somebody from Kenya with an address who agreed that the circle in their country is told."""
    person = PersonFactory(shown_name=name, country="KE", **fields)
    ContactWayFactory(person=person)
    agree(person, Purpose.COUNTRY_CIRCLE)
    return person


def contact_of(circle: Circle, name: str = "Contact") -> Person:
    """Somebody with an address whom the school writes to about `circle`."""
    person = PersonFactory(shown_name=name)
    ContactWayFactory(person=person)
    actions.make_contact(
        person=person, circle=circle, since=date(2026, 1, 1), by=Actor.system(), at=THEN
    )
    return person
