"""Bringing a list in, a step at a time, and taking it back as a whole."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer, keep_until_asked
from commonroot.consent.models import LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.intake import queries
from commonroot.intake.models import Import, ImportRow
from commonroot.people.actions import add_person, add_way, edit, way_mark
from commonroot.people.models import Change, ContactWay, Person, Suppression

ROWS_AT_A_TIME = 200
FILLED = ("country", "city", "organisation")
MAIL, PHONE = ContactWay.Kind.MAIL, ContactWay.Kind.PHONE


class CannotUndo(Refused):
    """The time for taking an import back is over, or it never came in."""


@transaction.atomic
def bring_in(*, batch: Import, by: Actor, at: datetime) -> None:
    """Start applying: the work process does it in steps, and goes on where it was after any
    crash.
    """
    if batch.state != Import.State.READ:
        return
    batch.state = Import.State.APPLYING
    batch.save(update_fields=["state"])
    note("list brought in", batch, by=by, at=at, facts={"rows": batch.truth.get("rows", 0)})


@transaction.atomic
def apply_rows(*, batch: Import, by: Actor, at: datetime, limit: int = ROWS_AT_A_TIME) -> int:
    """Apply the next rows; how many. The last step ends the import. Safe to run twice."""
    waiting = (
        ImportRow.objects.select_for_update().filter(batch=batch, applied_at=None).order_by("pk")
    )
    chunk = list(waiting[:limit])
    became: dict[str, Person | None] = {}
    for row in chunk:
        _apply(row, batch=batch, became=became, by=by, at=at)
        became[f"{row.sheet}\n{row.number}"] = row.person
        row.applied_at = at
    ImportRow.objects.bulk_update(
        chunk, ["person", "verdict", "applied_at"], batch_size=ROWS_AT_A_TIME
    )
    if len(chunk) < limit:
        batch.state = Import.State.APPLIED
        batch.applied_at = at
        batch.save(update_fields=["state", "applied_at"])
    return len(chunk)


def _apply(
    row: ImportRow, *, batch: Import, became: dict[str, Person | None], by: Actor, at: datetime
) -> None:
    if row.verdict == ImportRow.Verdict.REFUSED:
        return
    fields = row.fields or {}
    ways = [(MAIL.value, m) for m in fields.get("emails", [])] + [
        (PHONE.value, p) for p in fields.get("phones", [])
    ]
    marks = [way_mark(kind, value) for kind, value in ways]
    if Suppression.objects.filter(mark__in=marks).exists():
        row.verdict = ImportRow.Verdict.SUPPRESSED
        return
    details = {name: fields[name] for name in FILLED if fields.get(name)}
    if row.verdict == ImportRow.Verdict.REPEAT:
        # The row it repeats was applied before: in this step, or in an earlier one.
        row.person = became[row.repeats] if row.repeats in became else _repeated(row, batch)
    if row.person is None:
        row.person = _new(fields, details, by=by, at=at)
    else:
        person = row.person
        empty = {name: value for name, value in details.items() if not getattr(person, name)}
        edit(person=person, changes=empty, cause=f"import:{batch.key}", by=by, at=at)
    for kind, value in ways:
        add_way(person=row.person, kind=kind, value=value, at=at)


def _repeated(row: ImportRow, batch: Import) -> Person | None:
    sheet, _separator, number = row.repeats.rpartition("\n")
    first = (
        ImportRow.objects.filter(batch=batch, sheet=sheet, number=int(number))
        .select_related("person")
        .get()
    )
    return first.person


def _new(fields: dict[str, Any], details: dict[str, Any], *, by: Actor, at: datetime) -> Person:
    ways = [*fields.get("emails", []), *fields.get("phones", [])]
    name = fields.get("name") or ways[0].partition("@")[0]
    if fields.get("language"):
        details["language"] = fields["language"]
    if not details.get("country") and fields.get("likely_country"):
        details["country"] = fields["likely_country"]
    person = add_person(
        shown_name=name,
        origin=Person.Origin.IMPORT,
        by=by,
        at=at,
        details=details
        | {"given_name": fields.get("given", ""), "family_name": fields.get("family", "")},
    )
    if fields.get("agreed") is True:
        answer(
            person=person,
            purpose=Purpose.REGISTER,
            yes=True,
            how=LedgerEvent.How.IMPORT,
            by=by,
            at=at,
        )
    else:
        keep_until_asked(person=person, by=by, at=at)
    return person


@transaction.atomic
def undo(*, batch: Import, by: Actor, at: datetime) -> tuple[int, int]:
    """Take a whole import back: (people deleted, people kept because something happened since).

    What it filled in on known people is emptied again where nobody changed it. Raises CannotUndo.
    """
    if not queries.can_be_undone(batch, at=at):
        raise CannotUndo(
            _("This list can no longer be taken back. People can still be changed one by one.")
        )
    made = Person.objects.filter(
        import_rows__batch=batch, origin=Person.Origin.IMPORT, created_at__gte=batch.read_at
    ).distinct()
    touched = made.exclude(
        confirmed_at=None, registrations=None, participations=None, memberships=None
    )
    kept = touched.count()
    gone = list(
        made.filter(confirmed_at=None, registrations=None, participations=None, memberships=None)
    )
    for change in Change.objects.filter(cause=f"import:{batch.key}").select_related("person"):
        _empty_again(change, by=by, at=at)
    Person.objects.filter(pk__in=[person.pk for person in gone]).delete()
    batch.state = Import.State.UNDONE
    batch.save(update_fields=["state"])
    note("list taken back", batch, by=by, at=at, facts={"people": len(gone), "kept": kept})
    return len(gone), kept


def _empty_again(change: Change, *, by: Actor, at: datetime) -> None:
    person = change.person
    unchanged = {
        name: change.before[name]
        for name, value in change.after.items()
        if getattr(person, name) == value
    }
    edit(person=person, changes=unchanged, cause=f"undo:{change.cause}"[:80], by=by, at=at)
