"""Accounts for tests."""

from datetime import UTC, datetime

import factory

from commonroot.accounts.actions import username_for
from commonroot.accounts.models import Account


class AccountFactory(factory.django.DjangoModelFactory):
    """Somebody who may sign in, with no mandate yet."""

    class Meta:
        model = Account

    address = factory.Sequence(lambda n: f"organiser{n}@example.org")
    username = factory.LazyAttribute(lambda a: username_for(a.address))
    shown_name = factory.Sequence(lambda n: f"Organiser {n}")
    created_at = datetime(2026, 1, 1, tzinfo=UTC)
