"""A list of 20,000 rows from file to register: time, memory, and pages meanwhile."""

import http.client
import io
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from itertools import pairwise
from pathlib import Path

from bench.figures import Figure
from bench.made.folder import make
from bench.seeds import PEOPLE
from bench.served import ROOT, Served, instance, tree

ROWS = 20_000
SEED = 7
CLIENTS = 4
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
PAGES = ("/en/", "/en/desk/people/", "/en/desk/lists/", "/en/desk/")
LOOK_EVERY = 0.1
LONGEST = 600
PAUSE = 0.05

ABOUT = (
    f"A made list of {ROWS:,} rows (`bench/made`, seed {SEED}) in one CSV. First by `manage.py\n"
    "import_sheets` into an empty school; then through the browser's form into a served school\n"
    "on SQLite, brought in at once when it was read, while\n"
    f"{CLIENTS} clients walk through pages without stopping. Pairs that need an eye are left open."
)


def measure() -> list[Figure]:
    """By command line, and served."""
    with tempfile.TemporaryDirectory(prefix="commonroot-list-") as folder:
        make(Path(folder), rows=ROWS, seed=SEED, lists=False)
        file = Path(folder) / "records.csv"
        return [*_by_command(file), *_served(file)]


def _by_command(file: Path) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="commonroot-bench-") as home:
        (Path(home) / "data").mkdir()
        env = {**os.environ, "COMMONROOT_HOME": home}
        env.pop("COMMONROOT_DEMO", None)
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        started = time.monotonic()
        process = subprocess.Popen(
            [*manage, "import_sheets", str(file)],
            cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        most = 0.0
        while process.poll() is None:
            most = max(most, _resident(process.pid))
            time.sleep(LOOK_EVERY)
        took = time.monotonic() - started
        if process.returncode:
            raise RuntimeError(f"import_sheets ended with {process.returncode}")
    return [
        Figure(f"{ROWS:,} rows by command line, from file to register", took, "s", 60),
        Figure(f"{ROWS:,} rows by command line: most memory", most, "MB", 500),
    ]


def _resident(pid: int) -> float:
    """Megabytes of resident memory of a process and its children."""
    pages = 0
    for one in tree(pid):
        try:
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _served(file: Path) -> list[Figure]:
    seed = PEOPLE.replace("range(10_000)", "range(500)")
    with instance(seed) as served:
        organiser = Organiser(served, (served.home / "cookie").read_text())
        organiser.ask("/en/desk/lists/")
        work = [pid for pid in tree(served.process.pid) if "manage.py work" in _command(pid)]
        started = time.monotonic()
        with clients(served, organiser.cookies["session"]) as waits:
            organiser.upload("/en/desk/lists/", file)
            seen, most = _until(served, {"read"}, work=work)
            read = time.monotonic() - started
            [[key]] = _look(served, "SELECT key FROM intake_import")
            organiser.post(f"/en/desk/lists/{key}/", f"/en/desk/lists/{key}/bring-in/")
            more, least = _until(served, {"applied"}, work=work)
            took = time.monotonic() - started
        [[people]] = _look(served, "SELECT count(*) FROM people_person WHERE origin = 'import'")
    moves = [*seen, *more]
    gaps = [after - before for before, after in pairwise(moves)]
    ordered = sorted(waits)
    return [
        Figure(f"{ROWS:,} rows served, from file to read", read, "s"),
        Figure(f"{ROWS:,} rows served, from file to register", took, "s", 60),
        Figure("work process while it works: most memory", max(most, least), "MB", 500),
        Figure("people made of them", int(str(people)), ""),
        Figure("times that the progress moved", len(moves), "", floor=20),
        Figure("longest time without a move", max(gaps), "s", 10),
        Figure(f"pages for {CLIENTS} clients meanwhile: p50", _share(ordered, 0.5), "ms"),
        Figure(f"pages for {CLIENTS} clients meanwhile: p95", _share(ordered, 0.95), "ms", 300),
        Figure(f"pages for {CLIENTS} clients meanwhile: worst", ordered[-1], "ms", 2000),
        Figure("pages asked for meanwhile", len(ordered), ""),
    ]


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    except OSError:
        return ""


def _until(served: Served, states: set[str], *, work: list[int]) -> tuple[list[float], float]:
    """Moments at which the progress moved until the import is in one of `states`, and the most
    memory of the work process.
    """
    moved: list[float] = []
    last: tuple[object, ...] = ()
    most = 0.0
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        rows = _look(served, "SELECT state, phase, done, total FROM intake_import")
        now = tuple(rows[0]) if rows else ()
        if now != last:
            moved.append(time.monotonic())
            last = now
        if now and now[0] in states:
            return moved, most
        most = max(most, *(_resident(pid) for pid in work))
        time.sleep(LOOK_EVERY)
    raise TimeoutError(f"The import stayed {last}")


def _look(served: Served, question: str) -> list[tuple[object, ...]]:
    file = served.home / "data" / "commonroot.sqlite3"
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


class Organiser:
    """Somebody at the desk, with a connection and cookies of their own."""

    def __init__(self, served: Served, session: str) -> None:
        self.connection = http.client.HTTPConnection("localhost", served.port, timeout=120)
        self.cookies = {"session": session}
        self.token = ""

    def ask(self, path: str, *, body: bytes = b"", kind: str = "") -> int:
        """One request; its status."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        method = "POST" if body else "GET"
        try:
            self.connection.request(method, path, body=body or None, headers=headers)
            response = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # it was quiet for too long, and was closed
            self.connection.close()
            self.connection.request(method, path, body=body or None, headers=headers)
            response = self.connection.getresponse()
        content = response.read()
        for cookie in SimpleCookie(response.getheader("Set-Cookie") or "").values():
            self.cookies[cookie.key] = cookie.value
        found = TOKEN.search(content)
        self.token = found[1].decode() if found else self.token
        if response.status >= 400:
            raise RuntimeError(f"{path} answered {response.status}")
        return response.status

    def post(self, page: str, path: str) -> None:
        """Press the button of a page."""
        self.ask(page)
        body = f"csrfmiddlewaretoken={self.token}".encode()
        self.ask(path, body=body, kind="application/x-www-form-urlencoded")

    def upload(self, path: str, file: Path) -> None:
        """Send a file by a page's form."""
        self.ask(path)
        mark = uuid.uuid4().hex
        body = io.BytesIO()
        for head, content in (
            ('name="csrfmiddlewaretoken"', self.token.encode()),
            (f'name="sheets"; filename="{file.name}"', file.read_bytes()),
        ):
            body.write(f"--{mark}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode())
            body.write(content + b"\r\n")
        body.write(f"--{mark}--\r\n".encode())
        self.ask(path, body=body.getvalue(), kind=f"multipart/form-data; boundary={mark}")


@contextmanager
def clients(served: Served, session: str) -> Iterator[list[float]]:
    """Clients that walk through pages until the end; milliseconds that each page took."""
    waits: list[float] = []
    faults: list[Exception] = []
    end = threading.Event()

    def walk(number: int) -> None:
        client = Organiser(served, session)
        step = number
        while not end.is_set():
            started = time.monotonic()
            try:
                client.ask(PAGES[step % len(PAGES)])
            except Exception as fault:  # told at the end: a failed page fails the run
                faults.append(fault)
                return
            waits.append((time.monotonic() - started) * 1000)
            step += 1
            time.sleep(PAUSE)

    threads = [threading.Thread(target=walk, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield waits
    finally:
        end.set()
        for thread in threads:
            thread.join()
    if faults:
        raise faults[0]
