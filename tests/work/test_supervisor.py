"""The supervisor with real processes: it survives and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonroot.work import supervisor
from tests.databases import lay_school

ROOT = Path(__file__).resolve().parent.parent.parent
START = [sys.executable, "-S", "-m", "commonroot.work.supervisor"]


@pytest.fixture
def place(tmp_path: Path) -> tuple[dict[str, str], int]:
    """The environment of a home folder of the test's own, and a free port."""
    lay_school(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "COMMONROOT_HOME": str(tmp_path),
        "COMMONROOT_PORT": str(port),
    }
    return environment, port


@pytest.fixture
def running(place: tuple[dict[str, str], int]) -> Iterator[subprocess.Popen[bytes]]:
    """A supervisor whose pages answer."""
    environment, port = place
    process = subprocess.Popen(START, cwd=ROOT, env=environment)
    try:
        wait_until(lambda: answers(port) or process.poll() is not None, seconds=180)
        assert process.poll() is None
        yield process
    finally:
        process.terminate()
        process.wait(timeout=120)


def answers(port: int) -> bool:
    """Whether something speaks HTTP there, whatever it says."""
    try:
        urllib.request.urlopen(f"http://localhost:{port}/", timeout=60)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def wait_until(true, *, seconds: float) -> None:
    """Wait until `true()`."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "waited too long"
        time.sleep(0.05)


def lives(process: int) -> bool:
    """Whether a process runs; a dead one that nobody has asked after does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(parent: int) -> dict[str, int]:
    """The living processes under `parent` by what they are: web, worker, work."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, above = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state == "Z" or int(above) != parent:
                continue
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        name = "work" if command.strip().endswith("manage.py work") else "web"
        found[name] = int(folder.name)
    if "web" in found and (forked := children(found["web"])):
        found["worker"] = forked["web"]
    return found


def test_it_ends_cleanly_and_frees_the_port(place, running):
    ours = children(running.pid)

    running.send_signal(signal.SIGINT)
    code = running.wait(timeout=120)

    assert code == 0
    assert sorted(ours) == ["web", "work", "worker"]
    assert not any(lives(process) for process in ours.values())
    assert not answers(place[1])


def test_nothing_survives_when_the_supervisor_is_killed(place, running):
    ours = children(running.pid)

    running.kill()
    running.wait()

    wait_until(lambda: not any(lives(process) for process in ours.values()), seconds=60)
    assert not answers(place[1])


@pytest.mark.parametrize("killed", ["web", "worker", "work"])
def test_a_killed_process_comes_back(place, running, killed):
    before = children(running.pid)

    os.kill(before[killed], signal.SIGKILL)

    def is_back() -> bool:
        now = children(running.pid)
        return now.keys() == before.keys() and now[killed] != before[killed] and answers(place[1])

    wait_until(is_back, seconds=180)
    if killed == "web":
        assert not lives(before["worker"])


def test_changing_to_the_demo_refuses_nobody_who_asks_again(place, running):
    """What the old process had accepted and not read when it ended is reset; browsers ask again."""
    home = Path(place[0]["COMMONROOT_HOME"])
    shutil.copytree(home / "data", home / "demo" / "data")
    (home / "demo" / "data" / "demo-is-filled").touch()  # filling it is the demo's own test
    first = children(running.pid)["web"]

    (home / "mode").write_text("demo")
    refused = 0
    until = time.monotonic() + 300
    while lives(first) and time.monotonic() < until:
        refused += not (answers(place[1]) or answers(place[1]))

    served = children(running.pid)["web"]
    assert refused == 0
    assert b"COMMONROOT_DEMO=1" in Path(f"/proc/{served}/environ").read_bytes()
    assert (home / "demo" / "keys.json").read_text() != (home / "keys.json").read_text()


def test_a_demo_that_cannot_be_prepared_leaves_the_school_open(place, running):
    home = Path(place[0]["COMMONROOT_HOME"])
    (home / "demo").write_text("not a folder")
    first = children(running.pid)["web"]

    (home / "mode").write_text("demo")

    wait_until(lambda: (home / "mode").read_text() == "school", seconds=120)
    assert children(running.pid)["web"] == first
    assert answers(place[1])


def test_a_second_one_on_the_same_folder_is_refused_in_words(place, running):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other = str(probe.getsockname()[1])

    done = subprocess.run(
        START,
        cwd=ROOT,
        env=place[0] | {"COMMONROOT_PORT": other},
        capture_output=True,
        text=True,
        check=False,
    )

    home = place[0]["COMMONROOT_HOME"]
    hint = "End it, or choose another folder: make run COMMONROOT_HOME=folder"
    assert done.returncode == 1
    assert done.stderr == f"Commonroot already runs from {home}. {hint}\n"


def test_a_taken_port_is_refused_in_words():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(supervisor.CannotServe) as refusal:
            supervisor.check_port(port)

    hint = f"Choose another: make run PORT={port + 1}"
    assert str(refusal.value) == f"Port {port} is taken by another program. {hint}"


def test_the_demo_knows_nothing_of_the_own_school(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMONROOT_DATABASE", "postgres://school")
    monkeypatch.setenv("COMMONROOT_KEYS", "/etc/keys.json")

    demo = supervisor.Supervisor(home=tmp_path, port=8000, forced_demo=True).instance

    assert demo.folder == tmp_path / "demo"
    assert demo.keys == tmp_path / "demo" / "keys.json"
    assert demo.environment["COMMONROOT_DEMO"] == "1"
    assert demo.environment.keys().isdisjoint({"COMMONROOT_DATABASE", "COMMONROOT_KEYS"})


@pytest.mark.parametrize(
    ("written", "mode"),
    [(None, "school"), ("demo\n", "demo"), ("school", "school"), ("?", "school")],
)
def test_the_mode_file_says_which_school_is_served(tmp_path, monkeypatch, written, mode):
    monkeypatch.setenv("COMMONROOT_DEMO", "1")
    if written is not None:
        (tmp_path / "mode").write_text(written)

    served = supervisor.Supervisor(home=tmp_path, port=8000, forced_demo=False).instance

    assert served.mode == mode
    assert ("COMMONROOT_DEMO" in served.environment) == (mode == "demo")


def test_one_that_keeps_dying_is_restarted_later_and_later():
    child = supervisor.Child("web process", ["false"], {})
    rests = [0.1, 0.2, 0.5, 2.0, 5.0, 10.0, 10.0, 10.0]

    for rest in rests:
        child.started = time.monotonic()
        child.plan_restart()
        assert child.started + rest <= child.start_at <= time.monotonic() + rest


def test_one_that_lived_long_is_restarted_at_once():
    child = supervisor.Child("web process", ["false"], {}, deaths=5)
    child.started = time.monotonic() - supervisor.STEADY_SECONDS - 1

    child.plan_restart()

    assert child.start_at - time.monotonic() < 0.01
