"""Doing something alone: of all processes and servers of a school, one at a time.

Who holds it holds it with the life of the process or of its connection, so that a kill -9 frees it
at once and nobody has to guess how long is too long.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

HELD: set[tuple[int, int]] = set()  # what connections of this process hold on PostgreSQL


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold `name` if nobody else does; whether we hold it. On SQLite a file's lock, on PostgreSQL
    the database's.
    """
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.blake2s(name.encode(), digest_size=7).digest(), "big")
        # The database lets one connection hold a lock twice; nobody here may.
        key = (id(connection.connection), number)
        held = key not in HELD and bool(_asked("SELECT pg_try_advisory_lock(%s)", number))
        if not held:
            yield False
            return
        HELD.add(key)
        try:
            yield True
        finally:
            HELD.discard(key)
            _asked("SELECT pg_advisory_unlock(%s)", number)
        return
    of = hashlib.blake2s(str(connection.settings_dict["NAME"]).encode(), digest_size=4)
    path = settings.DATA / f"{name}-{of.hexdigest()}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _asked(sql: str, number: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, [number])
        return cursor.fetchone()[0]
