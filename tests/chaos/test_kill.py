"""kill -9 of supervisor, web process and work process while confirmations go to a real mail server.

Every letter arrives exactly once, or is listed as unknown; a post office that sends again after a
crash what it was sending does not pass. A kill waits until the server holds a letter, just before
it is given over or just after, so that each one hits the moment that matters.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from commonroot.work.supervisor import listeners
from tests.databases import own_school
from tests.messaging.sink import Sink, free_port, open_sink
from tests.work.test_supervisor import START, answers, children, lives, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
OUTBOX = [sys.executable, "-m", "tests.chaos.outbox"]
ENDED = {"sent", "unknown"}
LETTERS = 160
# Who is killed, and where the server holds a letter at that moment; "": wherever it is.
KILLS = [
    ("work", "after"),
    ("supervisor", "before"),
    ("web", ""),
    ("work", "before"),
    ("supervisor", "after"),
    ("worker", ""),
    ("work", ""),
    ("work", "after"),
]
pytestmark = [pytest.mark.xdist_group("supervisor"), pytest.mark.both_databases]


@dataclass
class School:
    """A school served by real processes that send to the sink."""

    environment: dict[str, str]
    port: int
    sink: Sink
    supervisor: subprocess.Popen[bytes] | None = None
    outbox: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the supervisor and wait until its pages answer and its work process lives."""
        self.supervisor = subprocess.Popen(START, cwd=ROOT, env=self.environment)
        wait_until(lambda: answers(self.port), seconds=180)
        wait_until(lambda: "work" in self.processes(), seconds=180)

    def end(self) -> None:
        """End everything."""
        if self.outbox is not None:
            self.outbox.stdin.close()
            self.outbox.wait(timeout=120)
            self.outbox.stdout.close()
        if self.supervisor is not None:
            self.supervisor.terminate()
            self.supervisor.wait(timeout=120)

    def ask(self, line: str) -> object:
        """What the process at the outbox answers to a command."""
        if self.outbox is None:
            self.outbox = subprocess.Popen(
                OUTBOX, cwd=ROOT, env=self.environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        self.outbox.stdin.write(f"{line}\n")
        self.outbox.stdin.flush()
        return json.loads(self.outbox.stdout.readline())

    def processes(self) -> dict[str, int]:
        """The living processes by name."""
        return {"supervisor": self.supervisor.pid} | children(self.supervisor.pid)

    def kill(self, name: str, *, holding: str) -> None:
        """Kill a process while the server holds a letter; start the supervisor anew if need be."""
        before = self.processes()
        self.sink.caught.clear()
        self.sink.let_go.clear()
        self.sink.trap = holding
        if holding:
            assert self.sink.caught.wait(timeout=180), "no letter came"
        os.kill(before[name], signal.SIGKILL)
        if name == "supervisor":
            self.supervisor.wait()
            wait_until(lambda: not any(lives(one) for one in before.values()), seconds=60)
            # The threads of a killed process end one by one, and the last one closes the port.
            wait_until(lambda: listeners(self.port) == 0, seconds=60)
            assert not answers(self.port)
        self.sink.let_go.set()
        if name == "supervisor":
            self.start()
        else:
            wait_until(lambda: self.processes().get(name) not in (None, before[name]), seconds=180)

    def wait_for_the_end(self, *, seconds: float) -> dict[str, str]:
        """The states of all letters once nothing is left to do."""
        until = time.monotonic() + seconds
        while True:
            states = self.ask("states")
            if set(states.values()) <= ENDED:
                return states
            assert time.monotonic() < until, Counter(states.values())
            time.sleep(0.2)


@pytest.fixture
def served(tmp_path, django_db_blocker) -> Iterator[School]:
    """A school on a database of its own, of the kind that these tests run on."""
    with ExitStack() as stack:
        sink = stack.enter_context(open_sink())
        sink.seconds_a_letter = 0.005
        port = free_port()
        environment = {
            **stack.enter_context(own_school(tmp_path, django_db_blocker)),
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "COMMONROOT_PORT": str(port),
            "COMMONROOT_SMTP_HOST": "127.0.0.1",
            "COMMONROOT_SMTP_PORT": str(sink.port),
            "COMMONROOT_SMTP_TLS": "none",
            "COMMONROOT_MAIL_FROM": "school@example.org",
        }
        school = School(environment, port, sink)
        stack.callback(school.end)
        school.start()
        yield school


def test_every_letter_arrives_once_or_is_listed_as_unknown(served):
    posted = 0
    for number, (name, holding) in enumerate(KILLS, start=1):
        share = LETTERS * number // len(KILLS) - posted
        posted += served.ask(f"post {share}")
        served.kill(name, holding=holding)

    states = served.wait_for_the_end(seconds=600)

    arrived = Counter(served.sink.ids)
    sent = {letter for letter, state in states.items() if state == "sent"}
    unknown = states.keys() - sent
    assert len(states) == LETTERS
    assert arrived.keys() <= states.keys()
    assert {letter: count for letter, count in arrived.items() if count != 1} == {}
    assert sent <= arrived.keys()
    assert {len(recipients) for recipients in served.sink.recipients} == {1}
    # One letter at a time is on its way, and only a kill of the work process can lose its end.
    hits = [holding for name, holding in KILLS if name in ("work", "supervisor")]
    surely = sum(holding != "" for holding in hits)
    assert surely <= len(unknown) <= len(hits)
    # Held after it was given: it arrived. Held before: it did not. Each one against the server.
    assert len(unknown & arrived.keys()) >= hits.count("after")
    assert len(unknown - arrived.keys()) >= hits.count("before")


def test_sending_again_what_was_being_sent_would_send_twice(served):
    """The negative control: without the guard the same kills make duplicates."""
    for _ in range(2):
        served.ask("post 20")
        served.kill("work", holding="after")
        assert served.ask("requeue") == 1

    states = served.wait_for_the_end(seconds=600)

    assert set(states.values()) == {"sent"}
    assert len(states) == 40
    assert len(served.sink.ids) == 40 + 2
