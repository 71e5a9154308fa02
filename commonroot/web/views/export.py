"""Taking a list of people along, with a reason, by column, and written down."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import cast

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.queries import last_change
from commonroot.circles.queries import school
from commonroot.core.places import country_name
from commonroot.people.forms import ExportForm, PeopleForm
from commonroot.people.permissions import can_export_register
from commonroot.sheets.write import csv_chunks, write_xlsx
from commonroot.web.queries import export as queries
from commonroot.web.queries import people
from commonroot.web.queries.around import Around, around, course_of
from commonroot.web.queries.people import Wanted

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_export_register)
def people_export(request: ActorRequest) -> HttpResponse:
    """First what the file will hold and whom it leaves out; then, by one tap, the file."""
    asked = PeopleForm(request.GET).wanted()
    asked.pop("after")
    wanted = Wanted(**asked)
    change = last_change()
    figures = people.figures(at=request.at, change=change)
    seen = around(at=request.at, change=change, language=get_language() or "en")
    found = people.wanted_people(wanted, at=request.at, around=seen)
    total = found.count()
    choices = [(code, label) for code, label in queries.COLUMNS.items() if code != "person_id"]
    form = ExportForm(request.POST or None, columns=choices, initial={"columns": queries.USUAL})
    if form.is_valid():
        columns = queries.columns(form.cleaned_data["columns"])
        kind = form.cleaned_data["kind"]
        note(
            "people exported",
            by=request.actor,
            at=request.at,
            facts={
                "reason": form.cleaned_data["reason"],
                "columns": columns,
                "kind": kind,
                "people": total,
                "left_out": figures.left_out,
                "narrowed": sorted(name for name, value in asked.items() if value),
            },
        )
        return _file(request, kind, columns=columns, rows=queries.rows(found, columns=columns))
    words = {
        "form": form,
        "total": total,
        "figures": figures,
        "described": _described(wanted, seen),
        "reasons": [{"value": code, "label": label} for code, label in ExportForm.REASONS],
    }
    return render(request, "web/people_export.html", words)


def _file(
    request: ActorRequest, kind: str, *, columns: list[str], rows: Iterator[list[str]]
) -> HttpResponse:
    name = f"{_instance()}-people-{request.at:%Y%m%d-%H%M}.{kind}"
    if kind == "csv":
        response = StreamingHttpResponse(csv_chunks(columns, rows), content_type=CSV)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return cast(HttpResponse, response)
    target = TemporaryFile()  # noqa: SIM115 - the answer closes it when it was sent
    write_xlsx(target, headings=columns, rows=rows, sheet="people")
    target.seek(0)
    answer = FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
    return cast(HttpResponse, answer)


def _instance() -> str:
    """The school's name as it stands in the names of files."""
    body = school()
    return slugify(str(body.name) if body else "")[:40] or "school"


def _described(wanted: Wanted, around: Around) -> list[str]:
    """What narrows the list, in words."""
    fresh = {"fresh": _("under a year old"), "ageing": _("one to three years old")}
    fresh["old"] = _("older, or never confirmed")
    course = course_of(around, wanted.course)
    said = (
        _("“%(q)s”") % {"q": wanted.q} if wanted.q else "",
        _("a course that ended") if wanted.course == "any" else "",
        course.name if course else "",
        country_name(wanted.country, around.language) if wanted.country else "",
        fresh.get(wanted.fresh, ""),
        _("never asked") if wanted.basis else "",
    )
    return [words for words in said if words]
