"""Taking what was typed into a blank tool into a campaign."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import add, held, write
from commonroot.campaigns.models import Campaign, Clash, Entry, Member
from commonroot.campaigns.models.tools import KINDS, Kind, Tool
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries import changes
from commonroot.campaigns.rules.blanks import BELONGS
from commonroot.campaigns.rules.values import joined
from commonroot.core.errors import Refused
from commonroot.core.text import folded, one_line


class NoName(Refused):
    """A new campaign was wanted, and it was not said how it is called."""


@transaction.atomic
def keep(
    *,
    campaign: Campaign,
    tool: Tool,
    rows: Sequence[tuple[str, Mapping[str, Any]]],
    member: Member,
    by: Actor,
    at: datetime,
) -> int:
    """Put rows of a blank tool into a campaign, all or nothing; how many there were.

    What there is one of, and a target that has its chart already, gets the new words beside those
    that stand there. Who is named and not there yet is put there by that name. Raises what `add`
    raises.
    """
    held(campaign)
    above: dict[str, Entry] = {}
    order = [kind.code for kind in tool.kinds]
    # What others name comes before those who name it.
    for kind, said in sorted(
        rows, key=lambda row: (bool(_names(KINDS[row[0]])), order.index(row[0]))
    ):
        shape = KINDS[kind]
        parent = above.get(shape.parent)
        if said.get(BELONGS):
            parent = _named(campaign, KINDS[shape.parent], name=str(said[BELONGS]))
        told = _with_keys(campaign, shape, said=said, above=above, member=member, by=by, at=at)
        there = _there(campaign, shape, said=told, tool=tool)
        if there is None:
            above[kind] = add(
                campaign=campaign, kind=kind, said=told, parent=parent, member=member, by=by, at=at,
            )  # fmt: skip
        else:
            _beside(there, shape, said=told, member=member, by=by, at=at)
            above[kind] = there
    note("blank tool kept", campaign, by=by, at=at, facts={"tool": tool.code, "rows": len(rows)})
    return len(rows)


def _names(kind: Kind) -> list[str]:
    return [one.code for one in kind.fields if one.type == Type.ENTRY]


def _there(campaign: Campaign, kind: Kind, *, said: Mapping[str, Any], tool: Tool) -> Entry | None:
    """The entry that a row adds to instead of becoming one of its own."""
    if kind.single:
        return Entry.objects.filter(campaign=campaign, kind=kind.code).first()
    if any(one.parent == kind.code for one in tool.kinds):
        return _named(campaign, kind, name=str(said.get(kind.named_by, "")))
    return None


def _named(campaign: Campaign, kind: Kind, *, name: str) -> Entry | None:
    """The entry of a kind that is called so, whatever its capitals and accents."""
    wanted = folded(one_line(name))
    rows = Entry.objects.filter(campaign=campaign, kind=kind.code).order_by("place", "pk")
    return next(
        (one for one in rows if folded(one_line(str(one.said.get(kind.named_by, "")))) == wanted),
        None,
    )


def _with_keys(
    campaign: Campaign,
    kind: Kind,
    *,
    said: Mapping[str, Any],
    above: Mapping[str, Entry],
    member: Member,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """What was typed, with the keys of those it names."""
    told = dict(said)
    for field in kind.fields:
        if field.type != Type.ENTRY or not told.get(field.code):
            continue
        other = KINDS[field.of]
        found = _named(campaign, other, name=str(told[field.code]))
        if found is None:
            found = add(
                campaign=campaign,
                kind=other.code,
                said={other.named_by: told[field.code]},
                parent=above.get(other.parent),
                member=member,
                by=by,
                at=at,
            )
        told[field.code] = found.key
    return told


def _beside(
    entry: Entry,
    kind: Kind,
    *,
    said: Mapping[str, Any],
    member: Member,
    by: Actor,
    at: datetime,
) -> None:
    """Write words beside those that stand there; what cannot hold both becomes a clash."""
    together: dict[str, Any] = {}
    for field in kind.fields:
        new, old = said.get(field.code), entry.said.get(field.code)
        if new is None or new == old:
            continue
        both = joined(str(field.type), theirs=old, mine=new)
        if old is None:
            together[field.code] = new
        elif both is not None and len(both) <= field.longest and field.code != kind.named_by:
            together[field.code] = both
        else:
            Clash.objects.create(
                campaign=entry.campaign, entry_key=entry.key, kind=entry.kind, field=field.code,
                words=new, member=member, at=at,
            )  # fmt: skip
    read = changes.newest(entry.campaign)
    write(entry=entry, said=together, seen=read, member=member, by=by, at=at)
