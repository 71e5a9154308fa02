"""Writers of SQLite wait for one another, and come in as soon as the lock is free."""

import sqlite3
import time

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from commonroot.core.sqlite.base import LOOK_SECONDS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows"),
]


@pytest.fixture
def other():
    """Another program that writes to the same file."""
    found = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    found.execute("BEGIN IMMEDIATE")
    yield found
    found.close()


def test_a_writer_looks_often_whether_it_is_its_turn(other, monkeypatch):
    """SQLite's own waiting sleeps longer each time, and through every breath of the other."""
    looks, before = [], waiting()

    def breathe(seconds):
        looks.append(seconds)
        if len(looks) == 3:
            other.execute("COMMIT")

    monkeypatch.setattr(time, "sleep", breathe)
    with transaction.atomic():
        waits_then = waiting()

    assert looks == [LOOK_SECONDS] * 3
    assert waits_then == before > 0


def test_who_may_not_wait_is_refused_at_once_and_can_write_later(other):
    before = waiting()
    connection.connection.execute("PRAGMA busy_timeout = 0")

    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass

    other.execute("ROLLBACK")
    with transaction.atomic():
        assert connection.in_atomic_block
    connection.connection.execute(f"PRAGMA busy_timeout = {before}")


def test_a_fault_that_is_no_lock_is_told_as_it_is():
    with transaction.atomic(), pytest.raises(OperationalError, match="within a transaction"):
        connection._start_transaction_under_autocommit()


def waiting():
    """How many milliseconds SQLite itself waits now."""
    connection.ensure_connection()
    return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
