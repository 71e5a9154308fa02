"""Taking an entry away with all that belongs to it, and putting it back as it was."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import (
    WrongPlace,
    held,
    here_still,
    make_room,
    note_change,
    touch,
)
from commonroot.campaigns.models import Change, Entry, Member, Task
from commonroot.campaigns.models.tools import KINDS
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries import changes


@transaction.atomic
def remove(
    *, entry: Entry, also: Sequence[Entry] = (), member: Member, by: Actor, at: datetime
) -> Change:
    """Take an entry away. The change remembers it and what belonged to it. Raises Gone.

    `also`: what makes no sense without it, as the ties of somebody on a map; it goes and comes back
    with it.
    """
    entry = here_still(entry)
    rows = [_remembered(one) for each in (entry, *also) for one in _with_all_below(each)]
    change = note_change(entry, did=Change.Did.REMOVED, before={"rows": rows}, member=member, at=at)
    for one in (entry, *also):
        one.delete()
    touch(change.campaign, at=at)
    return change


def _with_all_below(entry: Entry) -> list[Entry]:
    """An entry and what belongs to it, those above before those below."""
    found, level = [entry], [entry]
    while level:
        below = Entry.objects.filter(parent__in=level).select_related("parent")
        level = list(below.order_by("kind", "place", "pk"))
        found += level
    return found


def _remembered(entry: Entry) -> dict[str, Any]:
    stands = changes.stands(entry, KINDS[entry.kind])
    return {
        "key": entry.key,
        "kind": entry.kind,
        "parent": entry.parent.key if entry.parent else None,
        "place": entry.place,
        "team_only": entry.team_only,
        "said": entry.said,
        "made_at": entry.made_at.isoformat(),
        "of_task": {code: value for code, value in stands.items() if code not in entry.said},
    }


@transaction.atomic
def put_back(*, change: Change, member: Member, by: Actor, at: datetime) -> Entry:
    """Put back what was removed, with the same keys and all that belonged to it.

    Twice is once. Raises NoMoreRoom, or WrongPlace when what it belonged to is gone too.
    """
    campaign = held(change.campaign)
    rows = change.before["rows"]
    there = Entry.objects.filter(campaign=campaign, key=rows[0]["key"]).first()
    if there is not None:
        return there
    made: dict[str | None, Entry] = {}
    for row in rows:
        make_room(campaign, KINDS[row["kind"]])
        parent = made.get(row["parent"])
        if row["parent"] and parent is None:
            parent = Entry.objects.filter(campaign=campaign, key=row["parent"]).first()
            if parent is None:
                raise WrongPlace(_("What it belonged to was removed too. Put that back first."))
        made[row["key"]] = Entry.objects.create(
            campaign=campaign,
            key=row["key"],
            kind=row["kind"],
            parent=parent,
            place=row["place"],
            team_only=row["team_only"],
            said=row["said"],
            made_at=datetime.fromisoformat(row["made_at"]),
            changed_at=at,
        )
        _look_after(made[row["key"]], row["of_task"])
    entry = made[rows[0]["key"]]
    note_change(entry, did=Change.Did.PUT_BACK, member=member, at=at)
    touch(campaign, at=at)
    return entry


def _look_after(entry: Entry, of_task: dict[str, str]) -> None:
    """Who looked after it does so again, if they are still of the team."""
    types = {field.code: field.type for field in KINDS[entry.kind].fields}
    said = {types[code]: value for code, value in of_task.items()}
    member = changes.team(entry.campaign).filter(key=said.get(Type.MEMBER, "")).first()
    if member is not None:
        due = said.get(Type.DUE)
        Task.objects.create(
            entry=entry, member=member, due_on=date.fromisoformat(due) if due else None
        )
