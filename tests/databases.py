"""A database for each process of a run, copied from one that was migrated once."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import django
import psycopg
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from commonroot.core.keys import ensure_key_file

ROOT = Path(__file__).resolve().parent.parent
RUN = Path(os.environ["COMMONROOT_TEST_HOME"])


def done_once(mark: Path, do: Callable[[], None]) -> None:
    """Have something done by the first process that comes here; the others wait for it."""
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            do()
            mark.touch()


@contextmanager
def own_database(worker: str) -> Iterator[None]:
    """A migrated database of this process alone, for as long as its tests run."""
    if connection.vendor == "sqlite":
        name = str(RUN / "data" / f"test-{worker}.sqlite3")
        shutil.copyfile(migrated_file(), name)
        use(name)
        yield
        leave()
        Path(name).unlink()
    else:
        name = f"{migrated_name()}_{worker}"
        copy(name)
        use(name)
        yield
        leave()


@contextmanager
def own_school(home: Path, blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """A folder for real processes whose migrations have run, on the kind of database of this run:
    what they must be told of it.
    """
    told = {"COMMONROOT_HOME": str(home)}
    address = os.environ.get("COMMONROOT_DATABASE", "")
    if not address:
        lay_school(home)
        yield told
        return
    (home / "data").mkdir()
    ensure_key_file(home / "keys.json")
    name = f"school_{uuid4().hex[:12]}"
    with blocker.unblock():
        copy(name)
    yield told | {"COMMONROOT_DATABASE": urlunsplit(urlsplit(address)._replace(path=f"/{name}"))}
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def lay_school(home: Path) -> None:
    """Make a folder what `manage.py migrate` makes of it: keys, and tables on SQLite."""
    (home / "data").mkdir(parents=True, exist_ok=True)
    ensure_key_file(home / "keys.json")
    shutil.copyfile(migrated_file(), home / "data" / "commonroot.sqlite3")


def migrated_file() -> Path:
    """SQLite's database as the migrations make it; kept until one of them changes."""
    said = hashlib.blake2s(django.__version__.encode(), digest_size=8)
    said.update((ROOT / "requirements" / "base.txt").read_bytes())
    for migration in sorted((ROOT / "commonroot").glob("*/migrations/*.py")):
        said.update(migration.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"commonroot-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"{said.hexdigest()}.sqlite3"

    def make() -> None:
        with tempfile.TemporaryDirectory() as home:
            data = Path(home) / "data"
            data.mkdir()
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
            told = {"PATH": os.environ["PATH"], "COMMONROOT_HOME": home}
            subprocess.run(migrate, cwd=ROOT, env=told, check=True)
            shutil.move(data / "commonroot.sqlite3", file)

    done_once(file.with_suffix(".made"), make)
    return file


def migrated_name() -> str:
    """What PostgreSQL's migrated database is called."""
    return f"test_{urlsplit(os.environ['COMMONROOT_DATABASE']).path.strip('/')}"


def migrate_postgresql() -> None:
    """Make the database on PostgreSQL that all others are copies of, unless it is there."""

    def migrate() -> None:
        connection.settings_dict["TEST"]["NAME"] = migrated_name()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        leave()

    done_once(RUN / "migrated", migrate)


def copy(name: str) -> None:
    """Make a database on PostgreSQL as the migrations make it."""
    migrate_postgresql()
    address = os.environ["COMMONROOT_DATABASE"]
    with (RUN / "copying").open("w") as lock, psycopg.connect(address, autocommit=True) as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated_name()}"')


def use(name: str) -> None:
    """Speak to the database of that name from now on."""
    leave()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def leave() -> None:
    """Hold no connection any more: PostgreSQL copies only what nobody is in."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


if __name__ == "__main__":  # as long as other tests run: see tools/test
    django.setup()
    migrate_postgresql()
