"""Blank tools: to try, to print, and to keep only if somebody says so. Nothing typed is stored."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, from_our_pages, guarded, public
from commonroot.campaigns.actions import keeping
from commonroot.campaigns.actions.campaigns import start
from commonroot.campaigns.forms.blanks import BLANK, Blank, KeepForm, Rows, carried, unpacked
from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.tools import KINDS, Tool
from commonroot.campaigns.permissions.blanks import can_keep
from commonroot.campaigns.permissions.campaigns import can_start
from commonroot.campaigns.queries import blanks as queries
from commonroot.campaigns.queries.blank_papers import blank_paper
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.queries.reading import member_of
from commonroot.core.errors import Refused
from commonroot.people.models import Person


def _tool(code: str) -> Tool:
    """The tool that opens blank under that word; Http404 where there is none."""
    tool = BLANK.get(code)
    if tool is None:
        raise Http404
    return tool


def _school_name(request: ActorRequest) -> str:
    return str(request.school.name) if request.school else ""


@require_safe
@public
def blanks(request: ActorRequest) -> HttpResponse:
    """All tools that open blank, with what each is for."""
    return render(request, "campaigns/blanks.html", {"tools": list(BLANK.values())})


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def blank(request: ActorRequest, tool: str) -> HttpResponse:
    """A tool with nothing in it; what is sent comes back in the page."""
    shape = _tool(tool)
    posted = request.POST if request.method == "POST" else None
    back = unpacked(shape, posted["carried"]) if posted and "carried" in posted else None
    page = Blank(shape, as_posted(back) if back is not None else posted)
    if posted is not None:
        page.is_valid()
    return _blank_page(request, page)


def as_posted(rows: Rows) -> QueryDict:
    """Rows as the page of a blank tool sends them, so that it can show them again."""
    data = QueryDict(mutable=True)
    placed: dict[str, int] = {}
    for kind, said in rows:
        number = placed.get(kind, 0)
        placed[kind] = number + 1
        for code, value in said.items():
            values = value if isinstance(value, list) else ["on" if value is True else str(value)]
            data.setlist(f"{kind}-{number}-{code}", values)
    for kind, count in placed.items():
        if not KINDS[kind].single:
            data[f"rows-{kind}"] = str(count)
    return data


def _blank_page(request: ActorRequest, page: Blank, *, status: int = 200) -> HttpResponse:
    context = {"tool": page.tool, "page": page, "more": page.more}
    return render(request, "campaigns/blank.html", context, status=status)


@require_safe
@public
def empty_paper(request: ActorRequest, tool: str) -> HttpResponse:
    """The tool on paper, with lines to write on."""
    return _paper(request, _tool(tool), rows=[])


@require_POST
@from_our_pages
@public
def written_paper(request: ActorRequest, tool: str) -> HttpResponse:
    """The tool on paper with what was typed; it is kept nowhere."""
    page = Blank(_tool(tool), request.POST)
    if not page.is_valid():
        return _blank_page(request, page, status=400)
    return _paper(request, page.tool, rows=page.rows)


def _paper(request: ActorRequest, tool: Tool, *, rows: Rows) -> HttpResponse:
    made = blank_paper(tool, rows=rows, school=_school_name(request))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{tool.exercise}.pdf"'
    if rows:
        response["Cache-Control"] = "no-store"
    return response


@require_POST
@from_our_pages
@public
def keep_page(request: ActorRequest, tool: str) -> HttpResponse:
    """Where to keep what was typed; for whoever came without a link, how to get there.

    What was typed travels in the page, signed: nothing is stored before somebody says where.
    """
    shape = _tool(tool)
    rows = unpacked(shape, request.POST.get("carried", ""))
    if rows is None:
        page = Blank(shape, request.POST, strict=True)
        if not page.is_valid():
            return _blank_page(request, page, status=400)
        rows = page.rows
    return _keep_page(request, shape, rows=rows)


def _keep_page(
    request: ActorRequest, tool: Tool, *, rows: Rows, refusal: str = "", status: int = 200
) -> HttpResponse:
    knows = can_keep(request.actor)
    context: dict[str, Any] = {
        "tool": tool,
        "base": "ui/personal.html" if knows else "ui/page.html",
        "carried": carried(tool, rows) if rows else "",
        "lines": queries.summed_up(tool, rows),
        "may_keep": knows,
        "may_start": knows and can_start(request.actor),
        "campaigns": queries.own_campaigns(request.actor) if knows else [],
        "refusal": refusal,
    }
    return render(request, "campaigns/keep.html", context, status=status)


@require_POST
@guarded(can_keep)
def kept(request: ActorRequest, tool: str) -> HttpResponse:
    """Keep it: in a campaign of theirs, or in a new one under a name."""
    shape = _tool(tool)
    form = KeepForm(request.POST)
    rows = unpacked(shape, request.POST.get("carried", ""))
    if rows is None or not form.is_valid():
        return _keep_page(request, shape, rows=rows or [], refusal=_too_old(), status=400)
    try:
        campaign = _campaign(request, form)
        member = member_of(campaign, request.actor)
        if member is None:
            raise Http404
        keeping.keep(
            campaign=campaign,
            tool=shape,
            rows=rows,
            member=member,
            by=request.actor,
            at=request.at,
        )
    except Refused as refused:
        return _keep_page(request, shape, rows=rows, refusal=str(refused), status=409)
    return redirect(f"{reverse('campaigns:tool', args=[campaign.key, shape.code])}?said=kept")


def _too_old() -> str:
    return _("This page is too old to be kept from. Go back, and press Keep it once more.")


def _campaign(request: ActorRequest, form: KeepForm) -> Campaign:
    """The campaign that was chosen, or a new one; Http404 for one that is not theirs."""
    key = form.cleaned_data["campaign"]
    if key:
        found = find_campaign(key)
        if found is None or not queries.is_own(found, request.actor):
            raise Http404
        return found
    person = Person.objects.filter(pk=request.actor.person_id or 0).first()
    if person is None or not can_start(request.actor):
        raise Http404
    if not form.cleaned_data["name"].strip():
        raise keeping.NoName(_("How is it called? A working name is enough."))
    said = {"name": form.cleaned_data["name"].strip(), "languages": [get_language() or "en"]}
    return start(said=said, person=person, by=request.actor, at=request.at)
