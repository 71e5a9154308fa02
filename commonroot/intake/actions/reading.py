"""The dry run: files taken in, rows understood and compared, nothing of the register changed."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.keys import mark
from commonroot.core.text import tokens
from commonroot.intake import rules
from commonroot.intake.models import Import, ImportRow
from commonroot.people.actions import way_mark
from commonroot.people.models import ContactWay, Person, Suppression
from commonroot.sheets.columns import map_columns
from commonroot.sheets.limits import BROWSER, Limits
from commonroot.sheets.people import PersonRow, rows_as_people
from commonroot.sheets.reading import read
from commonroot.sheets.sayings import Saying, Unreadable

READ_AT_ONCE_BYTES = 400_000
ROWS_AT_A_TIME = 200
MARKS_AT_A_TIME = 500
MAIL, PHONE = ContactWay.Kind.MAIL, ContactWay.Kind.PHONE


class NothingChosen(Refused):
    """No file was chosen and nothing was pasted."""


class CannotRead(Refused):
    """A file could not be read; the sentence names it and says why."""


def say(saying: Saying) -> str:
    """A sentence of `sheets` in the reader's language."""
    return saying.translated(_)


@transaction.atomic
def take_lists(*, files: Sequence[tuple[str, bytes]], by: Actor, at: datetime) -> Import:
    """Take files in to be read; small ones are read at once, large ones by the work process.

    The same files again lead to the import they became, unless that was taken back.
    Raises NothingChosen, CannotRead.
    """
    if not files:
        raise NothingChosen(_("Choose a file or paste some cells first. Nothing was changed."))
    content = mark("import", "".join(_digest(raw) for _name, raw in files), ring=settings.KEY_RING)
    known = (
        Import.objects.filter(fingerprint=content)
        .exclude(state__in=(Import.State.UNDONE, Import.State.UNREADABLE))
        .first()
    )
    if known is not None:
        return known
    names = ", ".join(name for name, _raw in files)
    batch = Import.objects.create(
        name=names[:200],
        fingerprint=content,
        state=Import.State.WAITING,
        sources=[[name, base64.b64encode(raw).decode()] for name, raw in files],
        by=f"{by.kind}:{by.key}",
        read_at=at,
    )
    note("list taken in", batch, by=by, at=at, facts={"files": len(files)})
    if sum(len(raw) for _name, raw in files) <= READ_AT_ONCE_BYTES:
        read_list(batch=batch, at=at)
        if batch.state == Import.State.UNREADABLE:
            raise CannotRead(batch.refusal)
    return batch


def batched(items: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    """`items` in slices of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _digest(raw: bytes) -> str:
    return mark("file", base64.b64encode(raw).decode(), ring=settings.KEY_RING)


def read_list(*, batch: Import, at: datetime, limits: Limits = BROWSER) -> None:
    """The dry run: every row understood and compared, nothing of the register changed.

    A file that cannot be read leaves the import unreadable, with the reason, and no row of it.
    Reading takes its time, in which others write: only what was read is put down at once.
    """
    found: list[_Found] = []
    notes: list[str] = []
    columns: list[dict[str, str]] = []
    for name, encoded in batch.sources or []:
        try:
            book = read(base64.b64decode(encoded), name, limits=limits)
        except Unreadable as refusal:
            batch.state = Import.State.UNREADABLE
            batch.refusal = f"{name}: {say(refusal.saying)}"
            batch.sources = None
            batch.save(update_fields=["state", "refusal", "sources"])
            return
        notes += [f"{name}: {say(saying)}" for saying in book.notes]
        for table in book.tables:
            sheet = name if len(book.tables) == 1 else f"{name}, {table.name}"
            mapped = map_columns(table)
            columns += [
                {"sheet": sheet, "heading": c.heading, "field": c.field.value} for c in mapped
            ]
            notes += [f"{sheet}, {drop.number}: {say(drop.reason)}" for drop in table.dropped]
            cells = {row.number: list(row.cells) for row in table.rows}
            found += [
                _Found(sheet, cells.get(person.number, []), person, _described(person))
                for person in rows_as_people(table, mapped)
            ]
    seen = _Seen({m for row in found for m in row.described.marks})
    tally = rules.Tally()
    rows = [_judged(batch, row, seen=seen, tally=tally) for row in found]
    with transaction.atomic():
        ImportRow.objects.bulk_create(rows, batch_size=ROWS_AT_A_TIME)
        batch.state = Import.State.READ
        batch.sources = None
        batch.notes, batch.columns, batch.truth = notes, columns, tally.as_json()
        batch.read_at = at
        batch.save()


@dataclass(frozen=True)
class _Found:
    """A row of a sheet before it is compared with anything."""

    sheet: str
    cells: list[str]
    person: PersonRow
    described: rules.Described

    @property
    def place(self) -> str:
        """Sheet and line, as one text."""
        return f"{self.sheet}\n{self.person.number}"


def _described(person: PersonRow) -> rules.Described:
    marks = (
        *(way_mark(MAIL, m) for m in person.emails),
        *(way_mark(PHONE, p) for p in person.phones),
    )
    return rules.Described(tokens(person.name), marks)


class _Seen:
    """Rows of this import and people of the register, found by the marks of their ways."""

    def __init__(self, marks: set[str]) -> None:
        self.rows: dict[str, list[tuple[rules.Described, str]]] = {}
        self.people: dict[str, list[tuple[rules.Described, Person]]] = {}
        self.suppressed: set[str] = set()
        for some in batched(sorted(marks), MARKS_AT_A_TIME):
            ways = ContactWay.objects.filter(mark__in=some, person__provisional=False)
            for way in ways.select_related("person").defer("value"):
                described = rules.Described(tokens(way.person.shown_name), (way.mark,))
                self.people.setdefault(way.mark, []).append((described, way.person))
            suppressed = Suppression.objects.filter(mark__in=some)
            self.suppressed |= set(suppressed.values_list("mark", flat=True))

    def person(self, row: rules.Described) -> tuple[str, Person | None]:
        """How a row stands to the register."""
        near = [pair for m in row.marks for pair in self.people.get(m, [])]
        found, number = rules.verdict(row, [described for described, _person in near])
        return found, None if number is None else near[number][1]

    def row(self, row: rules.Described) -> tuple[str, str]:
        """How a row stands to the earlier rows: the verdict and the place of the row it repeats."""
        near = [pair for m in row.marks for pair in self.rows.get(m, [])]
        found, number = rules.verdict(row, [described for described, _place in near])
        return found, "" if number is None else near[number][1]

    def remember(self, row: rules.Described, place: str) -> None:
        """Later rows may repeat this one."""
        for m in row.marks:
            self.rows.setdefault(m, []).append((row, place))


def _judged(batch: Import, found: _Found, *, seen: _Seen, tally: rules.Tally) -> ImportRow:
    person = found.person
    tally.rows += 1
    row = ImportRow(
        batch=batch,
        sheet=found.sheet,
        number=person.number,
        cells=found.cells,
        fields=_fields(person),
        problems=[say(problem) for problem in person.problems],
    )
    verdicts = ImportRow.Verdict
    if person.refused is not None:
        row.verdict, row.reason = verdicts.REFUSED, say(person.refused)
        tally.refused += 1
        return row
    among_rows, first = seen.row(found.described)
    if among_rows == "same":
        row.verdict, row.repeats = verdicts.REPEAT, first
        tally.repeated += 1
        seen.remember(found.described, first)
        return row
    in_register, known = seen.person(found.described)
    seen.remember(found.described, found.place)
    if in_register == "same":
        row.verdict, row.person = verdicts.KNOWN, known
        tally.known += 1
    elif set(found.described.marks) & seen.suppressed:
        row.verdict = verdicts.SUPPRESSED
        tally.new += 1  # counted with the new ones: the page must not tell
    elif "look" in (among_rows, in_register):
        row.verdict = verdicts.LOOK
        row.reason = _("The same address as somebody else, under another name.")
        tally.look += 1
    else:
        row.verdict = verdicts.NEW
        tally.new += 1
    _count(person, tally)
    return row


def _count(person: PersonRow, tally: rules.Tally) -> None:
    country = person.country or person.likely_country
    if country:
        tally.countries[country] += 1
    else:
        tally.no_country += 1
    tally.agreed += person.agreed is True
    tally.with_mail += bool(person.emails)
    tally.phone_only += not person.emails and bool(person.phones)
    tally.unreachable += not person.emails and not person.phones
    tally.cannot_work += any(_is_about_mail(problem) for problem in person.problems)
    year = person.date.year if person.date else person.year
    tally.newest = max(filter(None, (tally.newest, year)), default=None)


def _is_about_mail(problem: Saying) -> bool:
    what = problem.values.get("what")
    return (what.code if isinstance(what, Saying) else problem.code) == "bad_email"


def _fields(person: PersonRow) -> dict[str, Any]:
    """What was understood, as plain JSON; empty things left out."""
    kept = {
        k: v
        for k, v in asdict(person).items()
        if k not in {"number", "problems", "repairs", "refused"}
    }
    plain = {
        k: v.isoformat() if isinstance(v, date) else list(v) if isinstance(v, tuple) else v
        for k, v in kept.items()
    }
    return {k: v for k, v in plain.items() if v not in (None, "", [])}
