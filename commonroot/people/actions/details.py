"""What a person may have several of: adding, changing and ending, each kept in the history."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.people.actions.indexing import index
from commonroot.people.models import (
    Affiliation,
    Change,
    EarlierCourse,
    FurtherName,
    Interest,
    Offer,
    Person,
    SpokenLanguage,
)
from commonroot.people.queries.details import filled
from commonroot.people.queries.network import work_key

Detail = FurtherName | SpokenLanguage | Affiliation | EarlierCourse | Interest | Offer
KINDS: dict[str, type[Detail]] = {
    "name": FurtherName,
    "language": SpokenLanguage,
    "organisation": Affiliation,
    "course": EarlierCourse,
    "theme": Interest,
    "offer": Offer,
}
MODELS: dict[str, type[Detail]] = {model._meta.label_lower: model for model in KINDS.values()}
FIELDS: dict[type[Detail], tuple[str, ...]] = {
    FurtherName: ("kind", "text"),
    SpokenLanguage: ("language", "level"),
    Affiliation: ("organisation", "role", "since", "until"),
    EarlierCourse: ("title", "year", "role"),
    Interest: ("theme",),
    Offer: ("kind",),
}
SAID = ("source", "said_on", "confirmed_on")
LENGTHS = {"text": 120, "organisation": 160, "title": 160, "role": 120}
DAYS = {"since", "until", "said_on", "confirmed_on"}
FOUND_BY = {FurtherName, Affiliation}  # what people are found by changes with these


class ThereAlready(Refused):
    """The same detail is there already."""


@transaction.atomic
def add_detail(
    *,
    person: Person,
    kind: str,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    source: str = "",
    cause: str = "edit",
) -> Detail:
    """Something a person has another one of. `kind` is a key of KINDS, `values` are its fields.

    Raises ThereAlready. `source` is who said it, as in provenance; else whoever acts.
    """
    model = KINDS[kind]
    row = model(person=person, source=source or by.kind, said_on=at.date(), **_clean(model, values))
    _write(row)
    _keep(row, before=None, after=said(row), cause=cause, by=by, at=at)
    return row


@transaction.atomic
def change_detail(
    *, detail: Detail, values: Mapping[str, Any], by: Actor, at: datetime, cause: str = "edit"
) -> bool:
    """Say something else of one detail; whether anything changed. Raises ThereAlready."""
    before = said(detail)
    clean = _clean(type(detail), values)
    if all(getattr(detail, field) == value for field, value in clean.items()):
        return False
    for field, value in clean.items():
        setattr(detail, field, value)
    detail.source, detail.said_on, detail.confirmed_on = by.kind, at.date(), None
    _write(detail)
    _keep(detail, before=before, after=said(detail), cause=cause, by=by, at=at)
    return True


@transaction.atomic
def end_detail(*, detail: Detail, by: Actor, at: datetime, cause: str = "edit") -> None:
    """It is no longer so: an organisation gets its last day, the rest goes. It can be put back."""
    if isinstance(detail, Affiliation):
        change_detail(detail=detail, values={"until": at.date()}, by=by, at=at, cause=cause)
    else:
        erase(detail, cause=cause, by=by, at=at)


@transaction.atomic
def confirm_details(*, person: Person, by: Actor, at: datetime) -> None:
    """The person read what we hold of them and said that it is right: each field, as of today.

    Who said it first stays. When they last said so of the whole is `confirm`'s to write.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    today = at.date().isoformat()
    first = [person.origin, person.created_at.date().isoformat()]
    for field in filled(person):
        person.provenance[field] = [*(person.provenance.get(field) or first)[:2], today]
    person.save(update_fields=["provenance"])
    for model in KINDS.values():
        model._default_manager.filter(person=person).update(confirmed_on=at.date())
    note("details confirmed", person, by=by, at=at, person_key=person.key)


def said(row: Detail) -> dict[str, Any]:
    """All that one detail says, as the history keeps it: plain JSON."""
    return {name: _plain(getattr(row, name)) for name in (*FIELDS[type(row)], *SAID)}


def erase(row: Detail, *, cause: str, by: Actor, at: datetime) -> None:
    """Take a detail away, keeping in the history what it said. Within a transaction."""
    _keep(row, before=said(row), after=None, cause=cause, by=by, at=at, index_after=False)
    person, is_found_by = row.person, type(row) in FOUND_BY
    row.delete()
    if is_found_by:
        index(person)


def restore(change: Change, there: Detail | None, *, by: Actor, at: datetime) -> bool:
    """Let a detail say again what it said before `change`; false when its like is there already.

    `there` is the row as it is now, if it still is. Within a transaction.
    """
    model = MODELS[change.model]
    values = {name: _read(name, value) for name, value in change.before.items()}
    row = there or model(person=change.person, key=change.row_key)
    before = said(row) if there is not None else None
    for name, value in values.items():
        setattr(row, name, value)
    try:
        _write(row)
    except ThereAlready:
        return False
    _keep(row, before=before, after=said(row), cause="put back", by=by, at=at)
    return True


def _clean(model: type[Detail], values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS[model])
    if unknown:
        raise ValueError(sorted(unknown))
    return {
        name: one_line(value)[: LENGTHS[name]] if name in LENGTHS else value
        for name, value in values.items()
    }


def _write(row: Detail) -> None:
    if isinstance(row, Affiliation):
        row.sort_key = work_key(row.organisation)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ThereAlready(_("This is there already.")) from error


def _keep(
    row: Detail,
    *,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    cause: str,
    by: Actor,
    at: datetime,
    index_after: bool = True,
) -> None:
    """Write into history and audit what became of a detail, and let the person be found by it."""
    fields = [
        name for name in FIELDS[type(row)] if (before or {}).get(name) != (after or {}).get(name)
    ]
    Change.objects.create(
        at=at,
        actor=f"{by.kind}:{by.key}",
        cause=cause,
        model=row._meta.label_lower,
        row_key=row.key,
        person=row.person,
        fields=fields,
        before=before,
        after=after,
    )
    facts = {"what": row._meta.label_lower, "fields": fields}
    note("detail changed", row, by=by, at=at, person_key=row.person.key, facts=facts)
    if index_after and type(row) in FOUND_BY:
        index(row.person)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.key if isinstance(value, Circle) else value


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in DAYS:
        return date.fromisoformat(value)
    return Circle.objects.get(key=value) if name == "theme" else value
