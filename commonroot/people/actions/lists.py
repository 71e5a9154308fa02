"""Saved lists: a filter under a name. All writing of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.text import one_line, sort_key
from commonroot.people.models import SavedList

LENGTH = 120
MOST = 200


class NoName(Refused):
    """A list was saved without a name to find it by."""


class TooManyLists(Refused):
    """So many lists that nobody finds one among them."""


@transaction.atomic
def save_list(
    *,
    name: str,
    filter: Mapping[str, Any],
    columns: Sequence[str] = (),
    order: str = "",
    shared: bool = True,
    by: Actor,
    at: datetime,
) -> SavedList:
    """A new saved list of whoever is acting. `filter` was read by `core.filters` before.

    Raises NoName, TooManyLists.
    """
    if SavedList.objects.count() >= MOST:
        raise TooManyLists(
            _("There are %(most)s lists. Delete one that nobody uses any more.") % {"most": MOST}
        )
    name = _name(name)
    saved = SavedList.objects.create(
        name=name,
        sort_key=sort_key(name),
        filter=filter,
        columns=list(columns),
        order=order,
        shared=shared,
        account_id=by.account_id,
        made_at=at,
        changed_at=at,
    )
    note("list saved", saved, by=by, at=at)
    return saved


@transaction.atomic
def change_list(
    *,
    saved: SavedList,
    name: str | None = None,
    filter: Mapping[str, Any] | None = None,
    columns: Sequence[str] | None = None,
    order: str | None = None,
    shared: bool | None = None,
    by: Actor,
    at: datetime,
) -> bool:
    """Change what is given of a saved list; whether anything changed. Raises NoName."""
    wanted: dict[str, Any] = {"filter": filter, "order": order, "shared": shared}
    wanted["columns"] = None if columns is None else list(columns)
    if name is not None:
        wanted["name"] = _name(name)
        wanted["sort_key"] = sort_key(wanted["name"])
    differing = {
        field: value
        for field, value in wanted.items()
        if value is not None and getattr(saved, field) != value
    }
    if not differing:
        return False
    for field, value in differing.items():
        setattr(saved, field, value)
    saved.changed_at = at
    saved.save(update_fields=[*differing, "changed_at"])
    note("list changed", saved, by=by, at=at, facts={"fields": sorted(differing)})
    return True


@transaction.atomic
def delete_list(*, saved: SavedList, by: Actor, at: datetime) -> dict[str, Any]:
    """Delete a saved list, nobody in it. Returns what `put_back_list` takes to undo it."""
    kept = {
        "key": saved.key,
        "name": saved.name,
        "filter": saved.filter,
        "columns": saved.columns,
        "order": saved.order,
        "shared": saved.shared,
    }
    note("list deleted", saved, by=by, at=at)
    saved.delete()
    return kept


@transaction.atomic
def put_back_list(*, kept: Mapping[str, Any], by: Actor, at: datetime) -> SavedList:
    """Undo `delete_list`: the same list under the same key, now of whoever puts it back.

    Putting it back twice changes nothing.
    """
    saved, made = SavedList.objects.get_or_create(
        key=kept["key"],
        defaults={
            **kept,
            "sort_key": sort_key(kept["name"]),
            "account_id": by.account_id,
            "made_at": at,
            "changed_at": at,
        },
    )
    if made:
        note("list put back", saved, by=by, at=at)
    return saved


def _name(text: str) -> str:
    name = one_line(text)[:LENGTH]
    if not name:
        raise NoName(_("Give the list a name, so that it is found again."))
    return name
