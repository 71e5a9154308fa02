"""Writers of SQLite wait for one another, and come in as soon as the lock is free."""

import sqlite3
import time

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from commonroot.core.sqlite.base import LOOK_SECONDS
from commonroot.people.models import Count
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


def test_whoever_reads_in_parts_may_write_between_them(other):
    """A connection that still reads what was there before somebody else wrote writes no more."""
    other.execute("COMMIT")
    Count.objects.bulk_create(Count(mark=number, people=number) for number in (1, 2, 3))

    read = []
    for one in Count.objects.order_by("mark").iterator(chunk_size=1):
        other.execute("UPDATE people_count SET people = people + 10")
        Count.objects.filter(mark=one.mark).update(people=0)
        read.append(one.people)

    assert read == [1, 2, 3]
    assert list(Count.objects.order_by("mark").values_list("people", flat=True)) == [20, 10, 0]


def test_whoever_reads_in_parts_within_a_transaction_sees_what_it_wrote(other):
    other.execute("COMMIT")

    with transaction.atomic():
        ClockShift.objects.create(pk=1, seconds=5)
        read = [shift.seconds for shift in ClockShift.objects.iterator(chunk_size=1)]

    assert read == [5]


def test_what_is_read_in_parts_writes_nothing_and_leaves_nothing_open(other):
    with connection.chunked_cursor() as cursor, pytest.raises(OperationalError, match="readonly"):
        cursor.execute("DELETE FROM work_clockshift")

    cursor.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        cursor.connection.total_changes  # noqa: B018 - asking is enough
