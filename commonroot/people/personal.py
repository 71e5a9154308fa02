"""The walker over personal data: which models say what about a person, and the rows about one.

It reads every model's `class Personal` through `django.apps` and imports nobody, so that
forgetting,
archiving, freezing and retention never miss an area. See `core.privacy` for the words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce
from importlib import import_module
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from commonroot.core.privacy import NEVER, Keep
from commonroot.people.models import ContactWay, FormerKey, Person

# What is done with rows when two turn out to be one, where no function of the area says it.
MOVING = ("move", "keep_latest", "keep", "never")


@dataclass(frozen=True)
class Declaration:
    """What one model declares about the people in it."""

    model: type[Model]
    subject: str | None
    kinds: dict[str, str]
    plain: tuple[str, ...]
    keep: Keep
    on_erase: str
    on_merge: str
    others: tuple[str, ...] = ()
    read_from: str = ""
    read_by: str = ""

    @property
    def merging(self) -> str | None:
        """Name of the function of its area's actions that settles these rows when two are one."""
        return None if self.on_merge in MOVING else self.on_merge

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path to a person: two of them where a row is about two people."""
        return (str(self.subject), *self.others)

    @property
    def label(self) -> str:
        """ "registration.answer"."""
        return self.model._meta.label_lower


@cache
def declarations() -> tuple[Declaration, ...]:
    """All declarations, in the order in which the areas are installed."""
    found = []
    for model in apps.get_models():
        personal = model.__dict__.get("Personal")
        if personal is None:
            continue
        found.append(
            Declaration(
                model=model,
                subject=personal.subject,
                kinds=dict(personal.kinds),
                plain=tuple(personal.plain),
                keep=personal.keep,
                on_erase=personal.on_erase,
                on_merge=personal.on_merge,
                others=tuple(getattr(personal, "others", ())),
                read_from=getattr(personal, "read_from", ""),
                read_by=getattr(personal, "read_by", ""),
            )
        )
    return tuple(found)


def rows_about(person: Person, declaration: Declaration) -> QuerySet[Any]:
    """The rows of one model that are about `person`, by whichever way it names people."""
    rows = declaration.model._default_manager.all()
    subject = declaration.subject
    if subject == "self":
        return rows.filter(pk=person.pk)
    if subject is None:
        marks = ContactWay.objects.filter(person=person).values_list("mark", flat=True)
        return rows.filter(mark__in=list(marks))
    if subject.endswith("_key"):
        former = FormerKey.objects.filter(person=person)
        return rows.filter(
            Q(**{subject: person.key}) | Q(**{f"{subject}__in": former.values("key")})
        )
    if not declaration.others:
        return rows.filter(**{subject: person})
    return rows.filter(reduce(or_, (Q(**{path: person}) for path in declaration.paths)))


def everything_about(person: Person) -> Iterator[tuple[Declaration, QuerySet[Any]]]:
    """Each declaration with its rows about `person`."""
    for declaration in declarations():
        yield declaration, rows_about(person, declaration)


def readable(rows: QuerySet[Any], declaration: Declaration, *, at: datetime) -> Iterable[Any]:
    """Those of the rows that their person may read by now, as they may (`read_from`, `read_by`)."""
    if declaration.read_by:
        area = apps.get_app_config(declaration.model._meta.app_label).name
        room, _dot, function = declaration.read_by.rpartition(".")
        there = import_module(f"{area}.queries.{room}".rstrip("."))
        found: Iterable[Any] = getattr(there, function)(rows, at=at)
        return found
    if declaration.read_from == NEVER:
        return rows.none()
    if declaration.read_from:
        return rows.filter(**{f"{declaration.read_from}__lte": at})
    return rows
