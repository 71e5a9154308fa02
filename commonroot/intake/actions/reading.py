"""The dry run, first half: files into rows, stored as they are read so that reading goes on after
any crash.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.core.rows import insert
from commonroot.intake.actions.judging import judge
from commonroot.intake.models import Import, ImportFile, ImportRow
from commonroot.intake.queries.columns import said_before
from commonroot.intake.queries.knowing import row_mark
from commonroot.sheets.book import Book, Table
from commonroot.sheets.columns import map_columns, remap
from commonroot.sheets.fields import Column, Field
from commonroot.sheets.limits import BROWSER, Limits
from commonroot.sheets.people import DATES, PersonRow, rows_as_people
from commonroot.sheets.presets import preset_of
from commonroot.sheets.reading import read
from commonroot.sheets.sayings import Saying, Unreadable
from commonroot.sheets.values.days import date_order

ROWS_AT_A_TIME = 250
Tell = Callable[[Import], None]
UNSAID = frozenset({"number", "problems", "repairs", "refused"})


def say(saying: Saying) -> str:
    """A sentence of `sheets` in the reader's language."""
    return saying.translated(_)


def _tell_nobody(_batch: Import) -> None:
    """Nobody listens."""


def read_list(
    *, batch: Import, at: datetime, limits: Limits = BROWSER, tell: Tell = _tell_nobody
) -> None:
    """The dry run: every row understood and compared, nothing of the register changed.

    A file that cannot be read is left out, with the reason; an import without any other one stays
    unreadable. Goes on where it was cut off: with the file, and the row, that come next. Each
    write is short, so that others can write meanwhile. Only one at a time (`work.alone`). `tell`
    hears each time how far it is.
    """
    batch.refresh_from_db()
    if batch.state != Import.State.WAITING:
        return
    if batch.phase == Import.Phase.READING:
        try:
            _read_files(batch, at=at, limits=limits, tell=tell)
        except _NotRead as fault:
            _give_up(batch, str(fault))
            return
        batch.phase = Import.Phase.COMPARING
        batch.done = 0
        batch.save(update_fields=["phase", "done"])
    judge(batch=batch, at=at, tell=tell)


class _NotRead(Exception):
    """A file that we do not read, and why."""


def _read_files(batch: Import, *, at: datetime, limits: Limits, tell: Tell) -> None:
    files = list(batch.files.defer("content").order_by("position"))
    labels = _labels([file.name for file in files])
    first = 0
    for file, label in zip(files, labels, strict=True):
        if file.read_at is None:
            try:
                sheets = _read_file(batch, file, label=label, first=first, limits=limits, tell=tell)
            except _NotRead as fault:
                _leave_out(batch, file, why=str(fault), at=at)
            else:
                _is_read(batch, file, found=sheets, at=at)
        first += file.rows
    if not batch.shapes:
        raise _NotRead(batch.refusal)


@transaction.atomic
def _leave_out(batch: Import, file: ImportFile, *, why: str, at: datetime) -> None:
    file.read_at = at
    file.save(update_fields=["read_at"])
    batch.refusal = "\n".join(filter(None, (batch.refusal, why)))
    batch.save(update_fields=["refusal"])


@transaction.atomic
def _give_up(batch: Import, why: str) -> None:
    ImportRow.objects.filter(batch=batch).delete()
    batch.files.update(content="", rows=0)
    batch.state, batch.phase = Import.State.UNREADABLE, Import.Phase.NONE
    batch.refusal = why
    batch.save(update_fields=["state", "phase", "refusal"])


@dataclass(frozen=True)
class _Sheet:
    """One table under the name that people know it by, with what its columns hold."""

    name: str
    table: Table
    columns: list[Column]
    as_before: str = ""

    def rows(self) -> Iterator[tuple[str, list[str], PersonRow]]:
        """(sheet, cells, what was understood) of every row."""
        cells = {row.number: list(row.cells) for row in self.table.rows}
        for person in rows_as_people(self.table, self.columns):
            yield self.name, cells[person.number], person

    def shape(self) -> dict[str, Any]:
        """What was guessed of it, to be shown."""
        preset = preset_of(self.table.headings)
        orders = (
            date_order(self.table.column(column.index))
            for column in self.columns
            if column.field in DATES
        )
        return {
            "sheet": self.name,
            "rows": len(self.table.rows),
            "preset": preset.key if preset else "",
            "header_row": self.table.header_row,
            "encoding": self.table.encoding or "",
            "delimiter": self.table.delimiter or "",
            "date_order": next(orders, ""),
        }

    def understood(self) -> list[dict[str, Any]]:
        """What each column was taken for."""
        return [
            {
                "sheet": self.name,
                "index": column.index,
                "heading": column.heading,
                "field": column.field.value,
                "confidence": column.confidence,
                "why": say(column.why),
            }
            for column in self.columns
        ]

    def notes(self) -> list[str]:
        """Which lines are no rows, and why; and whether columns are read as an earlier list's."""
        dropped = [
            _("%(list)s, line %(n)d: %(why)s")
            % {"list": self.name, "n": drop.number, "why": say(drop.reason)}
            for drop in self.table.dropped
        ]
        if not self.as_before:
            return dropped
        as_before = _("%(list)s: the columns hold what you said of %(other)s.")
        return [as_before % {"list": self.name, "other": self.as_before}, *dropped]


def _read_file(
    batch: Import, file: ImportFile, *, label: str, first: int, limits: Limits, tell: Tell
) -> "_Sheets":
    """Store the rows of a file that are not stored yet; what was found of it."""
    book = _book(file, limits=limits)
    sheets = list(_sheets(book, label=label, batch=batch))
    total = sum(len(sheet.table.rows) for sheet in sheets)
    # What was stored before a crash is there already: reading gives the same rows every time.
    rows = islice((row for sheet in sheets for row in sheet.rows()), file.rows, None)
    batch.total = max(batch.total, first + total)
    while chunk := list(islice(rows, ROWS_AT_A_TIME)):
        stored = [
            _row(batch, first + file.rows + place, sheet=sheet, cells=cells, person=person)
            for place, (sheet, cells, person) in enumerate(chunk)
        ]
        with transaction.atomic():
            insert(stored)
            file.rows += len(stored)
            file.save(update_fields=["rows"])
            batch.done = first + file.rows
            batch.save(update_fields=["done", "total"])
        tell(batch)
    notes = [f"{file.name}: {say(saying)}" for saying in book.notes]
    return _Sheets(sheets, [*notes, *(note for sheet in sheets for note in sheet.notes())])


@dataclass(frozen=True)
class _Sheets:
    """The sheets of one file, and what was noticed while reading it."""

    sheets: list[_Sheet]
    notes: list[str]


@transaction.atomic
def _is_read(batch: Import, file: ImportFile, *, found: _Sheets, at: datetime) -> None:
    file.read_at = at
    file.save(update_fields=["read_at"])
    batch.notes = [*batch.notes, *found.notes]
    batch.columns = [
        *batch.columns,
        *(column for sheet in found.sheets for column in sheet.understood()),
    ]
    batch.shapes = [*batch.shapes, *(sheet.shape() for sheet in found.sheets)]
    batch.save(update_fields=["notes", "columns", "shapes"])


def _book(file: ImportFile, *, limits: Limits) -> Book:
    try:
        return read(base64.b64decode(file.content), file.name, limits=limits)
    except Unreadable as refusal:
        raise _NotRead(f"{file.name}: {say(refusal.saying)}") from refusal


def _sheets(book: Book, *, label: str, batch: Import) -> Iterator[_Sheet]:
    names = _labels([table.name for table in book.tables])
    earlier = said_before(batch)
    for table, name in zip(book.tables, names, strict=True):
        sheet = label if len(book.tables) == 1 else f"{label}, {name}"
        sheet = sheet[:200]
        fits = ((one.sheet, one.of(table.headings)) for one in earlier)
        other, before = next((found for found in fits if found[1]), ("", {}))
        said = before | {int(index): field for index, field in batch.choices.get(sheet, {}).items()}
        chosen = {index: Field(field) for index, field in said.items()}
        yield _Sheet(sheet, table, remap(map_columns(table), chosen), other)


def _labels(names: list[str]) -> list[str]:
    """Names that tell apart what is called alike: "list.csv", "list.csv (2)"."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name[:150]} ({seen[name]})" if seen[name] > 1 else name[:150])
    return found


def _row(
    batch: Import, position: int, *, sheet: str, cells: list[str], person: PersonRow
) -> ImportRow:
    refused = person.refused is not None
    fields = _fields(person)
    return ImportRow(
        batch=batch,
        position=position,
        group=None if refused else position,
        sheet=sheet,
        number=person.number,
        cells=cells,
        fields=fields,
        mark="" if refused else row_mark(fields),
        problems=[say(problem) for problem in person.problems],
        verdict=ImportRow.Verdict.REFUSED if refused else ImportRow.Verdict.NEW,
        reason=say(person.refused) if person.refused is not None else "",
    )


def _fields(person: PersonRow) -> dict[str, Any]:
    """What was understood, as plain JSON; empty things left out."""
    kept = {name: value for name, value in vars(person).items() if name not in UNSAID}
    kept["bad_email"] = any(_is_about_mail(problem) for problem in person.problems)
    if not person.service:
        kept["identifier"] = ""  # a number in some list says nothing elsewhere
    plain = {
        name: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in kept.items()
    }
    # A no is an answer; what else is empty says nothing.
    return {
        name: value
        for name, value in plain.items()
        if value not in (None, "", []) and (value is not False or name == "agreed")
    }


def _is_about_mail(problem: Saying) -> bool:
    what = problem.values.get("what")
    return (what.code if isinstance(what, Saying) else problem.code) == "bad_email"
