"""Lists taken along: the file itself as it is written, and the page that says which were."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commonroot.accounts.models import Account
from commonroot.accounts.queries import last_change
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import school
from commonroot.consent.queries import SCHOOL, register
from commonroot.consent.rules import Audience, Purpose
from commonroot.core.due import Due
from commonroot.core.filters.value import as_json, from_json
from commonroot.core.keys import mark
from commonroot.mailings.queries import fields
from commonroot.people.forms import ExportForm
from commonroot.people.models import Export, Person
from commonroot.people.permissions import can_export_register
from commonroot.people.queries import exports_asked, in_high_care
from commonroot.sheets.write import csv_chunks, write_csv, write_xlsx
from commonroot.web.queries import applied, grouped, people, prepared, programme_lists, registered
from commonroot.web.queries import export as sheet
from commonroot.web.queries.around import around
from commonroot.web.queries.lines import COLUMNS as LINES
from commonroot.web.queries.ordering import NAME, ORDERS
from commonroot.web.queries.people import Wanted

PIECE = 64 * 1024
TOLD_EVERY = 1000  # people between two words about how far the file is
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

PAPER = "page"  # the kind of a list that is printed: a page of ours, no file
NUMBERS = ("person_id", "registration_id", "application_id")
NUMBER_BYTES = 16  # as in every key
ON_PAPER = 2_000  # people: more paper than that is a file
# What a column tells, as it stands on the page of whoever is in the file.
TOLD = {
    "display_name": "name",
    "given_name": "name",
    "family_name": "name",
    "email": "address",
    "email_status": "address",
    "phone": "phone",
    "country": "country",
    "city": "city",
    "offers": "offers",
    "offered": "offers",
    "wants": "wants",
}


def kept(wanted: Wanted) -> dict[str, Any]:
    """What is wanted, as it can be stored until the file is made."""
    return {
        "q": wanted.q,
        "asked": as_json(wanted.asked) if wanted.asked else {},
        "nearly": wanted.nearly,
        "order": wanted.order.code,
    }


def wanted_of(export: Export) -> Wanted:
    """What was wanted. Raises FilterNotUnderstood when a condition no longer exists."""
    stored = export.wanted or {}
    asked = stored.get("asked")
    return Wanted(
        q=stored.get("q", ""),
        asked=from_json(asked, fields=fields()) if asked else Wanted().asked,
        nearly=stored.get("nearly", False),
        order=ORDERS.get(stored.get("order", ""), NAME),
    )


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


def _of_a_programme(export: Export) -> programme_lists.Source | None:
    """What a list of those in a programme is made from; None: the register itself."""
    sources: tuple[programme_lists.Source, ...] = (registered, applied, grouped, prepared)
    return next((source for source in sources if source.is_of(export)), None)


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
    what = source.WHAT if (source := _of_a_programme(export)) else "people"
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
    if source := _of_a_programme(export):
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
    if source := _of_a_programme(export):
        return source.in_it_words()
    return _("Only people who agreed to be in the register, or are kept in it until asked.")


def care_words(export: Export) -> str:
    """What a file keeps to itself even of those in it."""
    if export.kind == PAPER:
        return _("No address and no number stands on it.")
    if source := _of_a_programme(export):
        return source.care_words()
    return _("Who could be harmed stands in the file without address and number.")


def left_out_words(export: Export) -> str:
    """How many are left out of a file, and why."""
    number = export.left_out
    if source := _of_a_programme(export):
        return source.left_out_words(number)
    words = ngettext(
        "%(count)s is left out: no agreement to be in the register.",
        "%(count)s are left out: no agreement to be in the register.",
        number,
    )
    return words % {"count": f"{number:,}"}


def reason_words(export: Export) -> str:
    """Why it was taken along, as whoever asked said with one tap."""
    return str(dict(ExportForm.REASONS).get(export.reason, ""))


def told_words(export: Export) -> dict[str, str]:
    """Who took it and why, as it stands on the pages of those in it; in every language we speak."""
    return taker_words(export.reason, kind=export.kind)


def taker_words(reason: str, *, kind: str) -> dict[str, str]:
    """The same for a reason and how the list left: in a file, or on paper."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words = dict(ExportForm.REASONS).get(reason, "")
            on_paper = _("an organiser of ours, on paper: %(reason)s") % {"reason": words}
            in_file = _("an organiser of ours, in a file: %(reason)s") % {"reason": words}
            found[code] = on_paper if kind == PAPER else in_file
    return found


def told_codes(export: Export) -> list[str]:
    """What of those in it left, in the words of everybody's own page."""
    if export.kind == PAPER:
        return paper_codes(export.columns)
    return list(
        dict.fromkeys(TOLD.get(name, "details") for name in export.columns if name != "person_id")
    )


def paper_codes(columns: Sequence[str]) -> list[str]:
    """The same for a list on paper, which always says name and place."""
    more = (TOLD.get(name, "details") for name in columns)
    return list(dict.fromkeys(["name", "city", "country", *more]))


def columns_words(export: Export) -> list[str]:
    """The columns by their headings; what stands beside them of its source is one more."""
    known = (
        LINES
        if export.kind == PAPER
        else {
            **registered.COLUMNS,
            **applied.COLUMNS,
            **grouped.COLUMNS,
            **prepared.COLUMNS,
            **sheet.COLUMNS,
        }
    )
    return [str(known[name]) for name in export.columns if name in known]


def still_open(export: Export, *, at: datetime) -> int:
    """How many of the people in a file the gate lets through at this moment."""
    if source := _of_a_programme(export):
        return programme_lists.still_open(export, of=source, at=at)
    return register(at=at).order_by().filter(exported__export=export).count()


def told_to(export: Export) -> tuple[Audience, Purpose]:
    """Who took it, before the gate: the school, or those who run a programme."""
    if source := _of_a_programme(export):
        return source.told_to(export)
    return SCHOOL, Purpose.REGISTER


def came_from(export: Export, *, actor: Actor) -> tuple[str, str]:
    """Where a list belongs that `actor` looks at: an address, and what it is called."""
    if can_export_register(actor):
        return reverse("web:people_taken"), _("Taken along")
    if source := _of_a_programme(export):
        return source.came_from(export.wanted or {})
    return reverse("web:programmes"), _("Programmes")


def in_file(export: Export) -> QuerySet[Person]:
    """The people in a file."""
    return Person.objects.filter(exported__export=export).only("pk").order_by("pk")


@dataclass(frozen=True)
class Line:
    """A list that was taken along, as the page shows it."""

    export: Export
    who: str
    mine: bool
    reason: str
    decider: str
    columns: list[str]


def lines(exports: list[Export], *, actor: Actor) -> list[Line]:
    """Those lists with the names of who asked and who decided; one query."""
    keys = {one.account_key for one in exports} | {one.decided_key for one in exports}
    names = dict(Account.objects.filter(key__in=keys).values_list("key", "shown_name"))
    gone = _("somebody who no longer signs in")
    return [
        Line(
            export=one,
            who=names.get(one.account_key, gone),
            mine=one.account_key == actor.key,
            reason=reason_words(one),
            decider=names.get(one.decided_key, gone) if one.decided_key else "",
            columns=columns_words(one),
        )
        for one in exports
    ]


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Lists of others that wait for this organiser's yes."""
    if not can_export_register(actor):
        return []
    return [
        Due(
            minutes=1,
            what=_("Somebody wants to take a list along"),
            why=ngettext(
                "%(n)s person is in it. It needs a second yes.",
                "%(n)s people are in it. It needs a second yes.",
                one.people,
            )
            % {"n": one.people},
            button=_("Look at it"),
            address=reverse("web:taken_one", args=[one.key]),
            since=one.asked_at,
        )
        for one in exports_asked(actor)
    ]
