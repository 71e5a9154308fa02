"""Two people turn out to be one: their places in campaigns and in case studies."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.campaigns.models import Change, Clash, Member, PublicAsk, StudyPerson, Task
from commonroot.people.models import Person

# How two are shown who turn out to be one: as whoever of them wanted less to be seen of them.
STRICTNESS: list[str] = [
    StudyPerson.Shown.NAME,
    StudyPerson.Shown.ASKED,
    StudyPerson.Shown.ROLE,
    StudyPerson.Shown.NONE,
]


@transaction.atomic
def one_member(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """One place in each team: with all that either wrote, and may do what either might."""
    for row in Member.objects.filter(person=other):
        there = Member.objects.filter(person=into, campaign=row.campaign_id, left_at=None).first()
        if there is None or row.left_at is not None:
            row.person = into
            row.save(update_fields=["person"])
            continue
        for written in (Task, Change, Clash, PublicAsk):
            written._default_manager.filter(member=row).update(member=there)
        there.leads = there.leads or row.leads
        there.reads_risks = there.reads_risks or row.reads_risks
        there.joined_at = there.joined_at or row.joined_at
        there.save(update_fields=["leads", "reads_risks", "joined_at"])
        row.delete()


@transaction.atomic
def one_study_person(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """One place in each case study; whoever once did not want their name there stays unnamed."""
    for row in StudyPerson.objects.filter(person=other):
        there = StudyPerson.objects.filter(person=into, study=row.study_id).first()
        if there is None:
            row.person = into
            row.save(update_fields=["person"])
            continue
        if STRICTNESS.index(row.shown) > STRICTNESS.index(there.shown):
            there.shown, there.answered_at = row.shown, row.answered_at
            there.save(update_fields=["shown", "answered_at"])
        row.delete()
