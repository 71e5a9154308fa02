"""A database for each process of a run, copied from one that was migrated once."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

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
        creation = connection.creation
        migrated = creation._get_test_db_name()
        done_once(RUN / "migrated", migrate)
        use(migrated)
        with (RUN / "copying").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            creation.clone_test_db(suffix=worker, verbosity=0, autoclobber=True)
        use(creation.get_test_db_clone_settings(worker)["NAME"])
        yield
        leave()


def migrated_file() -> Path:
    """SQLite's database as the migrations make it; kept until one of them changes."""
    said = hashlib.blake2s(django.__version__.encode(), digest_size=8)
    for migration in sorted((ROOT / "commonroot").glob("*/migrations/*.py")):
        said.update(migration.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"commonroot-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"{said.hexdigest()}.sqlite3"

    def make() -> None:
        settings.DATABASES["default"]["TEST"]["NAME"] = file
        migrate()

    done_once(file.with_suffix(".made"), make)
    return file


def migrate() -> None:
    """Make the database that the others are copies of."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    leave()


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
