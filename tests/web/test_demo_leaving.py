"""The demo tells a year from its beginning; nobody in it is let go of on the way or right after."""

from datetime import timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.people.models import Person
from commonroot.stewardship.queries.leaving import leaving
from commonroot.web.demo_school.people import found, old_list
from commonroot.web.demo_school.story import tell

pytestmark = pytest.mark.django_db


def gone_by(at):
    return {why: people.count() for why, people in leaving(at=at).items()}


def test_seeding_and_the_first_half_year_let_nobody_go(at, settings):
    settings.DEMO = True
    cast = found(at=at)
    old_list(cast, at=at)
    people = Person.objects.count()

    tell(cast, at=at)

    nobody = {"did not answer": 0, "nothing keeps them": 0}
    assert Person.objects.count() == people
    assert not AuditEntry.objects.filter(verb="people let go").exists()
    assert [gone_by(at), gone_by(at + timedelta(days=183))] == [nobody, nobody]
