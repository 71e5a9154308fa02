"""kill -9 of the work process in the middle of reading, comparing and adding a list.

Afterwards the register is what it is without: nobody missing, nobody twice, nothing of a row lost.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.made.folder import make
from tests.chaos.test_kill import ROOT
from tests.databases import lay_school, own_school
from tests.messaging.sink import free_port
from tests.work.test_supervisor import START, answers, children, wait_until

ROWS = 1500
READING, COMPARING, ADDING = "reading", "comparing", "adding"
PHASES = (READING, COMPARING, "knowing", ADDING, "")
pytestmark = [pytest.mark.xdist_group("supervisor"), pytest.mark.both_databases]


@pytest.fixture(scope="module")
def old_list(tmp_path_factory) -> Path:
    """A made list in which people come again."""
    folder = tmp_path_factory.mktemp("list")
    make(folder, rows=ROWS, seed=3, lists=False)
    return folder / "records.csv"


@pytest.fixture
def home(tmp_path, django_db_blocker) -> Iterator[dict[str, str]]:
    """The environment of a school on a database of its own."""
    with own_school(tmp_path, django_db_blocker) as told:
        yield told | {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "COMMONROOT_PORT": str(free_port()),
        }


def ask(environment: dict[str, str], *command: str) -> object:
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos.register", *command],
        cwd=ROOT, env=environment, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def where(environment: dict[str, str]) -> tuple[str, str, int]:
    """(state, phase, done) of the import."""
    question = "SELECT state, phase, done FROM intake_import"
    if "COMMONROOT_DATABASE" in environment:
        import psycopg

        with psycopg.connect(environment["COMMONROOT_DATABASE"]) as connection:
            return connection.execute(question).fetchone()
    file = Path(environment["COMMONROOT_HOME"]) / "data" / "commonroot.sqlite3"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=120)) as connection:
        return connection.execute(question).fetchone()


def kill_in(environment: dict[str, str], supervisor: int, phase: str) -> None:
    """Kill the work process while it is in that phase, and wait for the next one."""
    until = time.monotonic() + 600
    over = "applied" if phase == ADDING else "read"
    while True:
        worker = children(supervisor).get("work")
        state, now, done = where(environment)
        if now == phase and worker and (done or phase == COMPARING):
            os.kill(worker, signal.SIGKILL)
            break
        assert state != over, f"{phase} was over before anybody saw it: take a longer list"
        assert time.monotonic() < until, f"the list never was {phase}, but {now}"
        time.sleep(0.005)  # whoever only looks leaves the machine to those who work
    # It may have gone on between the look and the kill, never further than one phase.
    _state, now, _done = where(environment)
    assert now in PHASES[PHASES.index(phase) :][:2]
    wait_until(lambda: children(supervisor).get("work") not in (None, worker), seconds=180)


def test_the_register_is_what_it_is_without_a_kill(home, tmp_path_factory, old_list):
    supervisor = subprocess.Popen(START, cwd=ROOT, env=home)
    try:
        wait_until(lambda: answers(int(home["COMMONROOT_PORT"])), seconds=180)
        ask(home, "take", str(old_list))
        for phase in (READING, READING, COMPARING):
            kill_in(home, supervisor.pid, phase)
        wait_until(lambda: where(home)[0] == "read", seconds=600)
        ask(home, "bring")
        for phase in (ADDING, ADDING):
            kill_in(home, supervisor.pid, phase)
        wait_until(lambda: where(home)[0] == "applied", seconds=600)
        killed = ask(home, "tell")
    finally:
        supervisor.terminate()
        supervisor.wait(timeout=120)

    assert killed == undisturbed(tmp_path_factory.mktemp("undisturbed"), old_list)


def undisturbed(folder: Path, old_list: Path) -> object:
    """The same list in another school, in one go."""
    lay_school(folder)
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "COMMONROOT_HOME": str(folder),
    }
    subprocess.run(
        [sys.executable, "manage.py", "import_sheets", str(old_list)],
        cwd=ROOT, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    return ask(environment, "tell")
