"""Programmes and sessions for tests: public, run by the school, ten days ahead."""

from datetime import UTC, date, datetime, time, timedelta

import factory

from commonroot.circles.models import Circle
from commonroot.core.fields import Translated
from commonroot.programmes.models import Programme, Question, Session

STARTS = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
THEN = datetime(2026, 10, 1, tzinfo=UTC)


class SchoolFactory(factory.django.DjangoModelFactory):
    """The one school; made once."""

    class Meta:
        model = Circle
        django_get_or_create = ("kind",)

    kind = Circle.Kind.SCHOOL
    name = Translated({"en": "Long Table School"})
    sentence = Translated({"en": "Learn to organise for health."})
    languages = ["en", "ar"]
    time_zone = "Africa/Nairobi"
    sort_key = "long table school"
    created_at = THEN


class TeamFactory(factory.django.DjangoModelFactory):
    """A team of the school that runs programmes."""

    class Meta:
        model = Circle

    kind = Circle.Kind.TEAM
    name = Translated({"en": "Evening team"})
    languages = ["en"]
    time_zone = "Africa/Nairobi"
    sort_key = "evening team"
    created_at = THEN


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """A public open series."""

    class Meta:
        model = Programme

    run_by = factory.SubFactory(SchoolFactory)
    format = Programme.Format.OPEN
    title = Translated({"en": "Organizing for Health"})
    summary = Translated({"en": "Free evenings for health workers."})
    languages = ["en"]
    time_zone = "Africa/Nairobi"
    sort_key = "organizing for health"
    published_at = THEN
    created_at = THEN
    updated_at = THEN


class SessionFactory(factory.django.DjangoModelFactory):
    """A session on Tuesday 1 December 2026, 19:00 in Nairobi, with ten places."""

    class Meta:
        model = Session

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = Translated({"en": "Power Analysis!"})
    held_on = date(2026, 12, 1)
    wall_time = time(19, 0)
    minutes = 120
    time_zone = "Africa/Nairobi"
    starts_at = STARTS
    ends_at = factory.LazyAttribute(
        lambda s: s.starts_at and s.starts_at + timedelta(minutes=s.minutes)
    )
    sorts_on = date(2026, 12, 1)
    places = 10
    updated_at = THEN


class QuestionFactory(factory.django.DjangoModelFactory):
    """One line that the organisers ask for."""

    class Meta:
        model = Question

    session = factory.SubFactory(SessionFactory)
    position = factory.Sequence(lambda n: n + 1)
    prompt = Translated({"en": "A campaign you would like to map"})
    explanation = Translated({"en": "May stay empty. Deleted a month after."})
