"""Reading a backup into an empty database and folder."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.messaging.actions import doubt_waiting, pause_sending
from commonroot.people.models import Person, Suppression
from commonroot.stewardship.actions.forgetting import forget
from commonroot.stewardship.actions.sealing import members_in
from commonroot.stewardship.actions.tombstones import key_mark, stones_in
from commonroot.stewardship.models import Tombstone
from commonroot.stewardship.queries.backups import FILES, FORM, HEAD, ROWS, SUMS, keys_marks
from commonroot.stewardship.queries.holdings import (
    Name,
    NewerHoldings,
    Sum,
    apps_at,
    kept_fields,
    kept_models,
    last_of,
    row_values,
    sum_of,
)

WHY = "a backup was restored"


class NotEqual(Refused):
    """What was restored is not what the backup says it holds."""


class OtherKeys(Refused):
    """The keys here are not those the backup was written with: its sealed fields stay closed."""


class NotEmpty(Refused):
    """There is a school here already; restoring would write over it."""


@dataclass(frozen=True)
class Restored:
    """What came out of a backup."""

    made_at: datetime
    sums: dict[str, Sum]
    files: int
    forgotten: int = 0
    doubted: int = 0


def restore(
    file: Path,
    *,
    secret: str,
    folder: Path,
    tombstones: Path | None,
    moved: bool = False,
    at: datetime,
) -> Restored:
    """Restore a backup into the empty database of this instance and its data folder.

    Whoever was forgotten since stays forgotten (`tombstones`, the file that lies beside backups);
    nothing is sent until somebody lets it; what waited to be sent may have left. `moved`: it is the
    same school a moment later, in another database, so that letters go on waiting.
    Raises Refused, and then nothing was restored.
    """
    members = members_in(file, secret=secret)
    restored = read_into(members, using="default", folder=folder)
    newest = MigrationExecutor(connections["default"])
    newest.migrate(newest.loader.graph.leaf_nodes())
    by = Actor.system()
    with transaction.atomic():
        doubted = 0 if moved else _hold_back(at=at)
        forgotten = bury_again(tombstones, since=restored.made_at, at=at) if tombstones else 0
        facts = {"rows": sum(one.rows for one in restored.sums.values()), "forgotten": forgotten}
        note("database moved" if moved else "backup restored", None, by=by, at=at, facts=facts)
    return Restored(
        made_at=restored.made_at,
        sums=restored.sums,
        files=restored.files,
        forgotten=forgotten,
        doubted=doubted,
    )


def _hold_back(*, at: datetime) -> int:
    """Send nothing until somebody lets it; how many letters may have left already."""
    doubted = doubt_waiting()
    pause_sending(why=WHY, at=at)
    return doubted


def read_into(members: Iterator[tuple[str, bytes]], *, using: str, folder: Path) -> Restored:
    """Read an archive into an empty database, as the migrations of its day left it, and a folder.

    Rows and files are compared with what the archive says of itself. Raises Refused.
    """
    head = _head(members)
    names = [(app, name) for app, name in head["migrations"]]
    models = {m._meta.label_lower: m for m in kept_models(apps_at(names))}
    if using == "default":
        executor = MigrationExecutor(connections[using])
        _check_empty(executor, names, models=models)
        executor.migrate(names)
    else:
        _make_tables(models.values(), using=using)
    made: list[Path] = []
    try:
        with transaction.atomic(using=using):
            sums = _load(members, head=head, models=models, using=using, folder=folder, made=made)
            _count_on(list(models.values()), using=using)
    except BaseException:
        for path in made:
            path.unlink()
        raise
    return Restored(made_at=datetime.fromisoformat(head["made_at"]), sums=sums, files=len(made))


def _make_tables(models: Iterable[type[Model]], *, using: str) -> None:
    """The tables alone. Migrations may write, and know of no other database than the default."""
    with connections[using].schema_editor() as editor:
        for model in models:
            if not model._meta.auto_created:
                editor.create_model(model)


def _check_empty(
    executor: MigrationExecutor, names: list[Name], *, models: dict[str, type[Model]]
) -> None:
    """Nothing is there, or only what a broken-off restore left: empty tables of that day."""
    applied = list(executor.loader.applied_migrations)
    founded = models["circles.circle"]._base_manager
    if applied and (last_of(executor.loader, applied) != names or founded.exists()):
        raise NotEmpty(_("There is a database here already. Restore into an empty folder."))


def _load(
    members: Iterator[tuple[str, bytes]],
    *,
    head: dict[str, Any],
    models: dict[str, type[Model]],
    using: str,
    folder: Path,
    made: list[Path],
) -> dict[str, Sum]:
    """Put rows and files where they belong; what came, per model. Raises NotEqual."""
    for model in models.values():
        _empty(model, using=using)  # what migrations themselves have put there
    files: dict[str, str] = {}
    said = None
    for name, content in members:
        if name == SUMS:
            said = json.loads(content)
        elif name.startswith(ROWS):
            label = PurePosixPath(name).parts[1]
            _insert(models[label], content, columns=head["columns"][label], using=using)
        else:
            files[name.removeprefix(FILES)] = hashlib.sha256(content).hexdigest()
            made.append(_put(folder, name.removeprefix(FILES), content=content))
    sums = {label: sum_of(model, using=using) for label, model in models.items()}
    rows = {label: asdict(one) for label, one in sums.items()}
    if said != {"files": files, "rows": rows}:
        raise NotEqual(_("What was restored is not what this backup says it holds."))
    return sums


def _head(members: Iterator[tuple[str, bytes]]) -> dict[str, Any]:
    name, content = next(members, ("", b"{}"))
    head = json.loads(content)
    if name != HEAD:
        raise NotEqual(_("This is no backup of Commonroot."))
    if head["form"] > FORM:
        raise NewerHoldings(_("This backup is of a newer form. Update Commonroot, then try again."))
    if head["keys"] not in keys_marks():
        raise OtherKeys(
            _(
                "The keys here are not those of this school. "
                "Put its key file where COMMONROOT_KEYS says, then try again."
            )
        )
    loader = MigrationLoader(None)
    last_of(loader, [tuple(name) for name in head["migrations"]])
    return dict(head)


def _empty(model: type[Model], *, using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a name of our own


def _insert(model: type[Model], content: bytes, *, columns: list[str], using: str) -> None:
    """Rows go in as they are: sealed fields are sealed already."""
    fields = kept_fields(model)
    if [field.attname for field in fields] != columns:
        raise NotEqual(_("What was restored is not what this backup says it holds."))
    quoted = connections[using].ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    rows = [
        row_values(model, json.loads(line), using=using)
        for line in content.decode().split("\n")
        if line
    ]
    with connections[using].cursor() as cursor:
        table = quoted(model._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 - names of our own columns


def _put(folder: Path, name: str, *, content: bytes) -> Path:
    place = (folder / name).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise NotEqual(_("This is no backup of Commonroot."))
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def _count_on(models: list[type[Model]], *, using: str) -> None:
    """New rows are numbered after those that came."""
    connection = connections[using]
    with connection.cursor() as cursor:
        # Nothing on SQLite, which goes on after the highest number by itself.
        list(map(cursor.execute, connection.ops.sequence_reset_sql(no_style(), models)))


def bury_again(file: Path, *, since: datetime, at: datetime) -> int:
    """Forget whoever came back with a backup; how many. In the caller's transaction.

    Marks that keep lists away come back only if they were left after the backup was made: what
    was lifted before stays lifted.
    """
    stones = stones_in(file)
    gone = {stone for stone, _ways, _since in stones}
    keys = Person.objects.values_list("key", flat=True).iterator()
    risen = [key for key in keys if key_mark(key) in gone]
    for key in risen:
        forget(person=Person.objects.get(key=key), by=Actor.system(), at=at, marks=False)
    day = (since - timedelta(days=1)).date()
    newer = {way: when for _mark, ways, when in stones for way in ways if when >= day}
    Suppression.objects.bulk_create(
        [Suppression(mark=way, since=when) for way, when in sorted(newer.items())],
        ignore_conflicts=True,
    )
    Tombstone.objects.bulk_create(
        [Tombstone(mark=one, ways=ways, since=when, written=True) for one, ways, when in stones],
        ignore_conflicts=True,
    )
    return len(risen)
