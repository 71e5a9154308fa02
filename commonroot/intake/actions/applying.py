"""Bringing a list in, a step at a time: what its rows became is one thing with what they say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.rows import insert
from commonroot.intake import rules
from commonroot.intake.actions.gaining import Gain, gain
from commonroot.intake.actions.settling import keep_pairs, settle
from commonroot.intake.actions.words import hear_words
from commonroot.intake.models import Identifier, Import, ImportRow
from commonroot.intake.queries.knowing import (
    OURS,
    identifier_mark,
    place_among_like,
    row_identifier,
)
from commonroot.people.actions import NewPerson, add_people, way_mark
from commonroot.people.models import ContactWay, Person, Suppression, ToCompare

GROUPS_AT_A_TIME = 60
UNUSED = ("cells", "problems", "reason")
LENGTHS = {
    "given_name": 120, "family_name": 120, "city": 80, "organisation": 160, "country": 2,
    "language": 12,
}  # fmt: skip
WORK_LENGTH, ROLE_LENGTH, NAME_LENGTH, COURSE_LENGTH = 160, 120, 120, 160


@transaction.atomic
def bring_in(*, batch: Import, by: Actor, at: datetime) -> None:
    """Start applying: the work process does it in steps, and goes on where it was after any
    crash.
    """
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    if locked.state == Import.State.READ:
        locked.state, locked.phase = Import.State.APPLYING, Import.Phase.KNOWING
        locked.done, locked.cursor = 0, -1
        locked.total = locked.rows.exclude(group=None).count()
        locked.save(update_fields=["state", "phase", "done", "total", "cursor"])
        note("list brought in", locked, by=by, at=at, facts={"rows": locked.total})
    batch.refresh_from_db()


def apply_rows(*, batch: Import, by: Actor, at: datetime, limit: int = GROUPS_AT_A_TIME) -> int:
    """Apply the rows of the next `limit` people; how many rows. The last step ends the import.

    Safe to run twice, and at the same time: whoever comes second finds nothing left of a step.
    """
    if batch.phase == Import.Phase.KNOWING:
        settle(batch=batch, at=at)
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=batch.pk)
        if (locked.state, locked.phase) != (Import.State.APPLYING, Import.Phase.ADDING):
            batch.refresh_from_db()
            return 0
        rows = _next_rows(locked, limit)
        if rows:
            _apply(locked, rows, by=by, at=at)
            locked.cursor = max(row.group or 0 for row in rows)
            locked.done += len(rows)
            locked.save(update_fields=["cursor", "done"])
    if not rows:
        _finish(batch, at=at)
    batch.refresh_from_db()
    return len(rows)


def _finish(batch: Import, *, at: datetime) -> None:
    keep_pairs(batch=batch, at=at)
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=batch.pk)
        if locked.state == Import.State.APPLYING:
            locked.state, locked.phase = Import.State.APPLIED, Import.Phase.NONE
            locked.done, locked.applied_at = locked.total, at
            locked.save(update_fields=["state", "phase", "done", "applied_at"])


def _next_rows(batch: Import, limit: int) -> list[ImportRow]:
    """The rows of the next so many people, whole people only."""
    # "More than -1" is always true to Django, also of what is nobody and has no group.
    rows = ImportRow.objects.filter(batch=batch, group__isnull=False, group__gt=batch.cursor)
    firsts = list(rows.order_by("group").values_list("group", flat=True).distinct()[:limit])
    if not firsts:
        return []
    # Opening what is sealed takes long: only what is needed.
    return list(rows.filter(group__lte=firsts[-1]).defer(*UNUSED).order_by("group", "position"))


@dataclass
class _Group:
    """The rows of one person, what they say, and who it is once that is known."""

    rows: list[ImportRow]
    person: Person | None
    golden: rules.Golden
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    called: dict[tuple[str, str], str] = field(default_factory=dict)
    made: bool = False

    def is_forgotten(self, left_out: Collection[str]) -> bool:
        """Whether a way or a name elsewhere is that of somebody who asked to be forgotten."""
        return not {*self.marks.values(), *self.called.values()}.isdisjoint(left_out)


def _apply(batch: Import, rows: Sequence[ImportRow], *, by: Actor, at: datetime) -> None:
    groups = _groups(rows)
    left_out = _forgotten(groups)
    new = [group for group in groups if group.person is None and not group.is_forgotten(left_out)]
    known = [group for group in groups if group.person is not None]
    people = add_people(
        new=[_newcomer(group.golden, at=at) for group in new],
        origin=Person.Origin.IMPORT,
        by=by,
        at=at,
    )
    for group, person in zip(new, people, strict=True):
        group.person, group.made = person, True
    # They were compared with everybody before they came in.
    ToCompare.objects.filter(person__in=people).delete()
    _mark_broken(new)
    gain(
        gains=[
            Gain(
                group.person,
                group.golden,
                {way: mark for way, mark in group.marks.items() if mark not in left_out},
            )
            for group in known
            if group.person is not None
        ],
        cause=f"import:{batch.key}",
        by=by,
        at=at,
    )
    here = [group for group in groups if group.person is not None]
    _call(batch, here, left_out=left_out, at=at)
    hear_words(
        words=[(group.person, group.golden.words, group.made) for group in here if group.person],
        cause=f"import:{batch.key}",
        by=by,
        at=at,
    )
    _put_down(groups, at=at)


def _groups(rows: Sequence[ImportRow]) -> list[_Group]:
    by_first: dict[int, list[ImportRow]] = {}
    for row in rows:
        by_first.setdefault(row.group or 0, []).append(row)
    people = Person.objects.in_bulk({row.person_id for row in rows if row.person_id})
    again = place_among_like(rows)
    found = []
    for some in by_first.values():
        person = next((people[row.person_id] for row in some if row.person_id in people), None)
        golden = rules.golden(
            [row.fields or {} for row in some], name=person.shown_name if person else ""
        )
        marks = {(way.kind, way.value): way_mark(way.kind, way.value) for way in golden.ways}
        called = {
            name: identifier_mark(*name)
            for name in (
                *golden.identifiers,
                *(row_identifier(row.mark, again=again[row.pk]) for row in some if row.mark),
            )
        }
        found.append(_Group(some, person, golden, marks, called))
    return found


def _forgotten(groups: Sequence[_Group]) -> set[str]:
    """Marks of people who asked to be forgotten: nobody comes back by them, and nobody is told."""
    marks = {mark for group in groups for mark in (*group.marks.values(), *group.called.values())}
    return set(Suppression.objects.filter(mark__in=marks).values_list("mark", flat=True))


def _newcomer(golden: rules.Golden, *, at: datetime) -> NewPerson:
    details: dict[str, Any] = {
        name: value[: LENGTHS[name]] for name, value in golden.details.items() if value
    }
    if not details.get("country") and golden.likely_country:
        details["country"] = golden.likely_country
    said = {name: on for name, on in golden.said.items() if on is not None}
    if "name" in said:
        said["shown_name"] = said["given_name"] = said["family_name"] = said.pop("name")
    name = golden.name or (golden.ways[0].value.partition("@")[0] if golden.ways else "")
    return NewPerson(
        shown_name=name,
        details=details,
        ways=[(way.kind, way.value) for way in golden.ways],
        names=[(kind, text[:NAME_LENGTH]) for kind, text in golden.names],
        works=[
            (work.organisation[:WORK_LENGTH], work.role[:ROLE_LENGTH], work.on)
            for work in golden.works
        ],
        courses=[
            (one.title[:COURSE_LENGTH], one.year, one.role[:ROLE_LENGTH], _past(one.on, at))
            for one in golden.courses
        ],
        said_on=max(said.values(), default=None),
        said=_not_later(said, at),
    )


def _past(on: date | None, at: datetime) -> date | None:
    return min(on, at.date()) if on else None


def _not_later(said: Mapping[str, date], at: datetime) -> dict[str, date]:
    """A day to come is a slip of whoever typed it: then it was said today."""
    return {name: min(on, at.date()) for name, on in said.items()}


def _mark_broken(groups: Sequence[_Group]) -> None:
    broken = [
        (group.person, group.marks[way.kind, way.value])
        for group in groups
        for way in group.golden.ways
        if way.broken
    ]
    if broken:
        ContactWay.objects.filter(
            person__in=[person for person, _mark in broken],
            mark__in=[mark for _person, mark in broken],
        ).update(state=ContactWay.State.BROKEN)


def _call(
    batch: Import, groups: Sequence[_Group], *, left_out: Collection[str], at: datetime
) -> None:
    """Keep what other services, and rows without an address, call people."""
    wanted = [
        Identifier(person=group.person, source=source, value=value[:255], batch=batch, since=at)
        for group in groups
        for (source, value), mark in group.called.items()
        if source != OURS and mark not in left_out
    ]
    insert(wanted, leave_known=True)


def _put_down(groups: Sequence[_Group], *, at: datetime) -> None:
    """Write on every row whom it became."""
    values = [
        (
            group.person.pk if group.person else None,
            group.person.key if group.made and group.person and place == 0 else "",
            at,
            row.pk,
        )
        for group in groups
        for place, row in enumerate(group.rows)
    ]
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE intake_importrow SET person_id = %s, made_key = %s, applied_at = %s "
            "WHERE id = %s",
            [(person, key, adapt(moment), pk) for person, key, moment, pk in values],
        )
