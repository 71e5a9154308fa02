"""Duties of the night and of the worst day: the trail verified, a backup proven, all restored.

COMMONROOT_BENCH_REGISTER may name the folder of a filled register, which is copied and left as it
is; COMMONROOT_BENCH_PEOPLE and COMMONROOT_BENCH_ENTRIES other numbers.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure
from bench.lists import COUNT, fill
from bench.served import ROOT

ENTRIES = int(os.environ.get("COMMONROOT_BENCH_ENTRIES", "1000000"))
MILLION = 1_000_000
VERIFIED_WITHIN = 60  # seconds, for a million
RESTORED_WITHIN = 60 * 60
ABOUT = (
    f"The audit trail with {ENTRIES:,} chained entries, by `manage.py verify_audit`. The backup of "
    f"a register of {COUNT:,} people, restored aside and compared as every night, by `manage.py "
    "backup`; then that file into an empty folder, by `manage.py restore`. Each is a process of "
    "its own, on SQLite; memory is its peak."
)
SHEET = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import django
django.setup()
from commonroot.accounts.roles import Actor
from commonroot.stewardship.actions.backups import make_backup_key
secret = make_backup_key(by=Actor.system(), at=datetime.now(UTC))
Path(sys.argv[1]).write_text(secret)
"""
CHAIN = f"""
from datetime import UTC, datetime, timedelta
import django
django.setup()
from django.db import connection, transaction
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.queries import seal_of
from commonroot.core.fields import new_key
began, previous, made = datetime(2026, 1, 1, tzinfo=UTC), "", []
for number in range(1, {ENTRIES} + 1):
    entry = AuditEntry(
        at=began + timedelta(seconds=number), verb="person read", actor_kind="account",
        actor_key=new_key(), thing_kind="people.person", thing_key=new_key(),
        person_key=new_key(), facts={{"reach": "register"}}, number=number,
    )
    previous = entry.seal = seal_of(entry, previous=previous)
    made.append(entry)
    if len(made) == 5000 or number == {ENTRIES}:
        AuditEntry.objects.bulk_create(made)
        made = []
"""


def measure() -> list[Figure]:
    """The three, one after the other."""
    with tempfile.TemporaryDirectory(prefix="commonroot-duties-") as name:
        return [*verified(Path(name) / "trail"), *carried(Path(name))]


def verified(home: Path) -> list[Figure]:
    """The trail, chained here and verified."""
    (home / "data").mkdir(parents=True)
    _ran(home, "manage.py", "migrate", "-v0")
    _ran(home, "-c", CHAIN)
    asked = VERIFIED_WITHIN if ENTRIES <= MILLION else None
    return _ran(home, "manage.py", "verify_audit").figures("the trail verified", bound=asked)


def carried(place: Path) -> list[Figure]:
    """The register backed up, and restored from that file."""
    home, new, sheet = place / "home", place / "new", place / "sheet.txt"
    (home / "data").mkdir(parents=True)
    (new / "data").mkdir(parents=True)
    _copy_register(home, place)
    _ran(home, "-c", SHEET, str(sheet))
    backed = _ran(home, "manage.py", "backup", "--into", str(place / "backups"))
    [file] = (place / "backups").glob("*.age")
    shutil.copyfile(home / "keys.json", new / "keys.json")
    restored = _ran(
        new, "manage.py", "restore", str(file), "--sheet", str(sheet), "--without-forgotten"
    )
    database = home / "data" / "commonroot.sqlite3"
    return [
        Figure("the register as a database", database.stat().st_size / 1e6, "MB"),
        *backed.figures("backup, restored aside and compared"),
        Figure("the sealed file", file.stat().st_size / 1e6, "MB"),
        *restored.figures("restored into an empty folder", bound=RESTORED_WITHIN),
    ]


def _copy_register(home: Path, place: Path) -> None:
    """The register in a home of its own, brought to what the code of today holds."""
    named = os.environ.get("COMMONROOT_BENCH_REGISTER")
    source = Path(named) if named else place / "register"
    if not named:
        fill(source)
    shutil.copyfile(source / "keys.json", home / "keys.json")
    kept = source / "data" / "commonroot.sqlite3"
    with (
        closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(home / "data" / "commonroot.sqlite3")) as new,
    ):
        old.backup(new)
    _ran(home, "manage.py", "migrate", "-v0")


@dataclass(frozen=True)
class Used:
    """What a process took: seconds on the clock, seconds of CPU, megabytes at most."""

    seconds: float
    cpu: float
    most: float

    def figures(self, name: str, *, bound: float | None = None) -> list[Figure]:
        """The same as figures. The bound is asked of the CPU: others may use the machine too."""
        return [
            Figure(f"{name}: CPU", self.cpu, "s", bound=bound),
            Figure(f"{name}: by the clock", self.seconds, "s"),
            Figure(f"{name}: memory", self.most, "MB"),
        ]


def _ran(home: Path, *words: str) -> Used:
    """What a process of Commonroot used that ended well."""
    environment = {
        **os.environ, "COMMONROOT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    environment.pop("COMMONROOT_DATABASE", None)
    began = time.perf_counter()
    running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment)
    _pid, status, used = os.wait4(running.pid, 0)
    seconds = time.perf_counter() - began
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, words)
    return Used(seconds, cpu=used.ru_utime + used.ru_stime, most=used.ru_maxrss / 1024)
