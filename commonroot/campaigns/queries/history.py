"""Who changed what when, for the team: before and after in words, newest first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonroot.campaigns.models import Campaign, Change, Clash, Entry
from commonroot.campaigns.models.tools import KINDS, TOOL_OF, Field, Kind, Tool
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries.entries import own_name
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.queries.words import name_of, words_of
from commonroot.ui.parts.comparing import by_word

Did = Change.Did
ALIKE = 0.4  # texts less alike are read side by side; underlining all of them would say nothing
DONE, TEAM_ONLY = "done", "team_only"


@dataclass(frozen=True)
class Told:
    """One change in words. `before` and `after` are marked where they differ.

    `back`: what taking it back is called; "": it cannot be.
    """

    change: Change
    who: str
    tool: Tool
    kind: Kind
    name: str
    what: str
    before: str | SafeString = ""
    after: str | SafeString = ""
    back: str = ""
    is_there: bool = False


@dataclass(frozen=True)
class Meeting:
    """A place where words met: what stands there (theirs) and what somebody else wrote (mine)."""

    clash: Clash
    tool: Tool
    kind: Kind
    field: Field
    name: str
    theirs: str
    mine: str
    theirs_marked: str | SafeString
    mine_marked: str | SafeString
    who_theirs: str
    who_mine: str
    is_there: bool
    can_be_both: bool


def changes_of(
    campaign: Campaign, *, reader: Reader, tool: Tool | None = None, entry_key: str = ""
) -> QuerySet[Change]:
    """What changed, newest first; of notes on dangers only for those who read them."""
    rows = Change.objects.filter(campaign=campaign, kind__in=_kinds(reader, tool))
    if entry_key:
        rows = rows.filter(entry_key=entry_key)
    return rows.select_related("member__person").order_by("-pk")


def change(campaign: Campaign, number: str, *, reader: Reader) -> Change | None:
    """One change by its number, as far as it is open to the reader."""
    if not number.isdecimal():
        return None
    return changes_of(campaign, reader=reader).filter(pk=int(number)).first()


def _kinds(reader: Reader, tool: Tool | None) -> list[str]:
    kinds: Iterable[Kind] = tool.kinds if tool else KINDS.values()
    return [
        one.code for one in kinds if reader.is_team and (reader.reads_risks or not one.restricted)
    ]


def told(rows: Sequence[Change], campaign: Campaign, *, reader: Reader) -> list[Told]:
    """Changes in words; three queries for all of them."""
    there = Entry.objects.filter(campaign=campaign, key__in=_keys(rows))
    names = {one.key: own_name(one) for one in there}
    here = frozenset(names)
    names |= {name: said for name, said in _gone(rows, campaign, names=names).items() if said}
    people = {one.key: name_of(one) for one in campaign.members.select_related("person")}
    return [_told(row, names=names, people=people, here=here) for row in rows]


def _keys(rows: Sequence[Change]) -> set[str]:
    """Entries that changed, and those to which what was written in them points."""
    keys = {row.entry_key for row in rows}
    for row in rows:
        if row.field in _codes(row.kind) and KINDS[row.kind].field(row.field).type == Type.ENTRY:
            keys |= {one for one in (row.before, row.after) if one}
    return keys


def _codes(kind: str) -> set[str]:
    return {field.code for field in KINDS[kind].fields}


def _gone(
    rows: Sequence[Change], campaign: Campaign, *, names: Mapping[str, str]
) -> dict[str, str]:
    """{key: name} of entries that are not there any more, by what their removal remembers."""
    missing = {row.entry_key for row in rows} - set(names)
    found = Change.objects.filter(campaign=campaign, did=Did.REMOVED, entry_key__in=missing)
    removed = (one.before["rows"][0] for one in found.order_by("pk"))
    return {row["key"]: _called(KINDS[row["kind"]], row["said"]) for row in removed}


def _called(kind: Kind, said: Mapping[str, Any]) -> str:
    naming = kind.field(kind.named_by)
    return words_of(naming, said.get(naming.code), names={})


def _told(
    row: Change, *, names: Mapping[str, str], people: Mapping[str, str], here: frozenset[str]
) -> Told:
    kind = KINDS[row.kind]
    is_there = row.entry_key in here
    what, back, before, after = _what(row, kind), "", "", ""
    if row.did == Did.WRITTEN and row.field in _codes(row.kind):
        known = {**names, **people}
        field = kind.field(row.field)
        before = words_of(field, row.before, names=known)
        after = words_of(field, row.after, names=known)
        before, after = _marked(before, after)
        back = _("Put back what stood before") if is_there else ""
    elif row.did == Did.REMOVED and not is_there:
        back = _("Put it back")
    return Told(
        row, name_of(row.member), TOOL_OF[row.kind], kind, names.get(row.entry_key, ""), what,
        before=before, after=after, back=back, is_there=is_there,
    )  # fmt: skip


def _marked(one: str, other: str) -> tuple[str | SafeString, str | SafeString]:
    """Both with what differs underlined; as they are where they have little in common."""
    alike = SequenceMatcher(None, one.casefold().split(), other.casefold().split()).ratio()
    return by_word(one, other) if alike >= ALIKE else (one, other)


def _what(row: Change, kind: Kind) -> str:
    if row.did == Did.WRITTEN and row.field == DONE:
        return _("said: done") if row.after else _("said: not done yet")
    if row.did == Did.WRITTEN and row.field == TEAM_ONLY:
        return _("kept it with the team") if row.after else _("let it be shown as the rest is")
    if row.did == Did.WRITTEN:
        return str(kind.field(row.field).label) if row.field in _codes(row.kind) else ""
    return str(Did(row.did).label)


def meetings(campaign: Campaign, clashes: Sequence[Clash], *, reader: Reader) -> list[Meeting]:
    """Both sides of every place where words met; three queries and one for each place."""
    keys = {one.entry_key for one in clashes}
    there = {
        one.key: one
        for one in Entry.objects.filter(campaign=campaign, key__in=keys).select_related("task")
    }
    entries = Entry.objects.filter(campaign=campaign, kind__in=KINDS)
    names = {one.key: own_name(one) for one in entries} if clashes else {}
    people = {one.key: name_of(one) for one in campaign.members.select_related("person")}
    return [_meeting(one, there.get(one.entry_key), names=names, people=people) for one in clashes]


def _meeting(
    clash: Clash, entry: Entry | None, *, names: Mapping[str, str], people: Mapping[str, str]
) -> Meeting:
    kind = KINDS[clash.kind]
    field = kind.field(clash.field)
    known = {**names, **people}
    last = Change.objects.filter(campaign=clash.campaign_id, entry_key=clash.entry_key)
    if entry is None:
        last = last.filter(did=Did.REMOVED)
    else:
        last = last.filter(did=Did.WRITTEN, field=clash.field)
    other = last.select_related("member__person").order_by("-pk").first()
    stands = changes.stands(entry, kind).get(field.code) if entry else None
    theirs, mine = (words_of(field, one, names=known) for one in (stands, clash.words))
    marked = _marked(theirs, mine)
    is_text = field.type in {Type.LINE, Type.TEXT}
    return Meeting(
        clash, TOOL_OF[clash.kind], kind, field, names.get(clash.entry_key, ""),
        theirs=theirs,
        mine=mine,
        theirs_marked=marked[0],
        mine_marked=marked[1],
        who_theirs=name_of(other.member if other else None),
        who_mine=name_of(clash.member),
        is_there=entry is not None,
        can_be_both=bool(is_text and stands and clash.words),
    )  # fmt: skip


@dataclass(frozen=True)
class News:
    """What others changed since a page was read: how many things, and by whom."""

    count: int
    newest: int
    words: str


def news(campaign: Campaign, *, reader: Reader, tool: Tool | None, seen: int) -> News:
    """What others of the team changed after `seen`, for whoever has the page open."""
    newest = changes.newest(campaign)
    rows = changes_of(campaign, reader=reader, tool=tool).exclude(member=reader.member)
    by_whom = Counter(name_of(row.member) for row in rows.filter(pk__gt=seen, pk__lte=newest))
    count = sum(by_whom.values())
    return News(count, newest, _news_words(by_whom, count=count))


def _news_words(by_whom: Counter[str], *, count: int) -> str:
    if not count:
        return ""
    names = pgettext("between the items of a list", ", ").join(by_whom)
    words = ngettext(
        "%(names)s changed %(count)d thing here.",
        "%(names)s changed %(count)d things here.",
        count,
    )
    return words % {"names": names, "count": count}
