"""Rows with something wrong, as a sheet that can be mended and brought in again."""

from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _

from commonroot.intake.models import Import, ImportRow
from commonroot.sheets.write import write_book

ROW = "Commonroot row"
ROWS_AT_A_TIME = 1000
Sheet = tuple[str, Sequence[str], Iterator[list[str]]]


def how_many_to_mend(batch: Import) -> int:
    """How many rows of the list have something wrong; those that could not be read among them."""
    return sum(1 for _row in _faulty(batch))


def write_to_mend(target: IO[bytes], *, batch: Import) -> None:
    """Write those rows as a workbook: the columns as they came, and before them what is wrong.

    Each row keeps the name by which it is known again when it is brought in mended.
    """
    write_book(target, sheets=sheets_to_mend(batch))


def sheets_to_mend(batch: Import) -> list[Sheet]:
    """(sheet, headings, rows) of every sheet that has something to mend."""
    found: list[Sheet] = []
    faulty: dict[str, list[ImportRow]] = {}
    for row in _faulty(batch):
        faulty.setdefault(row.sheet, []).append(row)
    for sheet, rows in faulty.items():
        headings = [column["heading"] for column in batch.columns if column["sheet"] == sheet]
        wrong = _("Commonroot: what is wrong")
        found.append((sheet, [ROW, wrong, *headings], _cells(batch, rows)))
    return found


def _cells(batch: Import, rows: Sequence[ImportRow]) -> Iterator[list[str]]:
    for row in rows:
        wrong = " ".join(filter(None, (row.reason, *row.problems)))
        yield [f"{batch.key}/{row.position}", wrong, *row.cells]


def _faulty(batch: Import) -> Iterator[ImportRow]:
    """Problems are sealed, so that rows are looked at one by one."""
    rows = ImportRow.objects.filter(batch=batch).order_by("position")
    for row in rows.iterator(ROWS_AT_A_TIME):
        if row.verdict == ImportRow.Verdict.REFUSED or row.problems:
            yield row
