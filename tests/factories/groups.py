"""Small groups for tests: a proposal that stands, a group, somebody in it, when it meets."""

from datetime import UTC, datetime

import factory

from commonroot.groups.models import Apart, Formation, Gathering, GroupMember, SmallGroup
from tests.factories.admissions import CohortFactory
from tests.factories.people import PersonFactory

MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)
MEETS = datetime(2026, 12, 15, 16, tzinfo=UTC)


class FormationFactory(factory.django.DjangoModelFactory):
    """The groups of a series, chosen on 20 November 2026; `proposed`: not chosen yet."""

    class Meta:
        model = Formation

    programme = factory.SubFactory(CohortFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = Formation.State.CHOSEN
    made_at = MADE
    chosen_at = MADE

    class Params:
        proposed = factory.Trait(state=Formation.State.PROPOSED, chosen_at=None)


class SmallGroupFactory(factory.django.DjangoModelFactory):
    """A group of them."""

    class Meta:
        model = SmallGroup

    formation = factory.SubFactory(FormationFactory)
    number = factory.Sequence(lambda n: n + 1)


class GroupMemberFactory(factory.django.DjangoModelFactory):
    """Somebody in it."""

    class Meta:
        model = GroupMember

    group = factory.SubFactory(SmallGroupFactory)
    person = factory.SubFactory(PersonFactory)
    since = MADE


class ApartFactory(factory.django.DjangoModelFactory):
    """Two who must not meet, as somebody said."""

    class Meta:
        model = Apart

    programme = factory.SubFactory(CohortFactory)
    left = factory.SubFactory(PersonFactory)
    right = factory.SubFactory(PersonFactory)
    reason = "An old quarrel"
    by = "account:somebody"
    said_at = MADE


class GatheringFactory(factory.django.DjangoModelFactory):
    """A gathering on 15 December 2026, 19:00 in Nairobi."""

    class Meta:
        model = Gathering

    group = factory.SubFactory(SmallGroupFactory)
    number = factory.Sequence(lambda n: n + 1)
    starts_at = MEETS
    updated_at = MADE
