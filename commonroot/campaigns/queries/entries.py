"""What stands in a tool, for whoever reads: every entry with its fields in words, in its order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from commonroot.campaigns.models import Campaign, Clash, Entry, Member, Task
from commonroot.campaigns.models.tools import KINDS, TOOL_OF, Field, Kind, Tool
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.queries.reminding import is_over
from commonroot.campaigns.queries.words import name_of, words_of


@dataclass(frozen=True)
class Cell:
    """One field of an entry: what stands in it (None: nothing), and that in words."""

    field: Field
    value: Any
    words: str


@dataclass(frozen=True)
class Shown:
    """An entry as somebody may read it. `seen`: the newest change that it vouches for.

    `cells` holds the fields open to the reader, in order; `children` what belongs to it; `clashes`
    how many places there are where words met.
    """

    entry: Entry
    kind: Kind
    name: str
    cells: Mapping[str, Cell]
    seen: int
    task: Task | None = None
    clashes: int = 0
    children: list["Shown"] = field(default_factory=list)

    @property
    def key(self) -> str:
        """As in its address."""
        return self.entry.key

    def value(self, code: str) -> Any:
        """What stands in a field; None: nothing, or not open to the reader."""
        cell = self.cells.get(code)
        return cell.value if cell else None

    def words(self, code: str) -> str:
        """What stands in a field, in words."""
        cell = self.cells.get(code)
        return cell.words if cell else ""

    def of(self, kind: str) -> list["Shown"]:
        """What of one kind belongs to it."""
        return [one for one in self.children if one.kind.code == kind]


def entries_of(campaign: Campaign, tool: Tool, *, reader: Reader) -> list[Shown]:
    """What stands in a tool, kinds in their order; what belongs to another stands below it.

    Five queries at most, however much there is. Nothing of a tool that is not open to the reader;
    beyond the team nothing that is marked to stay, and nobody of the team by name.
    """
    if not reader.reads(tool):
        return []
    kinds = {kind.code: kind for kind in tool.kinds if reader.reads_risks or not kind.restricted}
    # Before the entries: what changes between the two is then new to the reader, not known. Who
    # writes nothing is told no number: it would count what stays with the team.
    seen = changes.newest(campaign) if reader.is_team else 0
    rows = Entry.objects.filter(_open_to(reader), campaign=campaign, kind__in=kinds)
    found = list(rows.order_by("place", "pk"))
    tasks = _tasks(found) if reader.is_team else {}
    clashes = _clashes(found) if reader.is_team else {}
    names = names_of(campaign, _named_in(found), reader=reader)
    names |= {task.member.key: name_of(task.member) for task in tasks.values()}
    found = [one for one in found if reader.is_team or _is_whole(one, names=names)]
    shown = {
        one.pk: _shown(one, kinds[one.kind], names=names, reader=reader, task=tasks.get(one.pk),
                       clashes=clashes.get(one.key, 0), seen=seen)
        for one in found
    }  # fmt: skip
    top = []
    for one in sorted(shown.values(), key=lambda one: list(kinds).index(one.kind.code)):
        if one.entry.parent_id is None:
            top.append(one)
        elif one.entry.parent_id in shown:
            shown[one.entry.parent_id].children.append(one)
    return top


def entry(campaign: Campaign, key: str, *, reader: Reader) -> Shown | None:
    """One entry, without what belongs to it; None: not there, or not open to the reader."""
    seen = changes.newest(campaign) if reader.is_team else 0
    one = Entry.objects.filter(_open_to(reader), campaign=campaign, key=key).first()
    if one is None or not _is_open(one, reader):
        return None
    kind = KINDS[one.kind]
    names = names_of(campaign, _named_in([one]), reader=reader)
    if not reader.is_team and not _is_whole(one, names=names):
        return None
    task = _tasks([one]).get(one.pk) if reader.is_team else None
    if task is not None:
        names[task.member.key] = name_of(task.member)
    clashes = _clashes([one]) if reader.is_team else {}
    return _shown(one, kind, names=names, reader=reader, task=task,
                  clashes=clashes.get(one.key, 0), seen=seen)  # fmt: skip


def _is_whole(one: Entry, *, names: Mapping[str, str]) -> bool:
    """Whether all that it cannot do without is open too: a tie is not there without its ends."""
    ends = [each for each in KINDS[one.kind].fields if each.type == Type.ENTRY and each.needed]
    return all(one.said.get(each.code) in names for each in ends)


def _open_to(reader: Reader) -> Q:
    return Q() if reader.is_team else Q(team_only=False)


def _shown(
    one: Entry,
    kind: Kind,
    *,
    names: Mapping[str, str],
    reader: Reader,
    task: Task | None,
    clashes: int,
    seen: int,
) -> Shown:
    cells = {}
    for each in kind.fields:
        if reader.is_team or not (each.inside or each.type in {Type.MEMBER, Type.DUE}):
            value = _value(one, each, task=task)
            cells[each.code] = Cell(each, value, words_of(each, value, names=names))
    name = cells[kind.named_by].words if kind.named_by in cells else ""
    return Shown(one, kind, name, cells, seen=seen, task=task, clashes=clashes)


def _value(one: Entry, each: Field, *, task: Task | None) -> Any:
    if each.type == Type.MEMBER:
        return task.member.key if task else None
    if each.type == Type.DUE:
        return task.due_on.isoformat() if task and task.due_on else None
    return one.said.get(each.code)


def _tasks(found: Iterable[Entry]) -> dict[int, Task]:
    rows = Task.objects.filter(entry__in=[one.pk for one in found])
    return {one.entry_id: one for one in rows.select_related("member__person")}


def _clashes(found: Iterable[Entry]) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    rows = Clash.objects.filter(entry_key__in=[one.key for one in found], settled_at=None)
    for key in rows.values_list("entry_key", flat=True):
        counted[key] += 1
    return counted


def _named_in(found: Iterable[Entry]) -> set[str]:
    """The keys of entries to which fields of these point."""
    return {
        one.said[each.code]
        for one in found
        for each in KINDS[one.kind].fields
        if each.type == Type.ENTRY and one.said.get(each.code)
    }


def names_of(campaign: Campaign, keys: Iterable[str], *, reader: Reader) -> dict[str, str]:
    """{key: name} of entries, as far as they are open to the reader; one query, none for none."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = Entry.objects.filter(_open_to(reader), campaign=campaign, key__in=wanted)
    return {one.key: own_name(one) for one in rows if _is_open(one, reader)
            and (reader.is_team or not _naming(one).inside)}  # fmt: skip


def _is_open(one: Entry, reader: Reader) -> bool:
    """Whether its tool is open to the reader; of notes on dangers to those alone who may."""
    kind = KINDS.get(one.kind)
    return (
        kind is not None
        and reader.reads(TOOL_OF[one.kind])
        and (reader.reads_risks or not kind.restricted)
    )


def own_name(one: Entry) -> str:
    """What an entry is called by its own words, where nothing else has to be looked up."""
    naming = _naming(one)
    return words_of(naming, one.said.get(naming.code), names={})


def _naming(one: Entry) -> Field:
    return KINDS[one.kind].field(KINDS[one.kind].named_by)


def choices_of(campaign: Campaign, each: Field, *, reader: Reader) -> list[tuple[str, str]]:
    """What may be chosen in a field that names an entry or somebody of the team: (key, name)."""
    if each.type == Type.MEMBER:
        people = changes.team(campaign).select_related("person").order_by("joined_at", "pk")
        return [(one.key, name_of(one)) for one in people]
    rows = Entry.objects.filter(campaign=campaign, kind=each.of).order_by("place", "pk")
    return [(one.key, own_name(one)) for one in rows if _is_open(one, reader)]


def open_clashes(campaign: Campaign, *, reader: Reader, tool: Tool | None = None) -> list[Clash]:
    """Where words met and nobody has chosen yet, the oldest first; for the team alone."""
    kinds = [
        kind.code
        for kind in (tool.kinds if tool else KINDS.values())
        if reader.is_team and (reader.reads_risks or not kind.restricted)
    ]
    rows = Clash.objects.filter(campaign=campaign, kind__in=kinds, settled_at=None)
    return list(rows.select_related("member__person").order_by("at", "pk"))


def looked_after_by(members: Iterable[Member]) -> list[Task]:
    """What people look after and is not over, what is due first; with entry and campaign."""
    rows = Task.objects.filter(member__in=members, done_at=None, entry__campaign__thrown_at=None)
    found = rows.select_related("entry__campaign", "member")
    return [
        one for one in found.order_by(F("due_on").asc(nulls_last=True), "pk") if not is_over(one)
    ]
