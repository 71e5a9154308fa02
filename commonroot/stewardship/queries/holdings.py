"""Everything that a database holds, as lines of JSON that belong to no database.

Sealed fields stay sealed: who opens a backup still needs the school's keys to read them. Models are
those of the migrations that the database has, not those of the code, so that older backups can be
read by newer code.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Expression, ExpressionWrapper, F, Field, JSONField, Model, TextField
from django.utils.translation import gettext as _

from commonroot.core.errors import Refused
from commonroot.core.fields import SealedField

# What is nobody's loss: who is signed in, tries, work that makes itself anew, Django's own lists.
LEFT_OUT = {"accounts.session", "accounts.try", "work.clockshift"}
LEFT_OUT_AREAS = {"auth", "contenttypes", "django_tasks_database"}
AT_A_TIME = 2000
WHOLE = 1 << 256

Name = tuple[str, str]
# Apps that Commonroot once ran with and let go of; their migrations are no sign of newer data.
RETIRED = {"sessions"}  # until sign-in had sessions of its own


class NewerHoldings(Refused):
    """What is there was written by a newer Commonroot than this one."""


@dataclass(frozen=True)
class Sum:
    """How many rows one model has, and a digest of them that does not depend on their order."""

    rows: int
    digest: str


def applied_names(*, using: str = "default") -> list[Name]:
    """The last migration of each app that this database has. Raises NewerHoldings."""
    loader = MigrationLoader(connections[using])
    return last_of(loader, list(loader.applied_migrations))


def last_of(loader: MigrationLoader, applied: Sequence[Name]) -> list[Name]:
    """The last of some migrations, per app. Raises NewerHoldings if this code lacks one."""
    # Where several became one, the old names are known by the new one's.
    known = {
        *loader.disk_migrations,
        *(o for m in loader.disk_migrations.values() for o in m.replaces),
    }
    unknown = sorted(
        f"{app}.{name}" for app, name in applied if (app, name) not in known and app not in RETIRED
    )
    if unknown:
        raise NewerHoldings(
            _("This was written by a newer Commonroot (%(what)s). Update, then try again.")
            % {"what": ", ".join(unknown[:3])}
        )
    names: set[Name] = {(app, name) for app, name in applied if (app, name) in loader.graph.nodes}
    parents = {
        parent.key
        for name in names
        for parent in loader.graph.node_map[name].parents
        if parent.key[0] == name[0]
    }
    return sorted(names - parents)


def apps_at(names: Sequence[Name]) -> Apps:
    """The models as these migrations left them."""
    loader = MigrationLoader(None)
    return loader.project_state(nodes=list(names)).apps


def kept_models(apps: Apps) -> list[type[Model]]:
    """The models that a backup holds, by label."""
    return sorted(
        (
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed
            and not model._meta.proxy
            and model._meta.label_lower not in LEFT_OUT
            and model._meta.app_label not in LEFT_OUT_AREAS
        ),
        key=lambda model: model._meta.label_lower,
    )


def kept_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a model that hold something by themselves."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def lines_of(model: type[Model], *, using: str = "default") -> Iterator[str]:
    """Each row of a model as a line: a JSON list in the order of `kept_fields`."""
    columns: list[Expression | str] = [_unopened(field) for field in kept_fields(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*columns)
    for row in rows.iterator(chunk_size=AT_A_TIME):
        yield as_line(row)


def _unopened(field: Field[Any, Any]) -> Expression | str:
    if isinstance(field, SealedField):
        return ExpressionWrapper(F(field.attname), output_field=TextField())
    return field.attname


def as_line(row: Sequence[Any]) -> str:
    """A row as JSON, the same on every database."""
    return json.dumps(
        row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"{type(value).__name__} cannot be kept in a backup.")


def row_values(model: type[Model], row: Sequence[Any], *, using: str) -> list[Any]:
    """What goes into the columns of `kept_fields` for a line, as the database takes it."""
    connection = connections[using]
    values = []
    for field, value in zip(kept_fields(model), row, strict=True):
        if isinstance(field, SealedField):
            values.append(value)
            continue
        if isinstance(field, JSONField) and value is None and not field.null:
            values.append("null")
            continue
        read = value if isinstance(field, JSONField) else field.to_python(value)
        values.append(field.get_db_prep_save(read, connection))
    return values


class Adder:
    """Adds up the digest of rows as they pass."""

    def __init__(self) -> None:
        self.rows = 0
        self._total = 0

    def add(self, line: str) -> None:
        """One row more."""
        self.rows += 1
        self._total += int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")

    @property
    def sum(self) -> Sum:
        """What came so far."""
        return Sum(rows=self.rows, digest=f"{self._total % WHOLE:064x}")


def sum_of(model: type[Model], *, using: str = "default") -> Sum:
    """Rows and digest of one model."""
    adder = Adder()
    for line in lines_of(model, using=using):
        adder.add(line)
    return adder.sum
