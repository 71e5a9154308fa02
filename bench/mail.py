"""A letter to 10,000 through a mail server that fails, by two workers that are killed 20 times.

The server refuses some for now and some for good, breaks off before and after the last dot, and
stalls. Every letter has to arrive once; what may or may not have arrived is settled against the
server. PEOPLE=500 makes it small.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import mailmanclient
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.figures import Figure
from bench.served import ROOT
from tests.mailings import mailman
from tests.messaging.sink import Sink, SinkController, free_port

PEOPLE = int(os.environ.get("PEOPLE", "10000"))
KILLS = 20
WORKERS = 2
PATIENCE = 1800  # seconds until a run counts as stuck
STALL = 3.0
SPEED_PEOPLE = 1000
MAILMAN_PEOPLE = 300  # each of them is subscribed through its interface first
# Of a thousand letters: refused for now, refused for good, broken off before the dot, after it
# (taken, and not taken), and taken only after a while.
FAULTS = {"later": 20, "never": 5, "hang up": 5, "lose": 3, "drop": 3, "stall": 3}
ABOUT = (
    f"A letter to {PEOPLE:,} people, written and delivered by {WORKERS} processes that are killed "
    f"{KILLS} times with SIGKILL, through a server on this machine that of 1,000 letters refuses "
    "20 for now (451) and 5 for good (550), breaks off 5 before the last dot, 3 after it having "
    "taken the letter and 3 not having, and stalls 3 for three seconds. Unknown letters are "
    "settled against what the server took. The control sends again what was being sent when it "
    "was killed."
)


@dataclass
class FaultyServer(Sink):
    """A sink that fares with some addresses as a bad day would, with each of them once."""

    planned: dict[str, str] = field(default_factory=dict)
    ids_taken: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802, PLR0917 - the words of the protocol
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fate = self.planned.get(address, "")
        self.faults.pop(address, None)
        if fate == "hang up":  # at DATA, before the letter
            del self.planned[address]
            self.faults[address] = "hang up"
        if fate == "never":
            return "550 5.1.1 No such person"
        if fate == "later":
            del self.planned[address]
            return "451 4.3.0 Not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802, PLR0917 - the words of the protocol
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        [address] = envelope.rcpt_tos
        fate = self.planned.pop(address, "")
        assert server.transport is not None
        name = message_name(envelope.content or b"")
        if fate == "stall":
            await asyncio.sleep(STALL)
        if fate == "drop":
            self.dropped.add(name)
            server.transport.abort()
            return "250 OK"
        self.ids_taken.append(name)
        await self.spring("after")
        if fate == "lose":
            self.dropped.add(name)
            server.transport.abort()
        return "250 OK"


def message_name(content: bytes | str) -> str:
    """The Message-ID of a message, without parsing all of it."""
    raw = content if isinstance(content, bytes) else content.encode()
    head = raw.partition(b"\r\n\r\n")[0]
    found = [line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:")]
    return found[0].partition(b":")[2].strip().decode()


@contextmanager
def server(planned: dict[str, str] | None = None) -> Iterator[FaultyServer]:
    """The server on a free port of this machine."""
    sink = FaultyServer(port=free_port(), planned=dict(planned or {}))
    controller = SinkController(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@dataclass
class Post:
    """A school in a folder of its own whose letters go to a server, and its workers."""

    home: Path
    port: int
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the school."""
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "COMMONROOT_HOME": str(self.home),
            "COMMONROOT_SMTP_HOST": "127.0.0.1",
            "COMMONROOT_SMTP_PORT": str(self.port),
            "COMMONROOT_SMTP_TLS": "none",
            "COMMONROOT_MAIL_FROM": "school@example.org",
        }

    def run(self, *what: str) -> dict:
        """What a command of `mailed` answers."""
        command = [sys.executable, "-m", "bench.mailed", *what]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, check=True
        )
        told = done.stdout.decode().strip()
        found: dict = json.loads(told.splitlines()[-1]) if told else {}
        return found

    def found(self, people: int) -> None:
        """Make the database, the school and its people."""
        (self.home / "data").mkdir(exist_ok=True)
        manage = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(manage, cwd=ROOT, env=self.environment, check=True)
        self.run("prepare", str(people))

    def hire(self) -> None:
        """One more worker."""
        command = [sys.executable, "-m", "bench.mailed", "work"]
        self.workers.append(subprocess.Popen(command, cwd=ROOT, env=self.environment))

    def kill(self, place: int) -> None:
        """kill -9 of one worker; another one takes its seat."""
        worker = self.workers.pop(place)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        self.hire()

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers.clear()

    def drain(self) -> None:
        """Wait until nothing is left that leaves by itself."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            told = self.run("counts")
            if not told["open"] and not told["waiting"]:
                return
            time.sleep(2)
        raise TimeoutError(self.run("counts"))


@contextmanager
def post(port: int) -> Iterator[Post]:
    """A school of its own."""
    with tempfile.TemporaryDirectory(prefix="mail") as folder:
        made = Post(Path(folder), port)
        try:
            yield made
        finally:
            made.dismiss()


def plan(people: int) -> dict[str, str]:
    """What becomes of whose letter: the same at every run."""
    chance = random.Random(11)
    numbers = chance.sample(range(people), sum(FAULTS.values()) * people // 1000 + len(FAULTS))
    fates = [fate for fate, share in FAULTS.items() for _one in range(share * people // 1000 + 1)]
    return {f"person{number}@example.org": fate for number, fate in zip(numbers, fates)}  # noqa: B905 - some numbers are left over


def measure() -> list[Figure]:
    """The big letter, the control, and how fast it goes beside others."""
    return [*_killed(), *_control(), *_speed()]


def _killed() -> list[Figure]:
    fates = plan(PEOPLE)
    chance = random.Random(5)
    with server(fates) as sink, post(sink.port) as school:
        school.found(PEOPLE)
        queued = school.run("queue")
        for _one in range(WORKERS):
            school.hire()
        began = time.monotonic()
        nine_tenths = 0.0
        for number in range(1, KILLS + 1):
            _wait_for(sink, PEOPLE * number * 9 // (KILLS * 10))
            time.sleep(chance.random() / 20)
            school.kill(chance.randrange(WORKERS))
        nine_tenths = time.monotonic() - began
        taken_by_then = len(sink.ids_taken)
        school.drain()
        time.sleep(20)  # leases of the killed run out
        school.drain()
        before = school.run("states")["letters"]
        file = school.home / "arrived.json"
        file.write_text(json.dumps(sink.ids_taken), encoding="utf-8")
        unknown = {name for name, (state, *_more) in before.items() if state == "unknown"}
        settled = school.run("settle", str(file))
        school.drain()
        after = school.run("states")["letters"]
        taken = Counter(sink.ids_taken)
    refused = {name for name, (state, *_more) in after.items() if state == "bounced"}
    never = sum(fate == "never" for fate in fates.values())
    by_kills = unknown - sink.dropped
    return [
        Figure(f"queued: {PEOPLE:,} people looked up, seconds", queued["seconds"], "s", 10),
        Figure("queued", queued["people"], "people", floor=PEOPLE),
        Figure("lost", PEOPLE - never - len(taken), "letters", 0),
        Figure("doubled", sum(number > 1 for number in taken.values()), "letters", 0),
        Figure("refused for good (550), all of them told so", len(refused) - never, "letters", 0),
        Figure("kills (-9)", KILLS, "kills"),
        Figure("unknown after the kills: one in flight each", len(by_kills), "letters", KILLS),
        Figure("unknown as the line broke after the dot", len(unknown & sink.dropped), "letters"),
        Figure("unknown settled: had arrived", settled["arrived"], "letters"),
        Figure("unknown settled: sent again", settled["again"], "letters"),
        Figure(
            "unknown not settled",
            len(unknown) - settled["arrived"] - settled["again"],
            "letters",
            0,
        ),
        Figure("letters a second under faults and kills", taken_by_then / nine_tenths, "letters/s"),
    ]  # fmt: skip


def _control() -> list[Figure]:
    """The same kills with a post office that sends again what it was sending."""
    doubled = 0
    with server() as sink, post(sink.port) as school:
        school.found(60)
        school.run("queue")
        school.hire()
        for _one in range(2):
            sink.caught.clear()
            sink.let_go.clear()
            sink.trap = "after"
            assert sink.caught.wait(timeout=60), "no letter came"
            school.kill(0)
            sink.let_go.set()
            school.run("requeue")
        school.drain()
        doubled = sum(number > 1 for number in Counter(sink.ids_taken).values())
    return [Figure("control, sent again after two kills: doubled", doubled, "letters", floor=1)]


def _speed() -> list[Figure]:
    """Letters a second without faults: one worker, one bare connection, one runner of Mailman."""
    people = min(PEOPLE, SPEED_PEOPLE)
    with server() as sink, post(sink.port) as school:
        school.found(people)
        school.run("queue")
        school.hire()
        _wait_for(sink, people // 20)
        began, first = time.monotonic(), len(sink.ids_taken)
        _wait_for(sink, people)
        alone = (people - first) / (time.monotonic() - began)
        school.dismiss()
        told = school.run("bare", str(people))
    figures = [
        Figure("letters a second, one worker, no faults", alone, "letters/s"),
        Figure(
            "letters a second, ready messages through one smtplib connection",
            told["letters"] / told["seconds"],
            "letters/s",
        ),
    ]
    return figures + ([_mailman(min(PEOPLE, MAILMAN_PEOPLE))] if mailman.is_there() else [])


def _mailman(people: int) -> Figure:
    """The same letter through the outgoing queue of Mailman 3, one recipient a message as well."""
    with server() as sink, mailman.open_mailman(smtp=sink.port) as running:
        client = mailmanclient.Client(running.address, mailman.USER, mailman.PASSWORD)
        letters = client.create_domain("lists.example.org").create_list("assembly")
        settings = letters.settings
        settings["default_member_action"] = settings["default_nonmember_action"] = "accept"
        settings["personalize"] = "individual"
        settings["send_welcome_message"] = False
        settings.save()
        for number in range(people):
            letters.subscribe(
                f"person{number}@example.org",
                pre_verified=True, pre_confirmed=True, pre_approved=True,
                send_welcome_message=False,
            )  # fmt: skip
        ready = (
            "From: person0@example.org\nTo: assembly@lists.example.org\n"
            f"Subject: The assembly\nMessage-ID: <one@example.org>\n\n{mailed_text()}\n"
        )
        client.queues["in"].inject("assembly.lists.example.org", ready)
        running.run_once("in")
        running.run_once("pipeline")
        waits = threading.Thread(target=running.run_once, args=("out",))
        waits.start()
        _wait_for(sink, people // 10)
        began, first = time.monotonic(), len(sink.ids_taken)
        _wait_for(sink, people)
        seconds = time.monotonic() - began
        waits.join()
    name = f"letters a second, Mailman 3 to {people:,} members, one recipient each"
    return Figure(name, (people - first) / seconds, "letters/s")


def mailed_text() -> str:
    """The words of the letter."""
    source = (ROOT / "bench" / "mailed.py").read_text(encoding="utf-8")
    return source.partition('TEXT = """')[2].partition('"""')[0]


def _wait_for(sink: FaultyServer, letters: int) -> None:
    until = time.monotonic() + PATIENCE
    while len(sink.ids_taken) < letters:
        if time.monotonic() > until:
            raise TimeoutError(f"{len(sink.ids_taken)} of {letters}")
        time.sleep(0.01)
