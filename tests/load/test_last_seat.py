"""A hundred people ask for the last seat at once, of a real server: exactly one gets it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.core.management.utils import get_random_string

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 100
pytestmark = pytest.mark.both_databases


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A folder and a database of its own: SQLite, or one more on the PostgreSQL of the suite."""
    (tmp_path / "data").mkdir()
    own = {"COMMONROOT_HOME": str(tmp_path), "COMMONROOT_TEST_HOME": str(tmp_path)}
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **own, **settings}
    address = os.environ.get("COMMONROOT_DATABASE", "")
    if not address:
        yield environment
        return
    name = f"load_{get_random_string(12, 'abcdefghijklmnopqrstuvwxyz')}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {**environment, "COMMONROOT_DATABASE": f"{address.rpartition('/')[0]}/{name}"}
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(*what: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "tests.load.server", *what]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().strip()


@contextmanager
def served(how: str, *, environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.load.server", how, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _attempt in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def ask_all_at_once(port: int, key: str) -> list[int]:
    """The status that each of a hundred tries got, all begun at the same moment."""
    statuses: list[int] = []
    start = threading.Barrier(PEOPLE)

    def ask(number: int) -> None:
        body = urlencode({"name": f"Person {number}", "way": f"person{number}@example.org"})
        connection = http.client.HTTPConnection("localhost", port, timeout=120)
        start.wait()
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/en/sessions/{key}/", body=body, headers=head)
        statuses.append(connection.getresponse().status)
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def race(how: str, *, environment: dict[str, str]) -> tuple[list[int], list[list[object]]]:
    key = run("prepare", environment=environment)
    with served(how, environment=environment) as port:
        statuses = ask_all_at_once(port, key)
    return statuses, json.loads(run("report", environment=environment))


def test_one_of_a_hundred_gets_the_last_seat_and_the_others_wait_in_order(environment):
    statuses, rows = race("serve", environment=environment)

    assert Counter(statuses) == {302: PEOPLE}
    assert Counter(state for state, *_ in rows) == {"placed": 1, "waiting": PEOPLE - 1}
    # Rows are numbered as they are written, under the lock, so in the order of their commits.
    assert [position for _state, position, *_ in rows] == list(range(1, PEOPLE + 1))
    assert [(letter, place) for _state, _position, letter, place in rows] == [
        ("placed", 0),
        *(("waiting", place) for place in range(1, PEOPLE)),
    ]


def test_without_the_lock_the_seat_is_given_more_than_once(environment):
    """The control: the race is real, and it is the lock that settles it."""
    _statuses, rows = race("unlocked", environment=environment)

    assert [state for state, *_ in rows].count("placed") > 1
