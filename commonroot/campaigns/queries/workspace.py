"""What stands on the page of a campaign: each tool in a line, what is open, what is mine to do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Max, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commonroot.campaigns.models import Campaign, Change, Clash, Entry, Member, Step, Task
from commonroot.campaigns.models.tools import KINDS, TOOL_OF, TOOLS, Tool
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.queries.reminding import is_over
from commonroot.campaigns.queries.words import name_of

WON = "won"  # of what has a status, this is worth a word on the first page
STATUS = "status"


@dataclass(frozen=True)
class Line:
    """One tool: how much stands in it, how far it is shared, who changed it last and when."""

    tool: Tool
    count: int
    words: str
    shared: Step
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Mine:
    """Something in the campaign that somebody looks after."""

    name: str
    tool: Tool
    key: str
    due_on: date | None
    is_late: bool


def filled(campaign: Campaign) -> dict[str, int]:
    """{kind: how many entries of it there are}; one query."""
    rows = Entry.objects.filter(campaign=campaign).order_by().values_list("kind")
    return dict(rows.annotate(count=Count("pk")))


def in_tools(kinds: Mapping[str, int]) -> dict[str, int]:
    """{tool: how many entries stand in it}."""
    found: Counter[str] = Counter()
    for kind, count in kinds.items():
        if kind in TOOL_OF:
            found[TOOL_OF[kind].code] += count
    return dict(found)


def lines(campaign: Campaign, *, reader: Reader) -> list[Line]:
    """The tools open to the reader, in their order; four queries at most.

    Beyond the team nothing that stays with it is counted, nor what cannot be read without that;
    nobody is named, and a tool with nothing in it is not there.
    """
    rows = Entry.objects.filter(campaign=campaign)
    if not reader.is_team:
        rows = _open_beyond(rows)
    counts = dict(rows.order_by().values_list("kind").annotate(count=Count("pk")))
    won = _won(rows)
    last = _last(campaign) if reader.is_team else {}
    found = []
    for tool in TOOLS.values():
        count = sum(counts.get(kind.code, 0) for kind in tool.kinds)
        if not reader.reads(tool) or not (count or reader.is_team):
            continue
        newest = last.get(tool.code)
        found.append(
            Line(
                tool=tool,
                count=count,
                words=_words(tool, counts, won=won),
                shared=reader.part(tool),
                by=name_of(newest.member) if newest is not None else "",
                at=newest.at if newest is not None else None,
            )
        )
    return found


def _open_beyond(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Of a campaign's entries those that others can read: a tie has an end that they cannot see,
    a goal of a chart has the chart above it.
    """
    hidden = set(rows.filter(team_only=True).values_list("key", flat=True))
    rows = rows.filter(team_only=False)
    if not hidden:
        return rows
    joins = {
        code: [one.code for one in kind.fields if one.type == Type.ENTRY and one.needed]
        for code, kind in KINDS.items()
    }
    cut = [
        one.pk
        for one in rows.filter(kind__in=[code for code, ends in joins.items() if ends])
        if hidden.intersection(str(one.said.get(end)) for end in joins[one.kind])
    ]
    return rows.exclude(pk__in=cut).exclude(parent__team_only=True)


def _won(rows: QuerySet[Entry]) -> Counter[str]:
    kinds = [
        code
        for code, kind in KINDS.items()
        for each in kind.fields
        if each.code == STATUS and WON in dict(each.choices)
    ]
    return Counter(one.kind for one in rows.filter(kind__in=kinds) if one.said.get(STATUS) == WON)


def _words(tool: Tool, counts: Mapping[str, int], *, won: Counter[str]) -> str:
    """ "Demands: 3 (1 won) · Objectives: 2": what stands for itself."""
    said = []
    for kind in tool.kinds:
        count = counts.get(kind.code, 0)
        if not count or kind.single or kind.parent:
            continue
        facts = {"things": capfirst(str(kind.several)), "count": count, "won": won[kind.code]}
        said.append(
            _("%(things)s: %(count)s (%(won)s won)") % facts
            if won[kind.code]
            else _("%(things)s: %(count)s") % facts
        )
    return " · ".join(said)


def _last(campaign: Campaign) -> dict[str, Change]:
    """{tool: its newest change, with who made it}; two queries."""
    newest = Change.objects.filter(campaign=campaign).order_by().values("kind")
    ids = [row["newest"] for row in newest.annotate(newest=Max("pk"))]
    found: dict[str, Change] = {}
    for change in Change.objects.filter(pk__in=ids).select_related("member__person").order_by("pk"):
        if change.kind in TOOL_OF:
            found[TOOL_OF[change.kind].code] = change
    return found


def open_clashes(campaign: Campaign, *, reader: Reader) -> list[tuple[Tool, int]]:
    """The tools open to the reader where words met, and in how many places; one query."""
    rows = Clash.objects.filter(campaign=campaign, settled_at=None).order_by()
    found: Counter[str] = Counter()
    for kind, count in rows.values_list("kind").annotate(count=Count("pk")):
        if kind in TOOL_OF:
            found[TOOL_OF[kind].code] += count
    return [
        (tool, found[code]) for code, tool in TOOLS.items() if found[code] and reader.reads(tool)
    ]


def mine(member: Member, *, reader: Reader, today: date) -> list[Mine]:
    """What somebody looks after and has not done, the most urgent first; one query."""
    rows = Task.objects.filter(member=member, done_at=None).select_related("entry")
    found = []
    for task in rows.order_by(F("due_on").asc(nulls_last=True), "pk"):
        kind = KINDS.get(task.entry.kind)
        if kind is None or not reader.reads(TOOL_OF[kind.code]) or is_over(task):
            continue
        found.append(
            Mine(
                name=str(task.entry.said.get(kind.named_by) or kind.name),
                tool=TOOL_OF[kind.code],
                key=task.entry.key,
                due_on=task.due_on,
                is_late=task.due_on is not None and task.due_on < today,
            )
        )
    return found
