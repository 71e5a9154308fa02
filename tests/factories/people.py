"""People for tests, made by the same actions as real ones."""

from datetime import UTC, datetime

import factory

from commonroot.core.text import sort_key
from commonroot.people.actions import way_mark
from commonroot.people.models import ContactWay, Person

THEN = datetime(2026, 1, 1, tzinfo=UTC)


class PersonFactory(factory.django.DjangoModelFactory):
    """A known person without agreements and without a way to reach them."""

    class Meta:
        model = Person

    shown_name = factory.Sequence(lambda n: f"Person {n}")
    sort_key = factory.LazyAttribute(lambda p: sort_key(p.shown_name))
    origin = Person.Origin.HAND
    created_at = THEN


class ContactWayFactory(factory.django.DjangoModelFactory):
    """An address of a person."""

    class Meta:
        model = ContactWay

    person = factory.SubFactory(PersonFactory)
    kind = "mail"
    value = factory.Sequence(lambda n: f"person{n}@example.org")
    mark = factory.LazyAttribute(lambda w: way_mark(w.kind, w.value))
    created_at = THEN
