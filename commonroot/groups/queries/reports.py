"""What groups said of their months: who is to be asked, who fell silent, who needs help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.core.due import Due
from commonroot.groups.models import Asked, Formation, Gathering, MonthReport, SmallGroup
from commonroot.groups.rules import reports as rules
from commonroot.groups.rules.reports import Standing
from commonroot.programmes.models import Programme

CHOSEN = Formation.State.CHOSEN
HELP = MonthReport.Ask.HELP
MINUTES_TO_ANSWER = 10
MINUTES_TO_REMIND = 5


@dataclass(frozen=True)
class ToAsk:
    """A group and the month it is to be asked about; `again`: for the second time."""

    group: SmallGroup
    month: date
    again: bool


def living() -> QuerySet[SmallGroup]:
    """Groups of programmes that run: chosen, not ended."""
    return SmallGroup.objects.filter(
        formation__state=CHOSEN, ended_at=None, formation__programme__closed_at=None
    ).select_related("formation__programme__run_by")


def report(key: str) -> MonthReport | None:
    """The report with that key, with its group and who runs the programme."""
    return (
        MonthReport.objects.filter(key=key)
        .select_related("group__formation__programme__run_by")
        .first()
    )


def report_of(group: SmallGroup, month: date) -> MonthReport | None:
    """What a group wrote of a month so far, given or not."""
    return MonthReport.objects.filter(group=group, month=month).first()


def given_reports(group: SmallGroup) -> list[MonthReport]:
    """What a group gave the organisers, the newest month first."""
    rows = MonthReport.objects.filter(group=group, given_at__isnull=False)
    return list(rows.select_related("person").order_by("-month"))


def open_help(group: SmallGroup) -> MonthReport | None:
    """What a group called for and nobody settled yet."""
    return MonthReport.objects.filter(group=group, ask=HELP, settled_at=None).first()


def month_of(moment: datetime, group: SmallGroup) -> date:
    """The first day of a moment's month, where the programme is at home."""
    return _month(moment, group.formation.programme.time_zone)


def _month(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date().replace(day=1)


def standings(groups: Iterable[SmallGroup], *, at: datetime) -> dict[int, Standing]:
    """How groups stand with their reports, by primary key; two queries."""
    groups = list(groups)
    ended: dict[int, list[tuple[date, datetime]]] = {group.pk: [] for group in groups}
    zones = {group.pk: group.formation.programme.time_zone for group in groups}
    for gathering in Gathering.objects.filter(group__in=groups, starts_at__isnull=False):
        assert gathering.starts_at is not None
        month = _month(gathering.starts_at, zones[gathering.group_id])
        ended[gathering.group_id].append((month, ends_at(gathering)))
    given: dict[int, set[date]] = {group.pk: set() for group in groups}
    rows = MonthReport.objects.filter(group__in=groups, given_at__isnull=False)
    for group, month in rows.values_list("group", "month"):
        given[group].add(month)
    return {pk: rules.standing(ended[pk], given=given[pk], at=at) for pk in ended}


def ends_at(gathering: Gathering) -> datetime:
    """When a meeting with a date ends."""
    assert gathering.starts_at is not None
    return gathering.starts_at + timedelta(minutes=gathering.minutes)


def lapsed(programme: Programme, *, at: datetime) -> list[SmallGroup]:
    """The groups of a programme that said nothing two weeks after their newest meeting."""
    groups = list(living().filter(formation__programme=programme))
    found = standings(groups, at=at)
    return [group for group in groups if found[group.pk].lapsed]


def to_ask(*, at: datetime) -> list[ToAsk]:
    """Groups whose month is over and who were not asked, or not a second time a week later."""
    recent = living().filter(
        gatherings__starts_at__lte=at, gatherings__starts_at__gt=at - rules.ASKED_WITHIN
    )
    groups = list(recent.distinct().order_by("pk"))
    found = standings(groups, at=at - rules.ASK_AFTER)
    asked = {(one.group_id, one.month): one for one in Asked.objects.filter(group__in=groups)}
    given = {
        (pk, month)
        for pk, month in MonthReport.objects.filter(
            group__in=groups, given_at__isnull=False
        ).values_list("group", "month")
    }
    out = []
    for group in groups:
        months = found[group.pk].months
        month = months[-1] if months else None
        if month is None or (group.pk, month) in given:
            continue
        before = asked.get((group.pk, month))
        if before is None:
            out.append(ToAsk(group, month, again=False))
        elif before.again_at is None and before.asked_at + rules.AGAIN_AFTER <= at:
            out.append(ToAsk(group, month, again=True))
    return out


def wanting_help(actor: Actor) -> QuerySet[MonthReport]:
    """Calls for help of groups that nobody settled, in programmes the actor runs; oldest first."""
    rows = MonthReport.objects.filter(ask=HELP, settled_at=None, group__formation__state=CHOSEN)
    return (
        in_circles_of(
            rows,
            "group__formation__programme__run_by",
            actor=actor,
            permission=Permission.EDIT_PROGRAMMES,
        )
        .select_related("group__formation__programme")
        .order_by("asked_at", "pk")
    )


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Groups that call for help, and those that fell silent."""
    found = []
    for report in wanting_help(actor):
        programme = report.group.formation.programme
        since = report.asked_at or report.written_at
        found.append(
            Due(
                minutes=MINUTES_TO_ANSWER,
                what=_("A small group needs help: %(programme)s, group %(number)s")
                % {"programme": programme, "number": report.group.number},
                why=_("They asked for it on their page."),
                button=_("Read it"),
                address=f"{_overview(programme)}#{report.group.key}",
                since=since,
                late=True,
                code=f"group_help:{report.key}",
                plainly=_("A small group needs help"),
                urgent=True,
            )
        )
    found.extend(_silent(actor, at=at))
    return found


def _silent(actor: Actor, *, at: datetime) -> list[Due]:
    theirs = in_circles_of(
        living(), "formation__programme__run_by", actor=actor, permission=Permission.EDIT_PROGRAMMES
    )
    groups = list(theirs.order_by("formation", "number"))
    standing = standings(groups, at=at)
    silent: dict[Programme, list[SmallGroup]] = {}
    for group in groups:
        if standing[group.pk].lapsed:
            silent.setdefault(group.formation.programme, []).append(group)
    found = []
    for programme, silent_groups in silent.items():
        number = len(silent_groups)
        month = max(standing[group.pk].months[-1] for group in silent_groups)
        found.append(
            Due(
                minutes=MINUTES_TO_REMIND * number,
                what=ngettext(
                    "%(n)s small group without a report: %(programme)s",
                    "%(n)s small groups without a report: %(programme)s",
                    number,
                )
                % {"n": number, "programme": programme},
                why=_("They were asked twice. A word from you may help."),
                button=_("See which"),
                address=_overview(programme),
                since=datetime.combine(month, datetime.min.time(), at.tzinfo),
                code=f"groups_silent:{programme.key}:{month:%Y-%m}",
            )
        )
    return found


def _overview(programme: Programme) -> str:
    return reverse("groups:overview", args=[programme.key])
