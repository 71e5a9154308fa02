"""Who changed what, taking it back, where words met, and what is new since a page was read."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions.settling import settle
from commonroot.campaigns.actions.taking_back import take_back
from commonroot.campaigns.models import Campaign, Clash
from commonroot.campaigns.models.tools import KINDS, TOOL_OF, TOOLS
from commonroot.campaigns.permissions.campaigns import can_see_team_pages, can_work_in
from commonroot.campaigns.queries import changes, removed
from commonroot.campaigns.queries import entries as queries
from commonroot.campaigns.queries import history as queries_of_history
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.views.shared import own_member, page_context, reader
from commonroot.core.errors import Refused

AT_ONCE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_team_pages, find=find_campaign)
def history(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """What changed in a campaign, one of its tools or an entry; each can be put back."""
    eyes = reader(request, campaign)
    if not eyes.is_team:
        raise Http404
    tool = TOOLS.get(request.GET.get("tool", ""))
    refusal = ""
    if request.method == "POST":
        try:
            return redirect(_put_back(request, campaign))
        except Refused as refused:
            refusal = str(refused)
    before = request.GET.get("before", "")
    rows = queries_of_history.changes_of(
        campaign, reader=eyes, tool=tool, entry_key=request.GET.get("entry", "")
    )
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: AT_ONCE + 1])
    context = page_context(campaign, eyes) | {
        "told": queries_of_history.told(found[:AT_ONCE], campaign, reader=eyes),
        "more": found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None,
        "tool": tool,
        "tools": [one for one in TOOLS.values() if eyes.reads(one)],
        "entry_key": request.GET.get("entry", ""),
        "may_write": can_work_in(request.actor, campaign),
        "refusal": refusal,
        "said": request.GET.get("said", ""),
    }
    return render(request, "campaigns/history.html", context, status=409 if refusal else 200)


def _put_back(request: ActorRequest, campaign: Campaign) -> str:
    """Take back a change by its number, or put back an entry by its key; where it stands then."""
    if not can_work_in(request.actor, campaign):
        raise Http404
    eyes = reader(request, campaign)
    if "entry" in request.POST:
        change = removed.removal(campaign, request.POST["entry"])
    else:
        change = queries_of_history.change(campaign, request.POST.get("change", ""), reader=eyes)
    if change is None or change.kind not in KINDS or not eyes.reads(TOOL_OF[change.kind]):
        raise Http404
    member = own_member(request, campaign)
    entry = take_back(change=change, member=member, by=request.actor, at=request.at)
    here = reverse("campaigns:tool", args=[campaign.key, TOOL_OF[entry.kind].code])
    return f"{here}?said=back#e-{entry.key}"


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=find_campaign)
def met(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Both sides of every place where words met, and the buttons that end it."""
    eyes = reader(request, campaign)
    refusal, asked = "", ""
    newest = changes.newest(campaign)
    clashes = queries.open_clashes(campaign, reader=eyes)
    if request.method == "POST":
        asked = request.POST.get("clash", "")
        clash = next((one for one in clashes if one.key == asked), None)
        end = request.POST.get("end", "")
        if end not in Clash.End.values or not eyes.is_team:
            raise Http404
        try:
            if clash is not None:
                _settle(request, clash, end=Clash.End(end))
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{reverse('campaigns:met', args=[campaign.key])}?said=settled")
    context = page_context(campaign, eyes) | {
        "meetings": queries_of_history.meetings(campaign, clashes, reader=eyes),
        "newest": newest,
        "refusal": refusal,
        "asked": asked,
        "said": request.GET.get("said", ""),
    }
    return render(request, "campaigns/met.html", context, status=409 if refusal else 200)


def _settle(request: ActorRequest, clash: Clash, *, end: Clash.End) -> None:
    told = request.POST.get("seen", "")
    settle(
        clash=clash,
        end=end,
        seen=int(told) if told.isdecimal() else 0,
        member=own_member(request, clash.campaign),
        by=request.actor,
        at=request.at,
    )


@require_safe
@guarded(can_work_in, find=find_campaign)
def since(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """What others changed since a page was read: {count, words}; nothing of it is kept anywhere."""
    eyes = reader(request, campaign)
    seen = request.GET.get("seen", "")
    tool = TOOLS.get(request.GET.get("tool", ""))
    if not seen.isdecimal() or (tool is not None and not eyes.reads(tool)):
        raise Http404
    told = queries_of_history.news(campaign, reader=eyes, tool=tool, seen=int(seen))
    return JsonResponse({"count": told.count, "words": told.words})
