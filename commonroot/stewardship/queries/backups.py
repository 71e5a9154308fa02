"""What a backup is made of, and what stands about the backups made."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from commonroot.circles.queries import school
from commonroot.core.keys import mark
from commonroot.stewardship.models import Backup, BackupKey, Tombstone
from commonroot.stewardship.queries.holdings import (
    AT_A_TIME,
    Adder,
    Sum,
    applied_names,
    apps_at,
    kept_fields,
    kept_models,
    lines_of,
)

FORM = 1  # of the archive; a number this code does not know is refused
HEAD, SUMS = "backup.json", "sums.json"
ROWS, FILES = "rows/", "files/"
CHUNK = 1 << 20
# Made anew when it is missing, or the database itself.
NOT_KEPT = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal", ".lock")
NOT_KEPT_FOLDERS = {"previews"}
NOT_KEPT_FILES = {"demo-is-filled"}

EVERY = timedelta(hours=20)
AT_THE_LATEST = timedelta(hours=26)
AGAIN = timedelta(hours=1)
NIGHT = range(2, 5)  # hours at the school


@dataclass(frozen=True)
class Head:
    """What stands first in a backup."""

    form: int
    made_at: str
    keys: str
    migrations: list[tuple[str, str]]
    columns: dict[str, list[str]]


def keys_marks() -> list[str]:
    """By which backups know the keys they were written with, the newest last; they tell nothing
    of them. What was written before a key was added is read with more keys, never with fewer.
    """
    ring = settings.KEY_RING
    return [
        mark("backup", b"".join(ring.encryption[:count]).hex(), ring=ring)
        for count in range(1, len(ring.encryption) + 1)
    ]


def kept_files(folder: Path) -> list[Path]:
    """The files of a data folder that are part of a backup, by name."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.endswith(NOT_KEPT)
        and path.name not in NOT_KEPT_FILES
        and path.relative_to(folder).parts[0] not in NOT_KEPT_FOLDERS
    )


class Sink:
    """Takes what is written and hands it on in pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: Any) -> int:
        """Take a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What came since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


@dataclass
class Written:
    """What went into an archive: filled while it is read."""

    sums: dict[str, Sum]
    files: dict[str, str]

    @property
    def rows(self) -> int:
        """Rows of all models."""
        return sum(one.rows for one in self.sums.values())


def archive_pieces(written: Written, *, using: str, folder: Path, at: datetime) -> Iterator[bytes]:
    """The archive, piece by piece: a packed tar of a head, lines per model, files and sums.

    `written` says afterwards what is in it. Any tar and any reader of JSON open it again.
    """
    sink = Sink()
    with tarfile.open(fileobj=cast(IO[bytes], sink), mode="w|gz") as tar:
        for name, content in _members(written, using=using, folder=folder, at=at):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(content), int(at.timestamp())
            tar.addfile(entry, io.BytesIO(content))
            yield sink.taken()
    yield sink.taken()


def _members(
    written: Written, *, using: str, folder: Path, at: datetime
) -> Iterator[tuple[str, bytes]]:
    names = applied_names(using=using)
    models = kept_models(apps_at(names))
    columns = {m._meta.label_lower: [f.attname for f in kept_fields(m)] for m in models}
    head = Head(
        form=FORM, made_at=at.isoformat(), keys=keys_marks()[-1], migrations=names, columns=columns
    )
    yield HEAD, _json(asdict(head))
    for model in models:
        label, adder = model._meta.label_lower, Adder()
        for number, lines in enumerate(_in_parts(lines_of(model, using=using)), start=1):
            for line in lines:
                adder.add(line)
            yield f"{ROWS}{label}/{number:06}.jsonl", ("\n".join(lines) + "\n").encode()
        written.sums[label] = adder.sum
    for path in kept_files(folder):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        written.files[name] = hashlib.sha256(content).hexdigest()
        yield f"{FILES}{name}", content
    sums = {label: asdict(one) for label, one in written.sums.items()}
    yield SUMS, _json({"rows": sums, "files": written.files})


def _in_parts(lines: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in lines:
        part.append(line)
        if len(part) == AT_A_TIME:
            yield part
            part = []
    if part:
        yield part


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def backup_key() -> BackupKey | None:
    """To whom backups are sealed now: the newest key."""
    return BackupKey.objects.order_by("-made_at", "-pk").first()


def unwritten_stones(*, at: datetime) -> QuerySet[Tombstone]:
    """Those forgotten whom the file beside the backups does not have yet."""
    return Tombstone.objects.filter(written=False)


def backups() -> QuerySet[Backup]:
    """All that were made, the newest first."""
    return Backup.objects.order_by("-began_at", "-pk")


def last_good_backup() -> Backup | None:
    """The newest that was restored and compared."""
    return backups().filter(compared=True).first()


def backup_is_late(*, at: datetime) -> bool:
    """Whether no good backup is younger than 26 hours, although there is a key for one."""
    if settings.DEMO or backup_key() is None:
        return False
    good = last_good_backup()
    return good is None or good.began_at <= at - AT_THE_LATEST


def backup_is_due(*, at: datetime) -> bool:
    """Whether a backup is to be made: at night, or at once when the last is more than a day old.

    One that failed is tried again after an hour. The demo keeps none.
    """
    if settings.DEMO or backup_key() is None:
        return False
    last = backups().first()
    if last is not None and last.began_at > at - AGAIN:
        return False
    good = last_good_backup()
    if good is None or good.began_at <= at - AT_THE_LATEST:
        return True
    body = school()
    local = at.astimezone(ZoneInfo(body.time_zone if body else "UTC"))
    return good.began_at <= at - EVERY and local.hour in NIGHT
