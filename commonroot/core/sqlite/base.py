"""The database backend: writers look often whether it is their turn, and readers never hinder one.

SQLite lets whoever waits for the write lock sleep longer and longer, up to a tenth of a second at a
time. A work process that writes step after step, with a breath between them, then keeps everybody
else out for seconds: they sleep through every breath.

A connection that is still reading holds on to the moment at which it began. As soon as anybody else
has written since, it can write no more: "database is locked", at once and however long one waits
(SQLITE_BUSY_SNAPSHOT). So whatever is read a part at a time is read beside, over a connection of
its own.
"""

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.backends.sqlite3 import base

LOOK_SECONDS = 0.004


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, in which we wait for the lock and not SQLite.

    `patience` is for how many seconds; after that, or at once with 0, it is refused as ever.
    """

    patience: float = 0

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open the file; SQLite itself waits only until it is open."""
        opened: sqlite3.Connection = super().get_new_connection(conn_params)
        self.patience = conn_params["timeout"]
        opened.execute("PRAGMA busy_timeout = 0")
        return opened

    def create_cursor(self, name: str | None = None) -> sqlite3.Cursor:
        """A cursor that waits as this connection does."""
        cursor: sqlite3.Cursor = self.connection.cursor(
            factory=partial(PatientCursor, database=self)
        )
        return cursor

    def chunked_cursor(self) -> Any:
        """A cursor for `iterator()`, whose reader may write between two parts.

        Within a transaction nobody else writes, and what it wrote is seen by itself alone.
        """
        if self.in_atomic_block:
            return super().chunked_cursor()
        with self.wrap_database_errors:
            beside = self.get_new_connection(self.get_connection_params())
            beside.execute("PRAGMA query_only = ON")
            cursor = beside.cursor(factory=partial(CursorBeside, database=self))
            return self._prepare_cursor(cursor)  # type: ignore[attr-defined]  # not in the stubs


class PatientCursor(base.SQLiteCursorWrapper):
    """Django's cursor; whatever finds the lock taken tries again soon."""

    def __init__(self, connection: sqlite3.Connection, *, database: DatabaseWrapper) -> None:
        super().__init__(connection)
        self.database = database

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        return self._patiently(partial(super().execute, query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run one statement for each of these."""
        return self._patiently(partial(super().executemany, query, list(param_list)))

    def _patiently(self, run: Callable[[], Any]) -> Any:
        until = time.monotonic() + self.database.patience
        while True:
            try:
                return run()
            except sqlite3.OperationalError as refused:
                busy = refused.sqlite_errorcode == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() >= until:
                    raise
                time.sleep(LOOK_SECONDS)


class CursorBeside(PatientCursor):
    """A cursor that has a connection to itself, and ends with it."""

    def close(self) -> None:
        """End reading, its connection with it; twice changes nothing."""
        self.connection.close()
