"""The page of any tool that has none of its own, and of one entry: read, written, put in order."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import entries as actions
from commonroot.campaigns.actions.removing import remove
from commonroot.campaigns.forms.entries import EntryForm
from commonroot.campaigns.models import Campaign, Entry
from commonroot.campaigns.models.tools import KINDS, Kind, Tool
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.permissions.campaigns import can_read_campaign, can_work_in
from commonroot.campaigns.queries import changes, removed
from commonroot.campaigns.queries import entries as queries
from commonroot.campaigns.queries.hints import hints
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.queries.sections import sections
from commonroot.campaigns.views.keeping import (
    kept_answer,
    met_address,
    seen_of,
    sent_names,
    wants_json,
)
from commonroot.campaigns.views.shared import ToolPage, find_tool, own_member, tool_context
from commonroot.core.errors import Refused


def tool_address(campaign: Campaign, tool: Tool, *, said: str = "", key: str = "") -> str:
    """A tool's page; `said` tells what was just done, `key` where on it."""
    here = reverse("campaigns:tool", args=[campaign.key, tool.code])
    return f"{here}{f'?said={said}' if said else ''}{f'#e-{key}' if key else ''}"


@require_safe
@guarded(can_read_campaign, find=find_campaign)
def tool(request: ActorRequest, campaign: Campaign, *, tool: str) -> HttpResponse:
    """What stands in a tool."""
    page = find_tool(request, campaign, code=tool)
    shown = queries.entries_of(campaign, page.tool, reader=page.reader)
    found = {"sections": sections(page.tool, shown), "is_empty": not shown}
    context = tool_context(request, page) | found
    return render(request, "campaigns/tool.html", context)


def choices_for(
    campaign: Campaign, kind: Kind, *, reader: Reader, shown: queries.Shown | None = None
) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen in the fields that name an entry or a member; what stands there stays
    among it, though it be gone.
    """
    found = {}
    for field in kind.fields:
        if field.type not in {Type.ENTRY, Type.MEMBER}:
            continue
        offered = queries.choices_of(campaign, field, reader=reader)
        stands = shown.value(field.code) if shown else None
        if stands and stands not in dict(offered):
            offered.append((stands, shown.words(field.code) if shown else ""))
        found[field.code] = [(key, name or _("not there any more")) for key, name in offered]
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=find_campaign)
def add(request: ActorRequest, campaign: Campaign, *, tool: str, kind: str) -> HttpResponse:
    """One more of a kind; `?parent=` says to what it belongs."""
    page = find_tool(request, campaign, code=tool)
    shape, member = _kind_of(page, kind), own_member(request, campaign)
    form = EntryForm(
        shape,
        request.POST if request.method == "POST" else None,
        choices=choices_for(campaign, shape, reader=page.reader),
        # Whoever writes it down most often does it, too.
        initial={field.code: member.key for field in shape.fields if field.type == Type.MEMBER},
    )
    parent = None
    if shape.parent:
        parent = Entry.objects.filter(
            campaign=campaign, kind=shape.parent, key=request.GET.get("parent", "")
        ).first()
    if form.is_valid():
        try:
            entry = actions.add(
                campaign=campaign,
                kind=shape.code,
                said=form.said,
                parent=parent,
                member=member,
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "") or None, str(refusal))
        else:
            return redirect(tool_address(campaign, page.tool, said="added", key=entry.key))
    context = tool_context(request, page) | {"form": form, "kind": shape, "shown": None}
    return render(request, "campaigns/entry.html", context)


def _kind_of(page: ToolPage, code: str) -> Kind:
    found = next((one for one in page.tool.kinds if one.code == code), None)
    if found is None or (found.restricted and not page.reader.reads_risks):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def entry(request: ActorRequest, campaign: Campaign, *, tool: str, entry: str) -> HttpResponse:
    """One entry: its form for the team, its words for others."""
    page = find_tool(request, campaign, code=tool)
    shown = queries.entry(campaign, entry, reader=page.reader)
    if shown is None:
        return _gone(request, page, key=entry)
    kind = _kind_of(page, shown.kind.code)
    if not page.may_write:
        context = tool_context(request, page) | {"kind": kind, "shown": shown}
        return render(request, "campaigns/entry_read.html", context)
    if request.method == "POST" and wants_json(request):
        return _keep(request, page, one=shown.entry)
    choices = choices_for(campaign, kind, reader=page.reader, shown=shown)
    form = EntryForm(
        kind,
        request.POST if request.method == "POST" else None,
        choices=choices,
        initial={"seen": shown.seen, **{code: one.value for code, one in shown.cells.items()}},
    )
    if form.is_valid():
        try:
            return _written(request, page, form=form, one=shown.entry)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "") or None, str(refusal))
    context = tool_context(request, page) | {
        "form": form,
        "kind": kind,
        "shown": shown,
        "hints": hints(shown),
    }
    return render(request, "campaigns/entry.html", context)


def _written(request: ActorRequest, page: ToolPage, *, form: EntryForm, one: Entry) -> HttpResponse:
    clashes = actions.write(
        entry=one,
        said=form.said,
        seen=seen_of(request, form.said),
        member=own_member(request, page.campaign),
        by=request.actor,
        at=request.at,
    )
    if clashes:
        return redirect(met_address(page.campaign, clashes[0]))
    return redirect(tool_address(page.campaign, page.tool, said="kept", key=one.key))


def _keep(request: ActorRequest, page: ToolPage, *, one: Entry) -> HttpResponse:
    """Keep the fields that were left, each on its own: one amiss does not hold up the others."""
    kind = KINDS[one.kind]
    names = [field.code for field in kind.fields if field.code in sent_names(request)]
    if not names:
        raise Http404
    choices = choices_for(page.campaign, kind, reader=page.reader)
    form = EntryForm(kind, request.POST, choices=choices, only=names)
    form.is_valid()
    errors = {name: str(words[0]) for name, words in form.errors.items()}
    met = {}
    seen = seen_of(request, names)
    for name in names:
        if name in errors:
            continue
        try:
            clashes = actions.write(
                entry=one,
                said={name: form.cleaned_data.get(name)},
                seen=seen[name],
                member=own_member(request, page.campaign),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            errors[name] = str(refusal)
        else:
            if clashes:
                met[name] = met_address(page.campaign, clashes[0])
    newest = changes.newest(page.campaign)
    return kept_answer(names=names, newest=newest, errors=errors, met=met)


def _gone(request: ActorRequest, page: ToolPage, *, key: str) -> HttpResponse:
    """An entry that somebody removed while another had it open: their words are kept."""
    ghost = removed.ghost(page.campaign, key) if page.may_write else None
    if ghost is None or ghost.kind not in {kind.code for kind in page.tool.kinds}:
        raise Http404
    _kind_of(page, ghost.kind)
    if request.method != "POST":
        return redirect(f"{tool_address(page.campaign, page.tool)}?gone={key}")
    if wants_json(request):
        return _keep(request, page, one=ghost)
    form = EntryForm(KINDS[ghost.kind], request.POST)
    if form.is_valid():
        return _written(request, page, form=form, one=ghost)
    return redirect(f"{tool_address(page.campaign, page.tool)}?gone={key}")


@require_POST
@guarded(can_work_in, find=find_campaign)
def entry_do(request: ActorRequest, campaign: Campaign, *, tool: str, entry: str) -> HttpResponse:
    """What buttons beside an entry do: put it in order, say it is done, take it away."""
    page = find_tool(request, campaign, code=tool)
    shown = queries.entry(campaign, entry, reader=page.reader)
    if shown is None or shown.kind not in page.tool.kinds:
        raise Http404
    member = own_member(request, campaign)
    about: dict[str, Any] = {"member": member, "by": request.actor, "at": request.at}
    done, one = request.POST.get("do", ""), shown.entry
    back = _back(request, page, key=entry)
    try:
        if done == "remove":
            remove(entry=one, **about)
            return redirect(f"{tool_address(campaign, page.tool)}?gone={entry}")
        if done in {"done", "open"}:
            actions.done(entry=one, is_done=done == "done", **about)
        elif done in {"inside", "outside"}:
            actions.keep_to_team(entry=one, team_only=done == "inside", **about)
        elif done in {"up", "down"}:
            actions.move(entry=one, before=_before(one, up=done == "up"), **about)
        elif done == "place":
            actions.move(entry=one, before=_dropped_before(request, campaign), **about)
        else:
            raise Http404
    except actions.Gone:
        return redirect(f"{tool_address(campaign, page.tool)}?gone={entry}")
    except actions.WrongPlace:
        # What it was to stand before went meanwhile: the page shows how it stands now.
        return redirect(back)
    return redirect(back)


def _dropped_before(request: ActorRequest, campaign: Campaign) -> Entry | None:
    """Before what it was let go; None: below all of them. Raises WrongPlace where that is gone."""
    key = request.POST.get("before", "")
    found = Entry.objects.filter(campaign=campaign, key=key).first() if key else None
    if key and found is None:
        raise actions.WrongPlace
    return found


def _before(one: Entry, *, up: bool) -> Entry | None:
    """Before which of its like it comes when it goes one place up or down."""
    like = list(
        Entry.objects.filter(
            campaign=one.campaign_id, kind=one.kind, parent=one.parent_id
        ).order_by("place", "pk")
    )
    here = like.index(one)
    if up:
        return like[max(0, here - 1)]
    return like[here + 2] if here + 2 < len(like) else None


def _back(request: ActorRequest, page: ToolPage, *, key: str) -> str:
    """Where the buttons lead back to: a page of this campaign, else the tool's."""
    asked = request.POST.get("next", "")
    inside = asked.startswith(reverse("campaigns:workspace", args=[page.campaign.key]))
    if inside and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return tool_address(page.campaign, page.tool, key=key)
