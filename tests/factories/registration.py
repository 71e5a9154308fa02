"""Registrations for tests."""

from datetime import UTC, datetime

import factory

from commonroot.registration.models import Registration
from tests.factories.people import PersonFactory
from tests.factories.programmes import SessionFactory


class RegistrationFactory(factory.django.DjangoModelFactory):
    """Somebody known with a place in a session."""

    class Meta:
        model = Registration

    person = factory.SubFactory(PersonFactory)
    session = factory.SubFactory(SessionFactory)
    state = Registration.State.PLACED
    position = factory.Sequence(lambda n: n + 1)
    asked_at = datetime(2026, 11, 1, tzinfo=UTC)
