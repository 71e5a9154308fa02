"""Rows as matching sees them, and whom of the register they may be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.conf import settings

from commonroot.core.keys import mark
from commonroot.core.text import folded
from commonroot.intake.models import Identifier, ImportRow
from commonroot.matching.records import Record
from commonroot.people.models import FormerKey, Person

OURS = "commonroot"
MENDED = "mended"
ROW = "row"
SAID = (
    "name", "country", "city", "organisation", "role", "course", "year", "date", "born",
    "born_year", "language", "notes",
)  # fmt: skip
MARKS_AT_A_TIME = 500
LONGEST_POSITION = 9  # digits
T = TypeVar("T")


def batched(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """`items` in slices of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


def record_of(position: int, fields: Mapping[str, Any]) -> Record:
    """What a row says of somebody; its `ref` is the row's position."""
    return Record(
        ref=position,
        names=(fields["name"],) if fields.get("name") else (),
        given=fields.get("given", ""),
        family=fields.get("family", ""),
        emails=tuple(fields.get("emails", ())),
        phones=tuple(fields.get("phones", ())),
        country=fields.get("country") or fields.get("likely_country") or "",
        city=fields.get("city", ""),
        organisation=fields.get("organisation", ""),
        born=date.fromisoformat(fields["born"]) if fields.get("born") else None,
        born_year=fields.get("born_year"),
    )


def united(records: Sequence[Record]) -> Record:
    """Several records of one person as one, under the `ref` of the first."""
    if len(records) == 1:
        return records[0]
    first = records[0]
    return replace(
        first,
        names=_each(record.names for record in records),
        emails=_each(record.emails for record in records),
        phones=_each(record.phones for record in records),
        given=_any(record.given for record in records),
        family=_any(record.family for record in records),
        country=_any(record.country for record in records),
        city=_any(record.city for record in records),
        organisation=_any(record.organisation for record in records),
        born=next((record.born for record in records if record.born), None),
        born_year=next((record.born_year for record in records if record.born_year), None),
    )


def _each(many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in many for one in some))


def _any(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def row_mark(fields: Mapping[str, Any]) -> str:
    """The keyed mark of a row that names no address, "" of any other: the same words, the same
    mark.
    """
    if fields.get("emails") or fields.get("phones"):
        return ""
    said = [folded(str(fields.get(name, ""))) for name in SAID]
    return mark("row", "\0".join(said), ring=settings.KEY_RING)


def row_identifier(row_mark: str, *, again: int) -> tuple[str, str]:
    """What the `again`th row with that mark is called: two people may say the very same."""
    return ROW, f"{row_mark}#{again}"


def identifier_mark(source: str, value: str) -> str:
    """The keyed mark that keeps lists from somebody whom a service calls so."""
    return mark(f"identifier {source}", value, ring=settings.KEY_RING)


def marks_of(person: Person) -> set[str]:
    """Marks of all that leads rows to somebody without an address: what services call them, rows
    of theirs that name none, and our own keys.
    """
    former = FormerKey.objects.filter(person=person).values_list("key", flat=True)
    known = Identifier.objects.filter(person=person).values_list("source", "value")
    return {
        identifier_mark(source, value)
        for source, value in [*known, *((OURS, key) for key in (person.key, *former))]
    }


def named(rows: Mapping[int, tuple[str, str]]) -> dict[int, int]:
    """{position: primary key} of people whom an identifier leads to, of {position: (source,
    value)}.
    """
    found: dict[int, int] = {}
    by_source: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, (source, value) in rows.items():
        by_source[source][value].append(position)
    for source, positions in by_source.items():
        for some in batched(list(positions), MARKS_AT_A_TIME):
            for value, person in _called(source, some):
                found.update(dict.fromkeys(positions[value], person))
    return found


def _called(source: str, values: Sequence[str]) -> list[tuple[str, int]]:
    """[(identifier, primary key)]: our own keys also lead from who somebody was before."""
    if source == OURS:
        former = FormerKey.objects.filter(key__in=values).values_list("key", "person")
        now = Person.objects.filter(key__in=values, provisional=False).values_list("key", "pk")
        return [*former, *now]
    if source == MENDED:
        return _mended(values)
    known = Identifier.objects.filter(source=source, value__in=values).order_by("pk")
    return list(known.values_list("value", "person"))


def _mended(values: Sequence[str]) -> list[tuple[str, int]]:
    """[(import's key/position, primary key)] of whom rows became that are now put right."""
    found: list[tuple[str, int]] = []
    by_batch: dict[str, list[int]] = defaultdict(list)
    for value in values:
        key, _slash, position = value.partition("/")
        if position.isascii() and position.isdigit() and len(position) < LONGEST_POSITION:
            by_batch[key].append(int(position))
    for key, positions in by_batch.items():
        rows = ImportRow.objects.filter(
            batch__key=key, position__in=positions, person__isnull=False
        )
        found += [
            (f"{key}/{position}", person)
            for position, person in rows.values_list("position", "person")
            if person is not None
        ]
    return found


def rows_of(batch_pk: int) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """(position, primary key, mark, fields) of every row that is somebody, in their order."""
    rows = (
        ImportRow.objects.filter(batch=batch_pk, group__isnull=False)
        .order_by("position")
        .values_list("position", "pk", "mark", "fields")
    )
    return (
        (position, pk, row_mark, fields or {})
        for position, pk, row_mark, fields in rows.iterator(2000)
    )


def place_among_like(rows: Iterable[ImportRow]) -> dict[int, int]:
    """{primary key: how many rows of the import with that mark stand up to it} of marked rows."""
    marked = [row for row in rows if row.mark]
    if not marked:
        return {}
    alike = ImportRow.objects.filter(
        batch=marked[0].batch_id, mark__in={row.mark for row in marked}, group__isnull=False
    )
    times: dict[str, int] = defaultdict(int)
    found: dict[int, int] = {}
    for pk, row_mark in alike.order_by("position").values_list("pk", "mark"):
        times[row_mark] += 1
        found[pk] = times[row_mark]
    return found
