"""Every row that hangs on some people, as plain values, and what became of the rows since.

What merging changes is not told by those who change it but read from the rows before and after:
so undoing it brings back exactly what was, whatever an area did on the way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field, ManyToOneRel, Model

from commonroot.people.models import MatchKey, Merge, Person, SearchKey, ToCompare
from commonroot.people.personal import declarations

Column = Field[Any, Any]
# {"people.link": {primary key: {"person_id": 7, …}}}
Rows = Mapping[str, Mapping[int, Mapping[str, Any]]]

# Made anew from the rest by `index`.
DERIVED: tuple[type[Model], ...] = (SearchKey, MatchKey, ToCompare)
# The log of an earlier merge: nothing that hangs on people, and large.
LEFT_OUT = {(Merge, "log")}


@cache
def pointing_at(model: type[Model]) -> tuple[Column, ...]:
    """The fields of other models that point at rows of this one; not those that are made anew."""
    return tuple(
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.related_model not in DERIVED
    )


@cache
def by_key() -> tuple[tuple[type[Model], str], ...]:
    """(model, field) of what names a person by their key and follows them into a merge."""
    return tuple(
        (declared.model, str(declared.subject))
        for declared in declarations()
        if str(declared.subject).endswith("_key") and declared.on_merge == "move"
    )


def snapshot(people: Iterable[Person]) -> dict[str, dict[int, dict[str, Any]]]:
    """The rows of `people` and all that hang on them, however far, each as {column: value}."""
    known = {person.pk: person.key for person in people}
    found: dict[str, dict[int, dict[str, Any]]] = {}
    named = [_column(model, field) for model, field in by_key()]
    for column in with_rows(named, list(known.values())):
        _take(found, column.model, **{f"{column.name}__in": list(known.values())})
    waiting: list[tuple[type[Model], list[int]]] = [
        (Person, _take(found, Person, pk__in=list(known)))
    ]
    while waiting:
        model, pks = waiting.pop()
        for pointer in with_rows(pointing_at(model), pks):
            new = _take(found, pointer.model, **{f"{pointer.name}__in": pks})
            waiting.append((pointer.model, new))
    return found


def _column(model: type[Model], name: str) -> Column:
    return next(field for field in model._meta.concrete_fields if field.name == name)


def with_rows(columns: Sequence[Column], values: Sequence[Any]) -> list[Column]:
    """Those columns in which one of the values stands: one question, where most of a hundred
    tables hold nothing about somebody.
    """
    if not columns or not values:
        return []
    quoted = connection.ops.quote_name
    places = ", ".join(["%s"] * len(values))
    asked = ", ".join(
        f"EXISTS (SELECT 1 FROM {quoted(one.model._meta.db_table)}"  # noqa: S608 - our own columns
        f" WHERE {quoted(str(one.column))} IN ({places}))"
        for one in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [*values] * len(columns))
        answers = cursor.fetchone()
    return [one for one, is_there in zip(columns, answers, strict=True) if is_there]


def _take(
    found: dict[str, dict[int, dict[str, Any]]], model: type[Any], **condition: list[Any]
) -> list[int]:
    """Read the rows of one model, and return the primary keys of those not read before."""
    rows = found.setdefault(model._meta.label_lower, {})
    columns = [
        field.attname
        for field in model._meta.concrete_fields
        if (model, field.name) not in LEFT_OUT
    ]
    asked = model._default_manager.filter(**condition).exclude(pk__in=list(rows))
    new = {row[model._meta.pk.attname]: row for row in asked.values(*columns)}
    rows.update(new)
    return list(new)


def difference(before: Rows, after: Rows) -> dict[str, Any]:
    """What became of rows, in words that JSON knows.

    `changed`: {model: {pk: {column: [before, after]}}}, `removed`: {model: {pk: {column: value}}},
    `added`: {model: [pk]}, `there`: {model: [pk]} of all rows afterwards.
    """
    changed: dict[str, Any] = {}
    removed: dict[str, Any] = {}
    added: dict[str, Any] = {}
    for label in before.keys() | after.keys():
        was, now = before.get(label, {}), after.get(label, {})
        altered = {str(pk): _altered(was[pk], now[pk]) for pk in was.keys() & now.keys()}
        for kind, rows in (
            (changed, {pk: columns for pk, columns in altered.items() if columns}),
            (removed, {str(pk): plain_row(was[pk]) for pk in sorted(was.keys() - now.keys())}),
            (added, sorted(now.keys() - was.keys())),
        ):
            if rows:
                kind[label] = rows
    there = {label: sorted(rows) for label, rows in after.items() if rows}
    return {"changed": changed, "removed": removed, "added": added, "there": there}


def _altered(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        column: [_plain(value), _plain(now[column])]
        for column, value in was.items()
        if now[column] != value
    }


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row in values that JSON knows."""
    return {column: _plain(value) for column, value in row.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def restored(label: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of one row as its columns want them."""
    fields = {field.attname: field for field in apps.get_model(label)._meta.concrete_fields}
    return {
        column: value if value is None else fields[column].to_python(value)
        for column, value in values.items()
        if column in fields
    }


def rows_of(label: str, pks: Iterable[Any]) -> Iterator[Any]:
    """The rows of one model that are still there, by their primary keys, also as JSON has them."""
    return iter(apps.get_model(label)._default_manager.filter(pk__in=list(pks)).order_by("pk"))
