"""The database backend: writers look often whether it is their turn.

SQLite lets whoever waits for the write lock sleep longer and longer, up to a tenth of a second at a
time. A work process that writes step after step, with a breath between them, then keeps everybody
else out for seconds: they sleep through every breath.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.sqlite3 import base

LOOK_SECONDS = 0.004


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which begins a transaction as soon as the lock is free."""

    def _start_transaction_under_autocommit(self) -> None:
        """Begin, waiting as long as `PRAGMA busy_timeout` says; then it is refused as ever."""
        mode = self.transaction_mode or ""  # type: ignore[attr-defined]  # unknown to the stubs
        with self._waits() as until:
            while True:
                try:
                    self.connection.execute(f"BEGIN {mode}")
                except sqlite3.OperationalError as refused:
                    busy = refused.sqlite_errorcode == sqlite3.SQLITE_BUSY
                    if not busy or time.monotonic() >= until:
                        with self.wrap_database_errors:
                            raise
                    time.sleep(LOOK_SECONDS)
                else:
                    return

    @contextmanager
    def _waits(self) -> Iterator[float]:
        """Have SQLite itself not wait meanwhile; until when we do, by the clock of `monotonic`."""
        (milliseconds,) = self.connection.execute("PRAGMA busy_timeout").fetchone()
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            yield time.monotonic() + milliseconds / 1000
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
