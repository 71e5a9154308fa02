"""What of rows that were taken away can stand again: what they point at is there, or comes along.

Between a merge and its undoing others go: somebody is forgotten, made one with a third, or taken
back with a list. A row that would point at nobody must not come back with them.
"""

from collections import defaultdict
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import ForeignKey, Model

from commonroot.people.models import Merge, Pair, Person

# {model label: {primary key as text: {column: plain value}}}
Rows = dict[str, dict[str, dict[str, Any]]]
PAIR = Pair._meta.label_lower


@dataclass(frozen=True)
class Gone:
    """Who went into whom since a merge: {primary key: (the merge that took them, who is left)}."""

    into: Mapping[str, tuple[Merge, int]]

    @classmethod
    def since(cls, merge: Merge) -> "Gone":
        """All who went into others after `merge` and were not brought back."""
        later = Merge.objects.filter(undone_at=None, pk__gt=merge.pk).order_by("pk")
        return cls(
            {
                pk: (one, one.person_id)
                for one in later.iterator(50)
                if one.log
                for pk in one.log["removed"].get(Person._meta.label_lower, {})
            }
        )


class Pointer(NamedTuple):
    """A column that names a row of another model, and whether it may name none."""

    column: str
    model: type[Model]
    may_be_none: bool


@cache
def _pointers(label: str) -> tuple[Pointer, ...]:
    return tuple(
        Pointer(field.attname, field.remote_field.model, field.null)
        for field in apps.get_model(label)._meta.concrete_fields
        if isinstance(field, ForeignKey)
    )


def standing(rows: Mapping[str, Any], *, merge: Merge, beside: Mapping[str, Any]) -> Rows:
    """Those of `rows` that can stand again after `merge`, each as it can.

    Somebody made one with a third is followed there; what need not point at anything then points
    at nothing; what must is left out. `beside` comes back, too.
    """
    found: Rows = deepcopy(dict(rows))
    gone: Gone | None = None
    while missing := _missing(found, beside=beside):
        gone = gone or Gone.since(merge)
        for label, pk, (column, model, may_be_none) in missing:
            row = found[label].get(pk)
            if row is None:
                continue
            if model is Person and str(row[column]) in gone.into:
                row[column] = gone.into[str(row[column])][1]
            elif may_be_none:
                row[column] = None
            else:
                del found[label][pk]
    for row in found.get(PAIR, {}).values():
        if row.keys() >= {"left_id", "right_id"}:
            row["left_id"], row["right_id"] = sorted((row["left_id"], row["right_id"]))
    return found


def _missing(rows: Rows, *, beside: Mapping[str, Any]) -> list[tuple[str, str, Pointer]]:
    """(model, primary key, column) of each that points at what is not there."""
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for label, some in rows.items():
        for pointer in _pointers(label):
            values = (row.get(pointer.column) for row in some.values())
            wanted[pointer.model] |= {value for value in values if value is not None}
    there: dict[type[Model], set[str]] = {}
    for model, pks in wanted.items():
        known = model._default_manager.filter(pk__in=pks).values_list("pk", flat=True)
        label = model._meta.label_lower
        there[model] = {str(pk) for pk in (*known, *rows.get(label, ()), *beside.get(label, ()))}
    return [
        (label, pk, pointer)
        for label, some in rows.items()
        for pointer in _pointers(label)
        for pk, row in some.items()
        if row.get(pointer.column) is not None
        and str(row[pointer.column]) not in there[pointer.model]
    ]


def changes_that_stand(changed: Mapping[str, Any], *, merge: Merge, beside: Rows) -> dict[str, Any]:
    """The same of changed rows, {model: {pk: {column: [before, after]}}}: what a column would point
    at again is there, or the column stays as it is.
    """
    view = {
        label: {
            pk: {name: columns[name][0] for name in names & columns.keys()}
            for pk, columns in rows.items()
        }
        for label, rows in changed.items()
        for names in [{pointer.column for pointer in _pointers(label)}]
    }
    found = standing(view, merge=merge, beside=beside)
    return {
        label: {
            pk: {
                name: [found[label][pk][name], after]
                if name in view[label][pk]
                else [before, after]
                for name, (before, after) in columns.items()
                if name not in view[label][pk] or pk in found[label]
            }
            for pk, columns in rows.items()
        }
        for label, rows in changed.items()
    }


def followed(was: Mapping[str, Any], now: Rows, *, merge: Merge) -> dict[int, tuple[Merge, Any]]:
    """{merge's primary key: (merge, {model: {pk: {column: [before, after]}}})} of rows that name
    who is left of somebody: what that merge changes when it is undone in its turn.
    """
    altered = {
        (label, pk): {
            name: [was[label][pk][name], value]
            for name, value in row.items()
            if value is not None and value != was[label][pk][name]
        }
        for label, rows in now.items()
        for pk, row in rows.items()
        if row != was[label][pk]
    }
    if not any(altered.values()):
        return {}
    gone = Gone.since(merge)
    found: dict[int, tuple[Merge, Any]] = {}
    for (label, pk), columns in altered.items():
        takers = [gone.into[str(old)][0] for old, _new in columns.values() if str(old) in gone.into]
        for taker in takers[:1]:
            _one, log = found.setdefault(taker.pk, (taker, {}))
            log.setdefault(label, {})[pk] = columns
    return found
