"""The groups of a course for who facilitates it: dates, how they report, what they need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Purpose
from commonroot.groups.models import Gathering, GroupMember, MonthReport, SmallGroup
from commonroot.groups.queries.people import audience_of
from commonroot.groups.queries.reports import HELP, living, standings
from commonroot.groups.rules.reports import Standing
from commonroot.programmes.models import Programme


@dataclass(frozen=True)
class GroupLine:
    """One group: who, when next, its reports newest first, and what it calls for."""

    group: SmallGroup
    members: Sequence[GroupMember]
    next: Gathering | None
    standing: Standing
    reports: Sequence[MonthReport]
    help: MonthReport | None


def overview(programme: Programme, *, at: datetime) -> list[GroupLine]:
    """All groups of a course: those that call for help first, then the silent ones, then the rest.

    The number of queries is the same for any number of groups.
    """
    groups = list(living().filter(formation__programme=programme).order_by("number"))
    standing = standings(groups, at=at)
    seen = allowed(
        GroupMember.objects.filter(group__in=groups, left_at=None),
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(programme),
        at=at,
    )
    members: dict[int, list[GroupMember]] = {}
    for one in seen.select_related("person").order_by("-leads", "person__sort_key", "pk"):
        members.setdefault(one.group_id, []).append(one)
    coming: dict[int, Gathering] = {}
    dates = Gathering.objects.filter(group__in=groups, starts_at__gt=at)
    for gathering in dates.order_by("starts_at", "pk"):
        coming.setdefault(gathering.group_id, gathering)
    given: dict[int, list[MonthReport]] = {}
    calls: dict[int, MonthReport] = {}
    for report in MonthReport.objects.filter(group__in=groups).order_by("-month"):
        if report.given_at is not None:
            given.setdefault(report.group_id, []).append(report)
        if report.ask == HELP and report.settled_at is None:
            calls.setdefault(report.group_id, report)
    lines = [
        GroupLine(
            group,
            members.get(group.pk, ()),
            coming.get(group.pk),
            standing[group.pk],
            given.get(group.pk, ()),
            calls.get(group.pk),
        )
        for group in groups
    ]
    return sorted(lines, key=lambda one: (one.help is None, not one.standing.lapsed))
