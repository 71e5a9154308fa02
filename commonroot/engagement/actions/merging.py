"""What two did in the same course, project or round, when they turn out to be one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.engagement import rules
from commonroot.engagement.models import FollowUp, Introduction, Maker
from commonroot.people.models import Person


@transaction.atomic
def least_named(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Name a maker of one project only where both of the two wanted to be named."""
    projects = Maker.objects.filter(person=other, naming=Maker.Naming.UNNAMED).values("project")
    Maker.objects.filter(person=into, project__in=projects).update(naming=Maker.Naming.UNNAMED)


@transaction.atomic
def one_introduction(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Of two introductions in one letter let that stand which is further, a no before all."""
    for row in Introduction.objects.filter(person=other):
        there = Introduction.objects.filter(person=into, letter=row.letter_id).first()
        if there is not None and rules.is_further_introduced(row.state, there.state):
            _say_as(there, row)


@transaction.atomic
def one_answer(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Of two rows of one round let that stand which says more, a withdrawal before all."""
    for row in FollowUp.objects.filter(person=other):
        there = FollowUp.objects.filter(person=into, wave=row.wave_id).first()
        if there is not None and rules.says_more(row.state, there.state):
            _say_as(there, row)


def _say_as(there: Any, row: Any) -> None:
    """Let a row say what another of its kind says, and stay itself."""
    for field in row._meta.concrete_fields:
        if not field.primary_key and field.name not in {"key", "person"}:
            setattr(there, field.attname, getattr(row, field.attname))
    there.save()
