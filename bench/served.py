"""A real Commonroot on a port and in a folder of its own, with its process tree measured."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK")
IDLE_SECONDS = 4
START_SECONDS = 60


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def tree(root: int) -> list[int]:
    """The process and all its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def cpu_seconds(pids: list[int]) -> float:
    """User + system time of these processes and of their ended children."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(fields[index]) for index in (11, 12, 13, 14))
    return total / TICK


def pss_megabytes(pids: list[int]) -> float:
    """The sum of proportional set sizes."""
    kilobytes = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024


@dataclass
class Served:
    """A running instance."""

    port: int
    home: Path
    process: subprocess.Popen[bytes]
    started_in: float

    def get(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, dict(response.getheaders()), body

    def cpu(self) -> float:
        """CPU seconds spent so far by everything of this instance."""
        return cpu_seconds(tree(self.process.pid))

    def idle_rate(self) -> float:
        """CPU seconds a second while nothing is asked."""
        time.sleep(2)
        before = self.cpu()
        time.sleep(IDLE_SECONDS)
        return (self.cpu() - before) / IDLE_SECONDS

    def cost(
        self,
        operation: Callable[[int], None],
        *,
        times: int,
        then: Callable[[], None] | None = None,
    ) -> float:
        """Milliseconds of CPU per operation, after subtracting what idling costs in the same time.

        `then` waits until work left for later is done; it belongs to the cost.
        """
        idle = self.idle_rate()
        before, started = self.cpu(), time.monotonic()
        for number in range(times):
            operation(number)
        if then is not None:
            then()
        spent = self.cpu() - before - idle * (time.monotonic() - started)
        return max(0.0, spent) / times * 1000


@contextmanager
def instance(seed: str = "", **environment: str) -> Iterator[Served]:
    """Serve a fresh folder, filled by the Python in `seed` before it starts; ended at the end."""
    with tempfile.TemporaryDirectory(prefix="commonroot-bench-") as folder:
        port = free_port()
        home = Path(folder)
        env = {**os.environ, "COMMONROOT_HOME": folder, "COMMONROOT_PORT": str(port), **environment}
        env.pop("COMMONROOT_DEMO", None)
        (home / "data").mkdir()
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        if seed:
            subprocess.run(
                [*manage, "shell", "--no-imports", "-c", seed], cwd=ROOT, env=env, check=True
            )
        with serving(home, port=port, **environment) as served:
            yield served


@contextmanager
def serving(home: Path, *, port: int = 0, **environment: str) -> Iterator[Served]:
    """Serve a folder that is filled already; ended at the end."""
    port = port or free_port()
    env = {**os.environ, "COMMONROOT_HOME": str(home), "COMMONROOT_PORT": str(port), **environment}
    env.pop("COMMONROOT_DEMO", None)
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    served = Served(port=port, home=home, process=process, started_in=0)
    try:
        _wait(served)
        served.started_in = time.monotonic() - started
        yield served
    finally:
        process.terminate()
        process.wait(20)


def _wait(served: Served) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if served.get("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError("The server did not start.")
