"""The file of a list taken along, as it is written: its columns, its rows, and what it is."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from itertools import islice
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commonroot.accounts.queries import last_change
from commonroot.circles.queries import school
from commonroot.core.keys import mark
from commonroot.people.models import Export, Person
from commonroot.people.queries import in_high_care
from commonroot.sheets.write import csv_chunks, write_csv, write_xlsx
from commonroot.web.queries import export as sheet
from commonroot.web.queries import people
from commonroot.web.queries.around import around
from commonroot.web.queries.taken import (
    ON_PAPER,
    PAPER,
    care_words,
    left_out_words,
    reason_words,
    source_of,
    wanted_of,
)

PIECE = 64 * 1024
TOLD_EVERY = 1000  # people between two words about how far the file is
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NUMBERS = ("person_id", "registration_id", "application_id")
NUMBER_BYTES = 16  # as in every key


@dataclass
class Written:
    """A file as it is written: how it is called, its pieces, and who turned out to be in it.

    `found`: the primary keys of the people in it, in their order, as its pieces are taken; of
    registrations, somebody may have several.
    """

    name: str
    pieces: Iterator[bytes]
    found: dict[int, None]

    def ids(self) -> list[int]:
        """The primary keys of the people in it, once every piece was taken."""
        return list(self.found)


def number_in(export: Export, key: str) -> str:
    """What somebody in high care is called in one file alone, so that no two files can be joined.

    It looks like every other number.
    """
    drawn = bytes.fromhex(mark(f"file {export.key}", key, ring=settings.KEY_RING))
    return urlsafe_b64encode(drawn[:NUMBER_BYTES]).rstrip(b"=").decode()


@contextmanager
def written(
    export: Export, *, at: datetime, tell: Callable[[int], None] = lambda _done: None
) -> Iterator[Written]:
    """The file of `export`, of those whom the gate lets through at this moment.

    `tell` hears now and then how many people are written.
    """
    if export.kind == PAPER:
        yield _on_paper(export, at=at)
        return
    what = source.WHAT if (source := source_of(export)) else "people"
    headings, rows = _table(export, at=at)
    found: dict[int, None] = {}

    def noted() -> Iterator[list[str]]:
        of, done = headings.index("person_id"), 0
        numbers = {place for place, name in enumerate(headings) if name in NUMBERS}
        while some := list(islice(rows, TOLD_EVERY)):
            people = Person.objects.filter(key__in={row[of] for row in some})
            found.update(dict.fromkeys(people.order_by("pk").values_list("pk", flat=True)))
            careful = set(people.filter(in_high_care()).values_list("key", flat=True))
            for row in some:
                yield (
                    [
                        number_in(export, one) if place in numbers else one
                        for place, one in enumerate(row)
                    ]
                    if row[of] in careful
                    else row
                )
            done += len(some)
            tell(done)

    stem = f"{_instance()}-{what}-{at:%Y%m%d-%H%M}"
    name = f"{stem}.{export.kind}"
    if export.kind == "csv":
        yield Written(name, csv_chunks(headings, noted()), found)
        return
    with TemporaryFile() as target:
        if export.kind == "xlsx":
            write_xlsx(
                target,
                headings=headings,
                rows=noted(),
                sheet=what,
                about=about(export, at=at),
                about_sheet=_("About this file"),
            )
        else:
            page = about(export, at=at)
            _write_zip(target, headings=headings, rows=noted(), stem=stem, about=page)
        target.seek(0)
        yield Written(name, iter(lambda: target.read(PIECE), b""), found)


def _on_paper(export: Export, *, at: datetime) -> Written:
    """Who stands on the paper; the page itself is made when it is printed."""
    seen = around(at=at, change=last_change(), language=export.language)
    found = people.wanted_people(wanted_of(export), at=at, around=seen)[:ON_PAPER]
    return Written("", iter(()), dict.fromkeys(one.pk for one in found))


def _table(export: Export, *, at: datetime) -> tuple[list[str], Iterator[list[str]]]:
    """Headings and rows of what was wanted."""
    if source := source_of(export):
        table = source.table_of(export, at=at)
        return table.headings, table.rows
    wanted = wanted_of(export)
    seen = around(at=at, change=last_change(), language=export.language)
    ids = people.wanted_ids(wanted, at=at, around=seen)
    return export.columns, sheet.rows(ids, columns=export.columns)


def _write_zip(
    target: IO[bytes],
    *,
    headings: list[str],
    rows: Iterator[list[str]],
    stem: str,
    about: list[tuple[str, str]],
) -> None:
    """The CSV and a README beside it."""
    with ZipFile(target, "w", ZIP_DEFLATED) as pack:
        with pack.open(f"{stem}.csv", "w") as table:
            write_csv(table, headings=headings, rows=rows)
        with TextIOWrapper(pack.open(f"{stem}-README.txt", "w"), encoding="utf-8") as page:
            for term, words in about:
                page.write(f"{term}: {words}\n")


def _instance() -> str:
    """The school's name as it stands in the names of files."""
    body = school()
    return slugify(str(body.name) if body else "")[:40] or "school"


def about(export: Export, *, at: datetime) -> list[tuple[str, str]]:
    """What a file is, for whoever finds it later: filter, reason, who is not in it and why."""
    body = school()
    return [
        (_("School"), str(body.name) if body else ""),
        (_("Made"), f"{at:%Y-%m-%d %H:%M} UTC"),
        (_("List"), export.sentence),
        (_("Reason"), reason_words(export)),
        (_("People"), f"{export.people:,}"),
        (_("Left out"), left_out_words(export) if export.left_out else _("nobody")),
        (_("Who is in it"), _in_it_words(export)),
        (_("Care"), care_words(export)),
        (
            _("How it is written"),
            _(
                "Dates as 2026-11-22, times in UTC, countries by ISO 3166 and languages by"
                " BCP 47 code; several values parted by “;”."
            ),
        ),
        (_("Afterwards"), _("Delete the file when it has served its reason.")),
    ]


def _in_it_words(export: Export) -> str:
    if source := source_of(export):
        return source.in_it_words()
    return _("Only people who agreed to be in the register, or are kept in it until asked.")
