"""How many of the queue ask for somebody, counted where they lie: Today needs no names."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.engagement.models import FollowUp, Introduction, OneToOne, Owner, Participation
from commonroot.engagement.models import Promise as Promised
from commonroot.engagement.queries.pathways import ours
from commonroot.engagement.queries.queue import UNKNOWN, followed
from commonroot.engagement.rules import introductions as steps

NEW = Participation.Background.NEW
ASKS = FollowUp.objects.filter(asked_help_at__isnull=False, helped_at=None)


@dataclass(frozen=True)
class Need:
    """How many people, and since when the first of them."""

    number: int
    since: datetime | None


@dataclass(frozen=True)
class Help(Need):
    """How many asked for help; whether somebody's safety is among it."""

    safety: bool


def is_followed(actor: Actor, path: str, *, at: datetime) -> Exists:
    """Whether the person at `path` of a row is one of `followed`: asked of each row, not of all."""
    return Exists(followed(actor, at=at).order_by().filter(person=OuterRef(path)))


def asking_for_help(actor: Actor, *, at: datetime) -> Help:
    """Who asked for help and nobody has seen to it: of each person the earliest time counts."""
    asked = in_circles_of(
        ASKS, "wave__programme__run_by", actor=actor, permission=Permission.EDIT_PROGRAMMES
    ).filter(is_followed(actor, "person_id", at=at))
    first = {row.person_id: row for row in asked.order_by("-asked_help_at", "pk")}
    moments = [row.asked_help_at for row in first.values() if row.asked_help_at is not None]
    return Help(
        number=len(first),
        since=min(moments, default=None),
        safety=any("safety" in row.said.get("needs", ()) for row in first.values()),
    )


def new_to_activism(actor: Actor, *, at: datetime) -> tuple[Need, Need]:
    """(without an owner, without a first step) of those who came new to activism, in one query."""
    people = _came_new(actor, at=at)
    of_them = {"person": OuterRef("person_id")}
    taken = ours(Introduction.objects.filter(state__in=steps.FIRST_STEP), actor)
    promised = Promised.objects.exclude(outcome=Promised.Outcome.NOT_NOW)
    talked = OneToOne.objects.filter(done_at=None, commits=True)
    unowned = ~Exists(Owner.objects.filter(account__isnull=False, **of_them))
    still = ~(
        Exists(promised.filter(**of_them))
        | Exists(taken.filter(**of_them))
        | Exists(talked.filter(**of_them))
    )
    counted = people.annotate(unowned=unowned, still=still).aggregate(
        unowned_number=Count("pk", filter=Q(unowned=True)),
        unowned_since=Min("programme__closed_at", filter=Q(unowned=True)),
        still_number=Count("pk", filter=Q(still=True)),
        still_since=Min("programme__closed_at", filter=Q(still=True)),
    )
    return (
        Need(counted["unowned_number"], counted["unowned_since"]),
        Need(counted["still_number"], counted["still_since"]),
    )


def _came_new(actor: Actor, *, at: datetime) -> QuerySet[Participation]:
    """Of each followed person who first said to be new to activism, the row that says so."""
    rows = followed(actor, at=at).order_by()
    earlier = (
        rows.filter(person=OuterRef("person_id"))
        .exclude(background=UNKNOWN)
        .filter(
            Q(recorded_at__lt=OuterRef("recorded_at"))
            | Q(recorded_at=OuterRef("recorded_at"), pk__lt=OuterRef("pk"))
        )
    )
    return rows.filter(~Exists(earlier), background=NEW)
