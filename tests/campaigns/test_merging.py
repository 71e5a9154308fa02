"""Two people turn out to be one: their places in teams and in case studies."""

from datetime import UTC, datetime

import pytest

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.merging import one_member, one_study_person
from commonroot.campaigns.models import Member, StudyPerson, Task
from tests.factories.campaigns import (
    CampaignFactory,
    CaseStudyFactory,
    EntryFactory,
    MemberFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAID = {"by": Actor.system(), "at": NOW}


@pytest.mark.parametrize(
    ("one", "other", "stays"),
    [
        ("name", "role", "role"),
        ("role", "name", "role"),
        ("name", "none", "none"),
        ("none", "role", "none"),
        ("name", "asked", "asked"),
    ],
)
def test_whoever_wanted_less_to_be_seen_of_them_is_heeded(one, other, stays):
    study = CaseStudyFactory()
    into, gone = PersonFactory(), PersonFactory()
    for person, shown in ((into, one), (gone, other)):
        StudyPerson.objects.create(
            study=study, person=person, role="a nurse", shown=shown, asked_at=NOW
        )
    alone = StudyPerson.objects.create(
        study=CaseStudyFactory(), person=gone, role="a driver", asked_at=NOW
    )

    one_study_person(other=gone, into=into, **SAID)

    alone.refresh_from_db()
    assert list(study.people.values_list("person", "shown")) == [(into.pk, stays)]
    assert alone.person == into


def test_two_places_in_a_team_become_one_with_all_that_either_did():
    campaign = CampaignFactory()
    into = MemberFactory(campaign=campaign, asked=True)
    gone = MemberFactory(campaign=campaign, lead=True)
    task = Task.objects.create(entry=EntryFactory(campaign=campaign), member=gone)
    left = MemberFactory(campaign=campaign, person=gone.person, left_at=NOW)
    alone = MemberFactory(person=gone.person)

    one_member(other=gone.person, into=into.person, **SAID)

    for row in (into, task, left, alone):
        row.refresh_from_db()
    assert (into.leads, into.reads_risks, into.joined_at) == (True, True, gone.joined_at)
    assert task.member == into
    assert (left.person, alone.person) == (into.person, into.person)
    assert not Member.objects.filter(pk=gone.pk).exists()
