"""Reading imports and their rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.core.due import Due
from commonroot.intake import rules
from commonroot.intake.models import Import, ImportFile, ImportRow, RowPair
from commonroot.intake.queries.reviewing import short_name
from commonroot.people.models import Person
from commonroot.people.permissions import SCHOOL_ONLY

FILES_KEPT = timedelta(days=30)
SHOWN = 200
DONE_WITH = (
    Import.State.APPLIED,
    Import.State.UNDOING,
    Import.State.UNDONE,
    Import.State.UNREADABLE,
)


def import_(key: str) -> Import | None:
    """The import with that key."""
    return Import.objects.filter(key=key).first()


def imports() -> QuerySet[Import]:
    """All imports, newest first."""
    return Import.objects.order_by("-read_at", "-pk")


class Brought(NamedTuple):
    """Lists brought so far: what waits for somebody, what is in, what is over; newest first.

    `pairs`: {primary key of a list that was read: pairs nobody answered}.
    """

    waiting: list[Import]
    inside: list[Import]
    over: list[Import]
    pairs: dict[int, int]


def brought() -> Brought:
    """The newest lists by where they stand."""
    found = list(imports().defer("notes", "columns", "shapes")[:SHOWN])
    read = [one.pk for one in found if one.state == Import.State.READ]
    unsaid = RowPair.objects.filter(batch__in=read, said="").values("batch")
    over = {Import.State.UNREADABLE, Import.State.UNDONE}
    return Brought(
        [one for one in found if one.state not in {Import.State.APPLIED, *over}],
        [one for one in found if one.state == Import.State.APPLIED],
        [one for one in found if one.state in over],
        dict(unsaid.annotate(number=Count("pk")).values_list("batch", "number")),
    )


def next_to_settle(batch: Import) -> Import | None:
    """The oldest other list that was read and not brought in."""
    left = Import.objects.filter(state=Import.State.READ).exclude(pk=batch.pk)
    return left.order_by("read_at", "pk").first()


def waiting(*, at: datetime) -> QuerySet[Import]:
    """Imports that the work process has something to do for."""
    states = (Import.State.WAITING, Import.State.APPLYING, Import.State.UNDOING)
    return Import.objects.filter(state__in=states, read_at__lte=at).order_by("pk")


def files_to_let_go(*, at: datetime) -> QuerySet[ImportFile]:
    """Files of lists that are in the register or were given up, or that were read 30 days ago."""
    over = Q(batch__state__in=DONE_WITH) | Q(batch__read_at__lt=at - FILES_KEPT)
    return ImportFile.objects.filter(over).exclude(content="")


def rows(batch: Import, *, verdict: str = "") -> QuerySet[ImportRow]:
    """Rows of an import in the order of the sheets, of one verdict or all.

    A row whose person asked to be forgotten keeps the verdict it had: no page tells which it was.
    """
    found = ImportRow.objects.filter(batch=batch).order_by("position")
    return found.filter(verdict=verdict) if verdict else found


def who_it_is(found: Sequence[ImportRow], *, at: datetime) -> tuple[dict[int, int], dict[int, str]]:
    """Of some rows of one import: {row: line of the first that it repeats}, {row: key of whom it
    was known to be}.

    Only of rows that were known when the list was read: whoever asked to be forgotten is new in
    every list, and no page tells which row that was.
    """
    repeats = [row for row in found if row.verdict == ImportRow.Verdict.REPEAT]
    known = [row for row in found if row.verdict == ImportRow.Verdict.KNOWN and row.person_id]
    lines: dict[int | None, int] = {}
    if repeats:
        first = ImportRow.objects.filter(batch=repeats[0].batch_id)
        first = first.filter(position__in=[row.group for row in repeats])
        lines = dict(first.values_list("position", "number"))
    keys: dict[int | None, str] = {}
    if known:
        people = Person.objects.filter(pk__in=[row.person_id for row in known])
        shown = allowed(people, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
        keys = dict(shown.values_list("pk", "key"))
    return (
        {row.pk: lines[row.group] for row in repeats if row.group in lines},
        {row.pk: keys[row.person_id] for row in known if row.person_id in keys},
    )


def can_be_undone(batch: Import, *, at: datetime) -> bool:
    """Whether the whole import can still be taken back."""
    return (
        batch.state == Import.State.APPLIED
        and batch.applied_at is not None
        and at <= batch.applied_at + timedelta(days=rules.UNDO_DAYS)
    )


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Lists that were read and then left lying."""
    if not holds(actor, Permission.IMPORT, within=SCHOOL_ONLY):
        return []
    left = imports().filter(state=Import.State.READ, read_at__lte=at)
    return [
        Due(
            minutes=3,
            what=_("A list was read and not brought in: %(name)s") % {"name": short_name(batch)},
            why=ngettext(
                "%(n)d row. Nothing has changed yet.", "%(n)d rows. Nothing has changed yet.", rows_
            )
            % {"n": rows_},
            button=_("See what it says"),
            address=reverse("intake:says", args=[batch.key]),
            since=batch.read_at,
        )
        for batch in left
        for rows_ in [batch.truth.get("rows", 0)]
    ]
