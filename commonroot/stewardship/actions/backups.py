"""Making a backup, proving it by restoring it, and restoring one."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.utils import load_backend
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.stewardship.actions.restoring import NotEqual, read_into
from commonroot.stewardship.actions.sealing import fresh_identity, members_in, seal_to
from commonroot.stewardship.actions.tombstones import copy_beside
from commonroot.stewardship.models import Backup, BackupKey
from commonroot.stewardship.queries.backups import Written, archive_pieces, backup_key, kept_files

KEPT = timedelta(days=35)  # the erased are gone from every backup after that
ENDING = ".age"
# On SQLite a reader then waits for nobody, and nobody for it.
READING: dict[str, dict[str, str]] = {
    "sqlite": {"transaction_mode": "DEFERRED"},
    "postgresql": {},
}
# What makes all that a transaction reads belong to one moment.
BEGIN = {
    "sqlite": "SELECT 1 FROM django_migrations LIMIT 1",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}


class NoBackupKey(Refused):
    """Nobody has made a recovery sheet yet, so there is no key to seal a backup to."""


@transaction.atomic
def make_backup_key(*, by: Actor, at: datetime) -> str:
    """A new key for backups: the secret half, which is shown once and kept nowhere."""
    secret, recipient = fresh_identity()
    BackupKey.objects.create(recipient=recipient, made_at=at, made_by=f"{by.kind}:{by.key}")
    note("backup key made", None, by=by, at=at)
    return secret


def back_up(*, into: Path, by: Actor, at: datetime, compare: bool = True) -> Backup:
    """Write everything into one sealed file in a folder; restore it aside and compare.

    What went wrong stands in the row that is returned. Raises NoBackupKey.
    """
    key = backup_key()
    if key is None:
        raise NoBackupKey(_("Make the recovery sheet first: backups are sealed to its key."))
    row = Backup.objects.create(began_at=at, name=name_at(at))
    file = into / row.name
    try:
        written = write_backup(file, recipient=key.recipient, compare=compare, at=at)
    except (OSError, Refused) as fault:
        row.fault = str(fault)[:300]
    else:
        row.size, row.rows, row.compared = file.stat().st_size, written.rows, compare
        with file.open("rb") as opened_file:
            row.digest = hashlib.file_digest(opened_file, "sha256").hexdigest()
        copy_beside(into)
        let_old_go(into, at=at)
    row.ended_at = at
    facts = {"rows": row.rows, "bytes": row.size, "compared": row.compared}
    with transaction.atomic():
        row.save()
        note("backup failed" if row.fault else "backed up", row, by=by, at=at, facts=facts)
    return row


def name_at(at: datetime) -> str:
    """What the backup of a moment is called; names sort by time."""
    return f"commonroot-{at:%Y-%m-%d-%H%M%S}{ENDING}"


def write_backup(file: Path, *, recipient: str, compare: bool, at: datetime) -> Written:
    """Write the sealed file, restored aside and compared first; what is in it. It writes no row.

    Raises OSError or Refused, and then there is no file.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.unfinished")
    # While it is proven a second key opens it too; that one is never written down.
    secret, proof = fresh_identity()
    written = Written(sums={}, files={})
    try:
        with _snapshot() as using:
            pieces = archive_pieces(written, using=using, folder=settings.DATA, at=at)
            seal_to(unfinished, pieces, recipients=[recipient, proof])
        if compare:
            _compare(unfinished, secret=secret, written=written)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def _compare(file: Path, *, secret: str, written: Written) -> None:
    """Restore a file into a database and a folder aside, and compare them. Raises Refused."""
    place = Path(tempfile.mkdtemp(prefix="compare-", dir=settings.DATA.parent))
    try:
        with _aside(place / "compare.sqlite3") as using:
            members = members_in(file, secret=secret)
            sums = read_into(members, using=using, folder=place / "data").sums
        files = {
            path.relative_to(place / "data").as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in kept_files(place / "data")
        }
        if sums != written.sums or files != written.files:
            raise NotEqual(_("What was restored to compare is not what was written."))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def let_old_go(folder: Path, *, at: datetime) -> int:
    """Delete backups older than 35 days, never the newest; how many."""
    files = sorted(folder.glob(f"commonroot-*{ENDING}"))
    old = [file for file in files[:-1] if file.name < name_at(at - KEPT)]
    for file in old:
        file.unlink()
    return len(old)


@contextmanager
def _snapshot() -> Iterator[str]:
    """A second connection that sees the database as it is now, however long it is read."""
    ours = connections["default"]
    options = {k: v for k, v in ours.settings_dict["OPTIONS"].items() if k != "pool"}
    wanted = {**ours.settings_dict, "OPTIONS": {**options, **READING[ours.vendor]}}
    with _connection("snapshot", wanted) as using, transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute(BEGIN[ours.vendor])
        yield using


@contextmanager
def _aside(file: Path) -> Iterator[str]:
    """An empty SQLite database that is gone afterwards."""
    common = connections["default"].settings_dict
    quick = {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;"}
    place = {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": quick}
    with _connection("aside", {**common, **place}) as using:
        yield using


@contextmanager
def _connection(name: str, wanted: dict[str, Any]) -> Iterator[str]:
    """A connection beside those of the settings, for as long as this lasts."""
    backend = load_backend(wanted["ENGINE"])
    connections[name] = backend.DatabaseWrapper(wanted, name)
    try:
        yield name
    finally:
        connections[name].close()
        del connections[name]
