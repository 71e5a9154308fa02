"""A real Commonroot for a story: supervisor, web process and work process on a port of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

from tests.databases import lay_school
from tests.messaging.sink import free_port
from tests.work.test_supervisor import answers, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = [sys.executable, "manage.py"]
START_SECONDS = 180


@dataclass(frozen=True)
class Served:
    """A running instance: where it answers, and the folder it lives in."""

    address: str
    home: Path

    def at(self, path: str) -> str:
        """The whole address of a path."""
        return self.address + path


def prepare_static_files() -> None:
    """Have translations and static files as `make run` has them, made anew where they changed."""
    loader = SourceFileLoader("bootstrap", str(ROOT / "tools" / "bootstrap"))
    spec = spec_from_loader("bootstrap", loader)
    assert spec is not None
    bootstrap = module_from_spec(spec)
    loader.exec_module(bootstrap)
    bootstrap.compile_translations()
    bootstrap.collect_static_files()


def environment(home: Path, **settings: str) -> dict[str, str]:
    """What a private instance is told; nothing of this run's own settings reaches it."""
    return {"PATH": os.environ["PATH"], "COMMONROOT_HOME": str(home)} | settings


@contextmanager
def serve(home: Path, **settings: str) -> Iterator[Served]:
    """Serve a folder until the story ends."""
    port = free_port()
    told = environment(home, COMMONROOT_PORT=str(port), **settings)
    process = subprocess.Popen([*MANAGE, "serve"], cwd=ROOT, env=told, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port) or process.poll() is not None, seconds=START_SECONDS)
        assert process.poll() is None
        yield Served(f"http://localhost:{port}", home)
    finally:
        process.terminate()
        process.wait(timeout=120)


def fill_demo(home: Path) -> None:
    """A demo school in a folder, ready to be copied: filling one takes a while."""
    told = environment(home, COMMONROOT_DEMO="1")
    lay_school(home / "demo")
    subprocess.run([*MANAGE, "demo"], cwd=ROOT, env=told, check=True, stdout=subprocess.DEVNULL)
    (home / "demo" / "data" / "demo-is-filled").touch()


@contextmanager
def serve_demo(filled: Path, home: Path) -> Iterator[Served]:
    """Serve a copy of a filled demo."""
    shutil.copytree(filled, home, dirs_exist_ok=True)
    with serve(home, COMMONROOT_DEMO="1") as served:
        yield served
