"""Taking back that two were made one: what was is brought back, what came since stays."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.people import queries, rules
from commonroot.people.actions.indexing import index_many
from commonroot.people.models import Merge, Pair, Person
from commonroot.people.queries.snapshots import restored, rows_of
from commonroot.people.queries.standing import changes_that_stand, followed, standing

PERSON = Person._meta.label_lower
MERGE = Merge._meta.label_lower


class CannotUndo(Refused):
    """It is too late, it was undone, or something else must be undone first."""


@dataclass(frozen=True)
class Undone:
    """Who came back, who was left, and what came since: {model label: rows} that stay with `into`.

    `kept` counts values that were changed since and stay as they are.
    """

    other: Person
    into: Person
    since: Mapping[str, int]
    kept: int


@transaction.atomic
def undo_merge(*, merge: Merge, by: Actor, at: datetime) -> Undone:
    """Make two of one again, for 30 days: all that was theirs is theirs again, as it was.

    What came to the person since, and values that somebody changed since, stay with them. Several
    merges of one person are undone the last first. Raises CannotUndo.
    """
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    _refuse(merge, at=at)
    since, log, into = queries.since(merge), merge.log, merge.person
    coming = standing(log["removed"], merge=merge, beside={})
    changed = changes_that_stand(log["changed"], merge=merge, beside=coming)
    for label, pks in reversed(log["added"].items()):
        if label != MERGE:
            apps.get_model(label)._default_manager.filter(pk__in=pks).delete()
    kept = _put_back(changed)
    # Who was gone comes first: the others point at them.
    for label in sorted(coming, key=lambda label: label != PERSON):
        _bring_back(label, coming[label].values())
    _hand_on(followed(log["removed"], coming, merge=merge))
    other = Person.objects.get(key=merge.other_key)
    into = Person.objects.get(pk=into.pk)
    Merge.objects.filter(pk=merge.pk).update(undone_at=at, log=None)
    index_many([into, other])
    facts = {"other": other.key, "kept": kept}
    note("merge undone", into, by=by, at=at, person_key=into.key, facts=facts)
    return Undone(other=other, into=into, since=since, kept=kept)


def _refuse(merge: Merge, *, at: datetime) -> None:
    if merge.undone_at is not None:
        raise CannotUndo(_("This was taken back already."))
    if queries.later_merge(merge) is not None:
        raise CannotUndo(
            _("This person was made one with somebody else since. Take that back first.")
        )
    if not queries.can_be_undone(merge, at=at):
        raise CannotUndo(_("The 30 days in which this could be taken back are over."))


def _bring_back(label: str, rows: Iterable[Mapping[str, Any]]) -> None:
    model = apps.get_model(label)
    fresh = [model(**restored(label, row)) for row in rows]
    try:
        with transaction.atomic():
            model._default_manager.bulk_create(fresh)
    except IntegrityError:
        for row in fresh:
            if not _created(row) and isinstance(row, Pair):
                _stand_for(row)


def _created(row: Model) -> bool:
    """Whether a row could come back beside what has taken its place since."""
    try:
        with transaction.atomic():
            type(row)._default_manager.bulk_create([row])
    except IntegrityError:
        return False
    return True


def _stand_for(pair: Pair) -> None:
    """Let what was said of two also be said by the pair that stands for them by now."""
    there = Pair.objects.get(left=pair.left_id, right=pair.right_id)
    if rules.stands_before(pair.state, there.state):
        there.state, there.decided_at, there.decided_by = (
            pair.state, pair.decided_at, pair.decided_by,
        )  # fmt: skip
        there.save(update_fields=["state", "decided_at", "decided_by"])


def _hand_on(followed: Mapping[int, tuple[Merge, Any]]) -> None:
    """Tell later merges of the rows that name who is left of them, to be given back in turn."""
    for taker, changed in followed.values():
        for label, rows in changed.items():
            taker.log["changed"].setdefault(label, {}).update(rows)
            there = taker.log["there"].get(label, [])
            taker.log["there"][label] = sorted({*there, *map(int, rows)})
        taker.save(update_fields=["log"])


@dataclass
class _Row:
    """A row that a merge changed: what it gets back, and how many values were changed since."""

    model: type[Model]
    pk: int
    values: dict[str, Any]
    kept: int


def _put_back(changed: Mapping[str, Any]) -> int:
    """Give rows their values of before, where nobody changed them since; how many were changed."""
    waiting = [row for label, rows in changed.items() for row in _rows(label, rows)]
    kept = sum(row.kept for row in waiting)
    # Two may stand in one another's way until the other one is back where it was.
    while waiting:
        refused = [row for row in waiting if not _saved(row)]
        if len(refused) == len(waiting):
            break
        waiting = refused
    # What came since has taken their place: a new claim to the same session.
    return kept + len(waiting)


def _rows(label: str, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[_Row]:
    for row in rows_of(label, rows):
        found = _Row(type(row), row.pk, {}, kept=0)
        for column, (before, after) in rows[str(row.pk)].items():
            now = getattr(row, column)
            old = restored(label, {column: before})[column]
            new = restored(label, {column: after})[column]
            value, whole = rules.three_way(old, new, now=now)
            found.kept += not whole
            if value != now:
                found.values[column] = value
        yield found


def _saved(row: _Row) -> bool:
    """Whether the values could be written beside what else is there."""
    try:
        with transaction.atomic():
            row.model._default_manager.filter(pk=row.pk).update(**row.values)
    except IntegrityError:
        return False
    return True
