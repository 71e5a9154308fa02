"""Rows by the thousand: stored by one prepared statement instead of one long statement each few."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from django.db import connection, models, transaction

T = TypeVar("T")
AnyField = models.Field[Any, Any]
# How long others who write are let in between two parts: SQLite lets one write at a time.
BREATH_SECONDS = 0.01
WORDS, NUMBERS, YES_OR_NO = frozenset({str}), frozenset({int}), frozenset({bool})
STOCK: dict[Any, frozenset[type]] = {
    models.CharField.get_prep_value: WORDS,
    models.TextField.get_prep_value: WORDS,
    models.IntegerField.get_prep_value: NUMBERS,
    models.ForeignKey.get_prep_value: NUMBERS,
    models.BooleanField.get_prep_value: YES_OR_NO,
}


def write_in_parts(
    things: Sequence[T], write: Callable[[Sequence[T]], object], *, at_a_time: int
) -> None:
    """Call `write` with so many of `things` at a time, each time within a transaction of its own.

    What was cut off must be fit to be begun anew.
    """
    for start in range(0, len(things), at_a_time):
        with transaction.atomic():
            write(things[start : start + at_a_time])
        time.sleep(BREATH_SECONDS)


def insert(rows: Sequence[models.Model], *, leave_known: bool = False) -> None:
    """Store new rows of one or more models; they do not learn their primary keys.

    A tenth of the time of `bulk_create`, which writes its statement anew for every forty rows.
    With `leave_known`, rows that a unique constraint already knows are left out. Only actions
    call this, within their transaction.
    """
    for model, some in groupby(rows, key=type):
        fields = _fields(model)
        writers = [_written(field) for field in fields]
        _store(
            model,
            fields,
            values=[[value(row.__dict__[name]) for name, value in writers] for row in some],
            leave_known=leave_known,
        )


def insert_like(row: models.Model, *, differing: Iterable[Mapping[str, Any]]) -> None:
    """Store many rows that are like `row` but for the columns named in each of `differing`."""
    fields = _fields(type(row))
    writers = dict(_written(field) for field in fields)
    alike = {name: value(row.__dict__[name]) for name, value in writers.items()}
    _store(
        type(row),
        fields,
        values=[
            list({**alike, **{name: writers[name](value) for name, value in one.items()}}.values())
            for one in differing
        ],
    )


def _fields(model: type[models.Model]) -> list[AnyField]:
    return [field for field in model._meta.concrete_fields if field is not model._meta.pk]


def _written(field: AnyField) -> tuple[str, Callable[[Any], Any]]:
    """Where a field's value stands, and how the driver wants it.

    Texts and numbers of Django's own fields it takes as they are: most of what is stored.
    """
    as_they_are = STOCK.get(type(field).get_prep_value, frozenset())
    days: dict[date, Any] = {}

    def value(given: Any) -> Any:
        if given is None or type(given) in as_they_are:
            return given
        if not isinstance(given, date):
            return field.get_db_prep_save(given, connection)
        if given not in days:
            days[given] = field.get_db_prep_save(given, connection)
        return days[given]

    return field.attname, value


def _store(
    model: type[models.Model],
    fields: Sequence[AnyField],
    *,
    values: Sequence[Sequence[Any]],
    leave_known: bool = False,
) -> None:
    if not values:
        return
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    names = ", ".join(quoted(str(field.column)) for field in fields)
    if connection.vendor == "postgresql" and not leave_known:
        _copied(f"COPY {table} ({names}) FROM STDIN", values)
        return
    places = ", ".join(["%s"] * len(fields))
    ending = " ON CONFLICT DO NOTHING" if leave_known else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({places}){ending}",  # noqa: S608 - our own columns
            values,
        )


def _copied(statement: str, values: Sequence[Sequence[Any]]) -> None:
    """Store rows in one stream, as PostgreSQL is filled from a backup: a fifth of the time."""
    failing = connection.wrap_database_errors
    with connection.cursor() as cursor, failing, cursor.copy(statement) as rows:
        for row in values:
            rows.write_row(row)
