"""The tables of an empty database: made at once they are those that the migrations make."""

from contextlib import closing

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from commonroot.stewardship.actions.tables import make_tables


def made(database: BaseDatabaseWrapper) -> set[str]:
    """Every column, constraint and index of every table, in words."""
    look, found = database.introspection, set()
    with database.cursor() as cursor:
        for table in look.table_names(cursor):
            found |= {f"{table} {one}" for one in look.get_table_description(cursor, table)}
            for name, facts in look.get_constraints(cursor, table).items():
                # Those without a name are numbered in the order of the columns.
                called = "" if name.startswith(("__unnamed_", "fk_")) else name
                found.add(f"{table} {called} {facts}")
    return found


def test_an_empty_database_gets_the_tables_that_migrations_make(django_db_setup, django_db_blocker):
    empty = connection.copy()
    empty.settings_dict = connection.settings_dict | {"NAME": ":memory:"}
    with django_db_blocker.unblock(), closing(empty):
        executor = MigrationExecutor(empty)

        make_tables(executor)

        known = MigrationExecutor(empty)
        assert known.migration_plan(known.loader.graph.leaf_nodes()) == []
        assert made(empty) ^ made(connection) == set()
