"""Taking a list of people along, with a reason, by column, and written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.accounts.queries import last_change
from commonroot.circles.queries import school
from commonroot.people.forms import ExportForm
from commonroot.people.permissions import can_export_register
from commonroot.sheets.write import csv_chunks, write_csv, write_xlsx
from commonroot.web.queries import export as queries
from commonroot.web.queries import people
from commonroot.web.queries.around import around
from commonroot.web.views.chosen import address_of, chosen
from commonroot.web.views.people import left_out_words

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Taken:
    """What goes into a file: its columns, its rows, and lines that say what it is."""

    columns: list[str]
    rows: Iterator[list[str]]
    about: list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_export_register)
@proven_lately
def people_export(request: ActorRequest) -> HttpResponse:
    """First what the file will hold and whom it leaves out; then, by one tap, the file."""
    here = chosen(request)
    wanted = here.wanted
    change = last_change()
    figures = people.figures(at=request.at, change=change)
    seen = around(at=request.at, change=change, language=get_language() or "en")
    who = people.who_is(wanted, at=request.at, around=seen)
    total = people.how_many(wanted, who, at=request.at, figures=figures, change=change, count=True)
    choices = [(code, label) for code, label in queries.COLUMNS.items() if code != "person_id"]
    form = ExportForm(request.POST or None, columns=choices, initial={"columns": queries.USUAL})
    if form.is_valid():
        said = form.cleaned_data
        columns = queries.columns(said["columns"], with_sources=said["with_sources"])
        note(
            "people exported",
            by=request.actor,
            at=request.at,
            facts={
                "reason": said["reason"],
                "columns": columns,
                "kind": said["kind"],
                "people": total,
                "left_out": figures.left_out,
                "narrowed": people.asked_fields(wanted),
            },
        )
        found = people.wanted_people(wanted, at=request.at, around=seen)
        about = _about(
            request,
            sentence=people.described(wanted),
            reason=str(dict(ExportForm.REASONS)[said["reason"]]),
            total=total or 0,
            figures=figures,
        )
        taken = Taken(columns, queries.rows(found, columns=columns), about)
        return _file(request, taken, kind=said["kind"])
    words = {
        "form": form,
        "total": total,
        "figures": figures,
        "left_out": left_out_words(figures) if figures.left_out else "",
        "sentence": people.described(wanted),
        "back_url": address_of(request, here),
        "reasons": [{"value": code, "label": label} for code, label in ExportForm.REASONS],
    }
    return render(request, "web/people_export.html", words)


def _about(
    request: ActorRequest, *, sentence: str, reason: str, total: int, figures: people.Figures
) -> list[tuple[str, str]]:
    """What a file is, for whoever finds it later: filter, reason, who is not in it and why."""
    body = school()
    return [
        (_("School"), str(body.name) if body else ""),
        (_("Made"), f"{request.at:%Y-%m-%d %H:%M} UTC"),
        (_("List"), sentence),
        (_("Reason"), reason),
        (_("People"), f"{total:,}"),
        (_("Left out"), left_out_words(figures) if figures.left_out else _("nobody")),
        (
            _("Who is in it"),
            _("Only people who agreed to be in the register, or are kept in it until asked."),
        ),
        (_("Care"), _("Who could be harmed stands in the file without address and number.")),
        (
            _("How it is written"),
            _(
                "Dates as 2026-11-22, times in UTC, countries by ISO 3166 and languages by"
                " BCP 47 code; several values parted by “;”."
            ),
        ),
        (_("Afterwards"), _("Delete the file when it has served its reason.")),
    ]


def _file(request: ActorRequest, taken: Taken, *, kind: str) -> HttpResponse:
    stem = f"{_instance()}-people-{request.at:%Y%m%d-%H%M}"
    if kind == "csv":
        response = StreamingHttpResponse(csv_chunks(taken.columns, taken.rows), content_type=CSV)
        response["Content-Disposition"] = f'attachment; filename="{stem}.csv"'
        return cast(HttpResponse, response)
    target = TemporaryFile()  # noqa: SIM115 - the answer closes it when it was sent
    if kind == "xlsx":
        write_xlsx(
            target,
            headings=taken.columns,
            rows=taken.rows,
            sheet="people",
            about=taken.about,
            about_sheet=_("About this file"),
        )
    else:
        _write_zip(target, taken, stem=stem)
    target.seek(0)
    content_type = XLSX if kind == "xlsx" else "application/zip"
    answer = FileResponse(
        target, as_attachment=True, filename=f"{stem}.{kind}", content_type=content_type
    )
    return cast(HttpResponse, answer)


def _write_zip(target: IO[bytes], taken: Taken, *, stem: str) -> None:
    """The CSV and a README beside it."""
    with ZipFile(target, "w", ZIP_DEFLATED) as pack:
        with pack.open(f"{stem}.csv", "w") as sheet:
            write_csv(sheet, headings=taken.columns, rows=taken.rows)
        with TextIOWrapper(pack.open(f"{stem}-README.txt", "w"), encoding="utf-8") as page:
            for term, words in taken.about:
                page.write(f"{term}: {words}\n")


def _instance() -> str:
    """The school's name as it stands in the names of files."""
    body = school()
    return slugify(str(body.name) if body else "")[:40] or "school"
