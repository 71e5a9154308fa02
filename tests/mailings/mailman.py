"""A real Mailman 3 of the tests: its REST interface on 127.0.0.1, in a temporary folder."""

import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / ".venv" / "mailman" / "bin"
USER, PASSWORD = "rest", "secret"
PATIENCE = 180  # seconds; it takes some four where nothing else runs
CONFIG = """
[mailman]
layout: here
site_owner: owner@lists.example.org
[paths.here]
var_dir: {folder}/var
bin_dir: {programs}
[webservice]
hostname: 127.0.0.1
port: {port}
admin_user: {user}
admin_pass: {password}
workers: 1
[mta]
incoming: mailman.mta.null.NullMTA
smtp_host: 127.0.0.1
smtp_port: {smtp}
verp_delivery_interval: 1
lmtp_port: 1
"""


def is_there() -> bool:
    """Whether Mailman is installed; a build server does without it for no reason."""
    return (PROGRAMS / "runner").exists() or os.environ.get("CI") == "true"


@dataclass(frozen=True)
class Running:
    """A Mailman that runs: the address of its REST interface, and its configuration."""

    address: str
    config: Path

    def take_incoming(self) -> None:
        """Let what was written to lists go through their rules, once."""
        self.run_once("in")

    def run_once(self, queue: str) -> None:
        """Let Mailman do what waits in one of its queues."""
        command = [str(PROGRAMS / "runner"), "-C", str(self.config), "-o", "-r", f"{queue}:0:1"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.config.parent)


@contextmanager
def open_mailman(*, smtp: int = 1) -> Iterator[Running]:
    """Mailman with its REST interface, until the block ends; `smtp` is where its letters go."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # In memory, where there is such a folder: each of its answers waits for the disk otherwise.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="commonroot-mailman-", dir=memory) as folder:
        path = Path(folder, "mailman.cfg")
        path.write_text(
            CONFIG.format(
                folder=folder, programs=PROGRAMS, port=port, user=USER, password=PASSWORD, smtp=smtp
            )
        )
        command = [str(PROGRAMS / "runner"), "-C", str(path), "-r", "rest:0:1"]
        with Path(folder, "log").open("wb") as log:
            # It writes into its home folder too.
            process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=folder, env=os.environ | {"HOME": folder}
            )
            try:
                _wait_for(port, process)
                yield Running(f"http://127.0.0.1:{port}/3.1", path)
            finally:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(10)
                process.kill()
                process.wait()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        assert process.poll() is None, "Mailman ended by itself."
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/3.1/system", timeout=2).close()
        except HTTPError as answer:
            answer.close()
            return  # it wants a password: it is there
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("Mailman did not start.")
