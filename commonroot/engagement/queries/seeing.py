"""Whom the team of a course may see on its screens: the gate and the team's own circle."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people.models import Person
from commonroot.programmes.models import Programme

M = TypeVar("M", bound=Model)


def seen(
    rows: QuerySet[M], path: str, *, programme: Programme, seen_by: Actor, at: datetime
) -> QuerySet[M]:
    """The rows whose person (at `path`) `seen_by` may see as one of the course.

    Two walls, each of which alone refuses. The gate: they take part in this programme, or are in
    the register, and have not paused. The role: `seen_by` works for the team that runs it.
    """
    theirs = in_circles_of(
        Programme.objects.filter(pk=programme.pk),
        "run_by",
        actor=seen_by,
        permission=Permission.EDIT_PROGRAMMES,
    )
    if not theirs.exists():
        return rows.none()
    team = Audience(AudienceKind.PROGRAMME, programme.key)
    taking_part = allowed(
        rows.order_by(), path, purpose=Purpose.THIS_PROGRAMME, audience=team, at=at
    )
    kept = allowed(rows.order_by(), path, purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
    return rows.filter(Q(pk__in=taking_part.values("pk")) | Q(pk__in=kept.values("pk")))


def seen_among(
    people: Iterable[Person], *, programme: Programme, seen_by: Actor, at: datetime
) -> set[int]:
    """The primary keys of those of `people` whom `seen_by` may see. Two queries."""
    rows = Person.objects.filter(pk__in=[person.pk for person in people])
    return set(
        seen(rows, "", programme=programme, seen_by=seen_by, at=at).values_list("pk", flat=True)
    )
