"""What two did in the same course, project or round, when they turn out to be one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from commonroot.accounts.roles import Actor
from commonroot.engagement import rules
from commonroot.engagement.models import (
    ClosingAsked,
    Experience,
    FollowUp,
    Introduction,
    Maker,
    Wave,
)
from commonroot.people.models import Person

LEAST_NAMED: list[str] = [Maker.Naming.UNNAMED, Maker.Naming.INITIALS, Maker.Naming.NAME]
LEAST_SHOWN: list[str] = [Maker.Gallery.NO, Maker.Gallery.NOT_SAID, Maker.Gallery.YES]


@transaction.atomic
def least_named(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Name a maker of one project no further than both of the two wanted; show it only if both
    did.
    """
    for row in Maker.objects.filter(person=other):
        there = Maker.objects.filter(person=into, project=row.project_id).first()
        if there is None:
            continue
        there.naming = min(there.naming, row.naming, key=LEAST_NAMED.index)
        there.gallery = min(there.gallery, row.gallery, key=LEAST_SHOWN.index)
        there.said_at = there.said_at or row.said_at
        there.save(update_fields=["naming", "gallery", "said_at"])


@transaction.atomic
def one_introduction(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Of two introductions in one letter let that stand which is further, a no before all."""
    for row in Introduction.objects.filter(person=other):
        of_it = {"pathway": row.pathway_id} if row.pathway_id else {"letter": row.letter_id}
        if not any(of_it.values()):
            continue
        there = Introduction.objects.filter(person=into, **of_it).first()
        if there is not None and rules.is_further_introduced(row.state, there.state):
            _say_as(there, row)


@transaction.atomic
def one_answer(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Of two rows of one round let that stand which says more, a withdrawal before all."""
    for row in FollowUp.objects.filter(person=other):
        there = FollowUp.objects.filter(person=into, wave=row.wave_id).first()
        if there is not None:
            # Two rows of its list become one: nobody was forgotten.
            Wave.objects.filter(pk=row.wave_id, listed__gt=0).update(listed=F("listed") - 1)
        if there is not None and rules.says_more(row.state, there.state):
            _say_as(there, row)


def _say_as(there: Any, row: Any) -> None:
    """Let a row say what another of its kind says, and stay itself."""
    for field in row._meta.concrete_fields:
        if not field.primary_key and field.name not in {"key", "person"}:
            setattr(there, field.attname, getattr(row, field.attname))
    there.save()


@transaction.atomic
def one_close(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Whoever answered about a course as one of the two is not reminded as the other."""
    answered = ClosingAsked.objects.filter(participation__person=other, answered=True)
    ClosingAsked.objects.filter(
        participation__person=into,
        participation__programme__in=answered.values("participation__programme"),
    ).update(answered=True)


@transaction.atomic
def one_experience(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Of two accounts of one part of a course let that stand which was changed last."""
    for row in Experience.objects.filter(person=other):
        there = Experience.objects.filter(
            person=into, programme=row.programme_id, part=row.part
        ).first()
        if there is not None and row.changed_at > there.changed_at:
            _say_as(there, row)
