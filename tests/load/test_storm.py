"""A real server in a rush: one seat for a hundred, a storm of giving up and moving up."""

import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from bench.storm import ask_all_at_once
from tests.databases import own_school
from tests.load.server import LINE, PLACES

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 100
STORMED, CANCELLATIONS = 30, 40
SETTLED = {"cancel done", "cancel 409", "ask 302", "ask 400", "offer gone"}  # no error of ours
pytestmark = pytest.mark.both_databases


@pytest.fixture(scope="module")
def environment(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, str]]:
    """A folder and a database of its own: SQLite, or one more on the PostgreSQL of the suite."""
    tmp_path = tmp_path_factory.mktemp("load")
    with own_school(tmp_path, django_db_blocker) as told:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
        yield {**os.environ, **told, **settings, "COMMONROOT_TEST_HOME": str(tmp_path)}


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
        for _attempt in range(1800):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(120)


@dataclass
class Rushed:
    """A prepared database: its environment, and what `server.prepare` told."""

    environment: dict[str, str]
    seat: str
    control: str
    storm: str
    cookie: str

    def report(self, key: str) -> list[list[object]]:
        rows: list[list[object]] = json.loads(run("report", key, environment=self.environment))
        return rows


@pytest.fixture(scope="module")
def rushed(environment: dict[str, str]) -> Rushed:
    return Rushed(environment, **json.loads(run("prepare", environment=environment)))


def script(*what: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.storm", *what]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe)


def finished(process: subprocess.Popen[bytes]) -> dict[str, object]:
    told, _errors = process.communicate(timeout=600)
    found: dict[str, object] = json.loads(told)
    return found


def test_places_are_never_given_twice_however_many_ask_give_up_and_move_up(rushed):
    with served("serve", environment=rushed.environment) as port:
        statuses = Counter(
            answer.status for answer in ask_all_at_once(port, rushed.seat, people=PEOPLE)
        )
        sampler = script("sample", rushed.storm, environment=rushed.environment)
        first = Counter(
            answer.status for answer in ask_all_at_once(port, rushed.storm, people=STORMED)
        )
        placed_first = rushed.report(rushed.storm)
        about = (rushed.storm, str(port), rushed.cookie, str(CANCELLATIONS))
        storm = finished(script("storm", *about, environment=rushed.environment))
        sampled = finished(sampler)
    seat, after = rushed.report(rushed.seat), rushed.report(rushed.storm)

    # One of a hundred gets the last seat, and the others wait in the order of their commits: rows
    # are numbered as they are written, under the lock.
    assert statuses == {302: PEOPLE}
    assert Counter(state for state, *_ in seat) == {"placed": 1, "waiting": PEOPLE - 1}
    assert [position for _state, position, *_ in seat] == list(range(1, PEOPLE + 1))
    assert [(letter, place) for _state, _position, letter, place in seat] == [
        ("placed", 0),
        *(("waiting", place) for place in range(1, PEOPLE)),
    ]
    # The waiting list takes as many as it may; nobody gets an error of ours.
    assert first == {302: PLACES + LINE, 400: STORMED - PLACES - LINE}
    assert Counter(state for state, *_ in placed_first) == {"placed": PLACES, "waiting": LINE}
    assert storm["cancelled"] >= CANCELLATIONS
    assert storm["offered"] > 0
    assert set(storm["statuses"]) <= {
        "cancel done",
        "cancel 409",
        "ask 302",
        "ask 400",
        "offer gone",
    }
    assert sampled["samples"] > 0
    assert sampled["most"] == PLACES
    assert [position for _state, position, *_ in after] == list(range(1, len(after) + 1))


def test_without_the_lock_the_seat_is_given_more_than_once(rushed):
    """The control: the race is real, and it is the lock that settles it."""
    with served("unlocked", environment=rushed.environment) as port:
        ask_all_at_once(port, rushed.control, people=PEOPLE)

    assert [state for state, *_ in rushed.report(rushed.control)].count("placed") > 1
