"""Making one row out of two: what points at the one points at the other from then on."""

from datetime import datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, Q, UniqueConstraint

from commonroot.accounts.roles import Actor
from commonroot.people.models import ContactWay, Person
from commonroot.people.personal import declarations
from commonroot.people.queries.snapshots import DERIVED, by_key, pointing_at, with_rows

BLANK: tuple[Any, ...] = (None, "", [], {})


def fold(*, losing: Model, surviving: Model) -> None:
    """Let every row that points at `losing` point at `surviving`.

    Where there can be only one of a kind and `surviving` has it, what was blank in it is filled,
    the rows below follow, and the twin goes. Nothing points at `losing` afterwards.
    """
    for pointer in with_rows(pointing_at(type(losing)), [losing.pk]):
        rows = list(pointer.model._default_manager.filter(**{pointer.name: losing}).order_by("pk"))
        moving = []
        for row in rows:
            twin = _twin(row, pointer, surviving=surviving)
            if twin is None:
                moving.append(row.pk)
            else:
                _fill(twin, row)
                fold(losing=row, surviving=twin)
                row.delete()
        if moving:
            asked = pointer.model._default_manager.filter(pk__in=moving)
            asked.update(**{pointer.name: surviving})


def _twin(row: Any, pointer: Field[Any, Any], *, surviving: Model) -> Any | None:
    """The row of `surviving` beside which `row` cannot stand."""
    manager = pointer.model._default_manager
    if pointer.unique:
        return manager.filter(**{pointer.name: surviving}).first()
    for constraint in pointer.model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or pointer.name not in constraint.fields:
            continue
        condition = constraint.condition or Q()
        if not manager.filter(condition, pk=row.pk).exists():
            continue
        beside = {name: getattr(row, name) for name in constraint.fields if name != pointer.name}
        alike = Q(**{name: value for name, value in beside.items() if value is not None})
        for name, value in beside.items():
            alike &= Q(**{f"{name}__isnull": True}) if value is None else Q()
        found = manager.filter(condition, alike, **{pointer.name: surviving}).first()
        if found is not None:
            return found
    return None


def _fill(twin: Any, row: Any) -> None:
    """Keep in the twin that stays what only the other one says."""
    if isinstance(twin, ContactWay):
        _fill_way(twin, row)
    for field in twin._meta.concrete_fields:
        if getattr(twin, field.attname) in BLANK and getattr(row, field.attname) not in BLANK:
            setattr(twin, field.attname, getattr(row, field.attname))
    twin.save()


def _fill_way(twin: ContactWay, way: ContactWay) -> None:
    """The same address of both: proven by either, broken for either, known since the first."""
    said = [one.confirmed_at for one in (twin, way) if one.confirmed_at is not None]
    twin.confirmed_at = max(said, default=None)
    twin.created_at = min(twin.created_at, way.created_at)
    twin.preferred = twin.preferred or way.preferred
    if way.state == ContactWay.State.BROKEN:
        twin.state = way.state


def remove(other: Person) -> None:
    """Delete a person at whom nothing points but what is made anew; whatever else did would stop
    the transaction. `delete()` would ask every table once more.
    """
    for model in DERIVED:
        rows = model._default_manager.filter(person=other)
        rows._raw_delete(rows.db)
    people = Person.objects.filter(pk=other.pk)
    people._raw_delete(people.db)


def rename(*, other: Person, into: Person) -> None:
    """Let what names a person by their key name the one that is left."""
    for model, field in by_key():
        model._default_manager.filter(**{field: other.key}).update(**{field: into.key})


def settle(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Let each area settle what cannot simply move: the function that its model names."""
    for declared in declarations():
        if declared.merging is None:
            continue
        area = apps.get_app_config(declared.model._meta.app_label).name
        function = getattr(import_module(f"{area}.actions"), declared.merging)
        function(other=other, into=into, by=by, at=at)
