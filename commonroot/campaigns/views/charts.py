"""The strategy chart: five columns for each target, every cell written in its place."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import entries
from commonroot.campaigns.forms.entries import EntryForm
from commonroot.campaigns.models import Campaign, Entry
from commonroot.campaigns.models.tools import KINDS, Kind
from commonroot.campaigns.models.tools.strategy import CHART, STRATEGY
from commonroot.campaigns.permissions.campaigns import can_read_campaign
from commonroot.campaigns.queries import charts as queries
from commonroot.campaigns.queries import removed
from commonroot.campaigns.queries.entries import Shown
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.rules.chart import COLUMNS
from commonroot.campaigns.views.entries import choices_for
from commonroot.campaigns.views.entries import entry as keep_entry
from commonroot.campaigns.views.keeping import met_address, seen_of, wants_json
from commonroot.campaigns.views.shared import ToolPage, find_tool, own_member, tool_context
from commonroot.core.errors import Refused

KINDS_HERE = {kind.code: kind for kind in STRATEGY.kinds}
FIRST = ("target", "office")  # what a new chart asks for; the rest has its columns


@dataclass(frozen=True)
class Here:
    """The page somebody has before them: the tool, all its charts, the one that is shown."""

    page: ToolPage
    found: list[queries.Chart]
    chart: queries.Chart | None


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def strategy(request: ActorRequest, campaign: Campaign, *, entry: str = "") -> HttpResponse:
    """The chart of one target, or of the first; `entry` may be a chart or anything in one."""
    page = find_tool(request, campaign, code=STRATEGY.code)
    found = queries.charts(campaign, reader=page.reader)
    chart, cell = _wanted(found, entry)
    here = Here(page, found, chart)
    if request.method == "POST" and wants_json(request):
        own = {"key": campaign.key, "tool": STRATEGY.code, "entry": request.POST.get("entry", "")}
        return keep_entry(request, **own)
    if request.method == "POST":
        return _written(request, here)
    if entry and chart is None:
        raise Http404
    opened = cell if cell is not None and page.may_write else None
    if opened is None and page.may_write:
        opened = _cell(chart, request.GET.get("open", ""))
    adding = KINDS_HERE.get(request.GET.get("add", "")) if page.may_write else None
    if adding is not None and not _has_place(adding, chart):
        raise Http404
    form = None
    if opened is not None:
        only = _fields_of(request.GET.get("column", ""), opened)
        form = _form(page, opened.kind, shown=opened, only=only)
    elif chart is None and page.may_write:
        form = _form(page, CHART, only=FIRST)
    elif adding is not None:
        form = _form(page, adding, only=FIRST if adding is CHART else ())
    return _page(request, here, opened=opened, adding=adding, form=form)


def _wanted(found: list[queries.Chart], key: str) -> tuple[queries.Chart | None, Shown | None]:
    """The chart with that key, or the one in which something with that key stands, and that.

    None where it is not there; somebody may have removed it while another still writes in it.
    """
    if not key:
        return next(iter(found), None), None
    for chart in found:
        cell = _cell(chart, key)
        if cell is not None:
            return chart, None if cell is chart.shown else cell
    return None, None


def _cell(chart: queries.Chart | None, key: str) -> Shown | None:
    if chart is None or not key:
        return None
    return next((one for one in (chart.shown, *chart.shown.children) if one.key == key), None)


def _has_place(kind: Kind, chart: queries.Chart | None) -> bool:
    return kind is CHART or chart is not None


def _fields_of(column: str, opened: Shown) -> tuple[str, ...]:
    """Which fields of a chart are written in a column; of other entries all."""
    if opened.kind is not CHART:
        return ()
    chosen = int(column) if column in {str(number) for number in range(1, 6)} else 4
    return COLUMNS[chosen - 1][1] or COLUMNS[3][1]


def _form(
    page: ToolPage,
    kind: Kind,
    *,
    posted: Any = None,
    shown: Shown | None = None,
    only: tuple[str, ...] = (),
) -> EntryForm:
    choices = choices_for(page.campaign, kind, reader=page.reader, shown=shown)
    initial = {}
    if shown is not None:
        initial = {code: cell.value for code, cell in shown.cells.items()} | {"seen": shown.seen}
    return EntryForm(kind, posted, choices=choices, only=only, initial=initial)


def _written(request: ActorRequest, here: Here) -> HttpResponse:
    """What was pressed: write a cell, or add one."""
    match request.POST.get("do", ""):
        case "write":
            return _write(request, here)
        case "add":
            return _add(request, here)
        case _:
            raise Http404


def _write(request: ActorRequest, here: Here) -> HttpResponse:
    page = here.page
    entry = _entry(page, request.POST.get("entry", ""))
    kind = KINDS[entry.kind]
    only = tuple(
        one for one in request.POST.getlist("field") if one in {f.code for f in kind.fields}
    )
    form = _form(page, kind, posted=request.POST, only=only)
    if form.is_valid():
        try:
            met = entries.write(
                entry=entry,
                said=form.said,
                seen=seen_of(request, form.said),
                member=own_member(request, page.campaign),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            if met:
                return redirect(met_address(page.campaign, met[0]))
            return redirect(
                _there(
                    page,
                    entry,
                    said="kept",
                    column=request.POST.get("column", ""),
                )
            )
    opened = _cell(here.chart, entry.key)
    return _page(request, here, opened=opened, form=form, status=400)


def _add(request: ActorRequest, here: Here) -> HttpResponse:
    page, chart = here.page, here.chart
    kind = KINDS_HERE.get(request.POST.get("kind", ""))
    if kind is None or not _has_place(kind, chart):
        raise Http404
    form = _form(page, kind, posted=request.POST, only=FIRST if kind is CHART else ())
    if form.is_valid():
        try:
            made = entries.add(
                campaign=page.campaign,
                kind=kind.code,
                said=form.said,
                parent=None if chart is None or kind is CHART else chart.shown.entry,
                member=own_member(request, page.campaign),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            return redirect(_there(page, made, said="added"))
    return _page(request, here, adding=kind, form=form, status=400)


def _refuse(form: EntryForm, refused: Refused) -> None:
    """Say at the field what is amiss, or above all where it is of none."""
    field = getattr(refused, "field", "")
    form.add_error(field if field in form.fields else None, str(refused))


def _entry(page: ToolPage, key: str) -> Entry:
    """An entry of this tool; one that somebody removed meanwhile, as it was."""
    found = Entry.objects.filter(campaign=page.campaign, key=key, kind__in=KINDS_HERE)
    entry = found.select_related("parent", "campaign").first()
    entry = entry or removed.ghost(page.campaign, key)
    if entry is None or entry.kind not in KINDS_HERE:
        raise Http404
    return entry


def _name(entry: Entry | None) -> str:
    return "campaigns:strategy_one" if entry is not None else "campaigns:strategy"


def _there(page: ToolPage, entry: Entry, *, said: str, column: str = "") -> str:
    """The chart with that entry before one's eyes."""
    chart = entry.parent or (entry if entry.kind == CHART.code else None)
    column = (column or "1") if entry.kind == CHART.code else str(queries.column_of(entry.kind))
    own = [page.campaign.key, chart.key] if chart is not None and chart.pk else [page.campaign.key]
    address = reverse(_name(chart if chart is not None and chart.pk else None), args=own)
    asked = {"said": said, "column": column}
    return f"{address}?{urlencode(asked)}#e-{entry.key}"


def _page(
    request: ActorRequest,
    here: Here,
    *,
    opened: Shown | None = None,
    adding: Kind | None = None,
    form: EntryForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page, found, chart = here.page, here.found, here.chart
    asked = request.GET.get("column", "") or request.POST.get("column", "")
    kind = opened.kind if opened else adding
    chosen = queries.column_of(kind.code) if kind else 1
    if asked in {"1", "2", "3", "4", "5"} and (kind is None or kind is CHART):
        chosen = int(asked)
    context = tool_context(request, page) | {
        "charts": [
            {
                "label": one.shown.name,
                "url": reverse("campaigns:strategy_one", args=[page.campaign.key, one.key])
                + page.reader.query,
                "current": chart is not None and one.key == chart.key,
            }
            for one in found
        ],
        "chart": chart,
        "form": form,
        "opened": opened,
        "adding": adding,
        "column": chosen,
    }
    return render(request, "campaigns/strategy.html", context, status=status)


@require_safe
@guarded(can_read_campaign, find=find_campaign)
def compare_charts(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """The charts side by side: whom do we move more easily?"""
    page = find_tool(request, campaign, code=STRATEGY.code)
    found = queries.charts(campaign, reader=page.reader)
    context = tool_context(request, page) | {
        "charts": found,
        "lines": queries.side_by_side(found),
    }
    return render(request, "campaigns/compare_charts.html", context)
