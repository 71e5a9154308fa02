"""Proposals, their groups and members."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Purpose
from commonroot.groups.models import Apart, Formation, GroupMember, SmallGroup
from commonroot.groups.queries.people import audience_of
from commonroot.programmes.models import Programme

State = Formation.State
LEASE = timedelta(minutes=10)
KEPT_ASIDE = timedelta(days=14)
MARK_LENGTH = 16


def formation(key: str) -> Formation | None:
    """The proposal with that key, with its programme and who runs it."""
    return Formation.objects.filter(key=key).select_related("programme__run_by").first()


def group(key: str) -> SmallGroup | None:
    """The group with that key, with its proposal and programme."""
    return SmallGroup.objects.filter(key=key).select_related("formation__programme__run_by").first()


def member(key: str) -> GroupMember | None:
    """The member with that key who has not left, with group, programme and person."""
    return (
        GroupMember.objects.filter(key=key, left_at=None)
        .select_related("group__formation__programme__run_by", "person")
        .first()
    )


def apart(key: str) -> Apart | None:
    """The pair with that key."""
    return (
        Apart.objects.filter(key=key).select_related("programme__run_by", "left", "right").first()
    )


def formations_of(programme: Programme) -> list[Formation]:
    """Proposals of a programme that were not put aside and mend nothing, in their order."""
    rows = Formation.objects.filter(programme=programme).exclude(state=State.DISCARDED)
    return [one for one in rows.order_by("number") if "repairs" not in one.plan]


def put_aside(programme: Programme) -> int:
    """How many proposals were put aside and can be taken up again."""
    rows = Formation.objects.filter(programme=programme, state=State.DISCARDED)
    return sum("repairs" not in one.plan for one in rows)


def chosen(programme: Programme) -> Formation | None:
    """The proposal whose groups are the groups of the programme."""
    return Formation.objects.filter(programme=programme, state=State.CHOSEN).first()


def formations_to_make(*, at: datetime) -> QuerySet[Formation]:
    """Proposals that wait to be made, also those whose making was cut off."""
    waiting = Q(begun_at=None) | Q(begun_at__lte=at - LEASE)
    return Formation.objects.filter(waiting, state=State.WORKING).order_by("made_at", "pk")


def to_forget(*, at: datetime) -> QuerySet[Formation]:
    """Proposals not taken, two weeks after another was, and those that came to nothing."""
    other = Q(
        state__in=(State.PROPOSED, State.DISCARDED, State.FAILED),
        programme__formations__state=State.CHOSEN,
        programme__formations__chosen_at__lte=at - KEPT_ASIDE,
    )
    old = Q(state__in=(State.DISCARDED, State.FAILED), made_at__lte=at - KEPT_ASIDE)
    recent = Q(made_at__gt=at - KEPT_ASIDE)
    return Formation.objects.filter(other | old).exclude(recent).distinct().order_by("pk")


def groups_of(formation: Formation) -> list[SmallGroup]:
    """Its groups in order, each with `present`: everybody in it, with the person."""
    there = GroupMember.objects.filter(left_at=None).select_related("person")
    there = there.order_by("person__sort_key", "pk")
    return list(
        formation.groups.filter(ended_at=None)
        .order_by("number")
        .prefetch_related(Prefetch("members", queryset=there, to_attr="present"))
    )


def people_in(groups: Iterable[SmallGroup]) -> list[list[str]]:
    """The keys of everybody in each of these groups, as `groups_of` reads them."""
    return [[one.person.key for one in group.present] for group in groups]  # type: ignore[attr-defined]  # prefetched


def locked_keys(groups: Iterable[SmallGroup]) -> list[str]:
    """Who stays where they are, as `groups_of` reads them."""
    return [one.person.key for group in groups for one in group.present if one.locked]  # type: ignore[attr-defined]  # prefetched


def shown_members(formation: Formation, *, at: datetime) -> set[int]:
    """Primary keys of the members whom the gate lets those who run the programme see."""
    rows = GroupMember.objects.filter(group__formation=formation, left_at=None)
    seen = allowed(
        rows,
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(formation.programme),
        at=at,
    )
    return set(seen.values_list("pk", flat=True))


def mark_of(formation: Formation) -> str:
    """Who is where and what is locked, in few letters: another one when somebody changed it."""
    rows = GroupMember.objects.filter(group__formation=formation, left_at=None)
    told = [
        formation.state,
        *(
            f"{group}:{person}:{locked:d}"
            for group, person, locked in rows.order_by("person", "pk").values_list(
                "group", "person", "locked"
            )
        ),
        *(
            f"{pk}:{locked:d}"
            for pk, locked in formation.groups.order_by("pk").values_list("pk", "locked")
        ),
    ]
    return hashlib.sha256("|".join(told).encode()).hexdigest()[:MARK_LENGTH]


def own_apart(programme: Programme, *, by: str) -> list[Apart]:
    """Who must not meet, as this one organiser said it (`kind:key`); nobody else's."""
    rows = Apart.objects.filter(programme=programme, by=by).select_related("left", "right")
    return list(rows.order_by("-said_at", "-pk"))
