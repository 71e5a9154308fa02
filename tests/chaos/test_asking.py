"""kill -9 while everybody of an old list is asked: nobody is left out and nobody is asked twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.databases import lay_school

ROOT = Path(__file__).resolve().parent.parent.parent
ASKING = [sys.executable, "-m", "tests.chaos.asking"]
PEOPLE = 60
KILLS = 6
pytestmark = pytest.mark.xdist_group("supervisor")


@pytest.fixture
def environment(tmp_path):
    """A school of its own."""
    lay_school(tmp_path)
    given = os.environ | {"COMMONROOT_HOME": str(tmp_path), "COMMONROOT_DATABASE": ""}
    return given | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}


def told(environment, *command):
    """What the process says; it must end well."""
    done = subprocess.run(
        [*ASKING, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def run_and_kill(environment, *, dice):
    """Let it work for some steps, then kill it in the middle of one; how many were seen."""
    process = subprocess.Popen(
        [*ASKING, "run"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    steps, wanted = 0, dice.randint(1, 3)  # early, so that work is left
    for _line in process.stdout:
        steps += 1
        if steps == wanted:
            time.sleep(dice.random() * 0.02)
            break
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return steps


def test_everybody_gets_one_letter_whatever_is_killed(environment):
    told(environment, "prepare", str(PEOPLE))
    dice = random.Random(22)

    steps = [run_and_kill(environment, dice=dice) for _ in range(KILLS)]
    between = json.loads(told(environment, "tell"))
    told(environment, "run")
    after = json.loads(told(environment, "tell"))

    assert min(steps) > 0
    assert 0 < between["letters"] < PEOPLE
    assert between["twice"] == 0
    assert after == {
        "people": PEOPLE, "rows": PEOPLE, "letters": PEOPLE, "links": PEOPLE, "posted": PEOPLE,
        "twice": 0,
    }  # fmt: skip
