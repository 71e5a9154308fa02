"""Writers of SQLite wait for one another, and come in as soon as the lock is free."""

import sqlite3
import time

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from commonroot.core.sqlite.base import LOOK_SECONDS
from commonroot.work.models import ClockShift

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


@pytest.fixture
def looks(other, monkeypatch):
    """How long we slept before each look; the other program ends when we slept three times."""
    found = []

    def breathe(seconds):
        found.append(seconds)
        if len(found) == 3:
            other.execute("COMMIT")

    monkeypatch.setattr(time, "sleep", breathe)
    return found


def in_a_transaction():
    with transaction.atomic():
        ClockShift.objects.create(pk=1, seconds=1)


def by_itself():
    ClockShift.objects.filter(pk=1).update(seconds=1)


def in_many_lines():
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM work_clockshift WHERE id = %s", iter([[1], [2]]))


@pytest.mark.parametrize("write", [in_a_transaction, by_itself, in_many_lines])
def test_a_writer_looks_often_whether_it_is_its_turn(write, looks):
    """SQLite's own waiting sleeps longer each time, and through every breath of the other."""
    write()

    assert looks == [LOOK_SECONDS] * 3


def test_who_may_not_wait_is_refused_at_once_and_can_write_later(other, monkeypatch):
    connection.ensure_connection()
    monkeypatch.setattr(connection, "patience", 0)

    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass

    other.execute("ROLLBACK")
    in_a_transaction()
    assert ClockShift.objects.get().seconds == 1


def test_a_fault_that_is_no_lock_is_told_as_it_is(looks):
    with connection.cursor() as cursor, pytest.raises(OperationalError, match="no such table"):
        cursor.execute("SELECT * FROM nowhere")

    assert looks == []
