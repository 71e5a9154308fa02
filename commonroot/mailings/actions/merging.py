"""What two were written and said of groups, when they turn out to be one."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.mailings.models import GroupChoice, Recipient
from commonroot.people.models import Person

State = Recipient.State


@transaction.atomic
def left_before_joined(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Of two words about one group let leaving stand before joining."""
    left = GroupChoice.objects.filter(person=other, said=GroupChoice.Said.LEFT)
    for row in left:
        there = GroupChoice.objects.filter(person=into, group=row.group_id)
        there.exclude(said=GroupChoice.Said.LEFT).update(said=row.said, how=row.how, at=row.at)


@transaction.atomic
def one_letter(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Of two rows of one mailing let that stand which was written to, so that nobody is twice."""
    written = Recipient.objects.filter(person=other, state=State.WRITTEN)
    waiting = Recipient.objects.filter(person=into).exclude(state=State.WRITTEN)
    waiting.filter(mailing__in=written.values("mailing")).delete()
