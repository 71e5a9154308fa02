"""How far a campaign is shared: chosen, looked at as others would see it, then shared."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import sharing as actions
from commonroot.campaigns.forms.sharing import CAMPAIGN, SharingForm
from commonroot.campaigns.models import Campaign, Step
from commonroot.campaigns.models.tools import TOOLS
from commonroot.campaigns.permissions.campaigns import can_lead, can_see_team_pages, can_work_in
from commonroot.campaigns.queries import sharing as queries
from commonroot.campaigns.queries import team
from commonroot.campaigns.queries import workspace as reading
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.rules.sharing import STEPS, Shared, opens_to_everybody, reaches
from commonroot.campaigns.rules.team import needs_second
from commonroot.campaigns.views.shared import (
    TO,
    ahead,
    own_member,
    page_context,
    public_ask,
    reader,
    shared_words,
)
from commonroot.core.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_team_pages, find=find_campaign)
def sharing(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Who sees what now; whoever leads chooses anew, and looks before it is shared."""
    now = queries.shared_now(campaign)
    may_lead = can_lead(request.actor, campaign) and campaign.thrown_at is None
    if request.method == "POST" and not may_lead:
        raise Http404
    form = _form(request, campaign, now=now)
    if form.is_valid():
        words = shared_words(form.shared.to, dict(form.shared.parts))
        return redirect(
            f"{reverse('campaigns:look', args=[campaign.key])}?{urlencode({TO: words})}"
        )
    context = page_context(campaign, reader(request, campaign)) | {
        "form": form,
        "may_lead": may_lead,
        "audiences": _seen(campaign, now),
        "is_shared": now.to != Step.TEAM,
        "member": own_member(request, campaign),
        **public_ask(campaign),
        "said": request.GET.get("said", ""),
    }
    return render(request, "campaigns/sharing.html", context, status=400 if form.errors else 200)


def _form(request: ActorRequest, campaign: Campaign, *, now: Shared) -> SharingForm:
    there = {one.step for one in _audiences(campaign) if one.is_there}
    used = {now.to, *now.parts.values()}
    steps = [step for step in Step if step == Step.TEAM or step in there or step in used]
    filled = reading.in_tools(reading.filled(campaign))
    tools = [
        tool
        for code, tool in TOOLS.items()
        if tool.sharable and (filled.get(code) or code in now.parts)
    ]
    initial = {CAMPAIGN: now.to} | {f"tool-{tool.code}": now.part(tool.code) for tool in tools}
    asked = request.POST if request.method == "POST" else None
    return SharingForm(asked, tools=tools, steps=steps, initial=initial)


def _audiences(campaign: Campaign) -> list[queries.Audience]:
    return queries.audiences(campaign, language=get_language() or "en")


def _seen(campaign: Campaign, shared: Shared) -> list[dict[str, Any]]:
    """For each step that somebody stands at: who they are, and which tools are open to them."""
    return [
        {
            "audience": one,
            "sees": reaches(one.step, shared.to),
            "tools": [
                tool
                for code, tool in TOOLS.items()
                if tool.sharable and reaches(one.step, shared.part(code))
            ],
            "query": ahead(one.step, shared_to=shared.to, parts=dict(shared.parts)),
        }
        for one in _audiences(campaign)
        if one.is_there
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_lead, find=find_campaign)
def look(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Who exactly would see what, what stays with the team; then the button that does it."""
    words = request.POST.get(TO) or request.GET.get(TO, "")
    wanted = _read(words)
    if wanted is None and not words:
        return redirect("campaigns:sharing", key=campaign.key)
    if wanted is None or campaign.thrown_at is not None:
        raise Http404
    member, now = own_member(request, campaign), queries.shared_now(campaign)
    if request.method == "POST":
        ask = actions.share(
            campaign=campaign, wanted=wanted, member=member, by=request.actor, at=request.at
        )
        here = reverse("campaigns:sharing", args=[campaign.key])
        return redirect(f"{here}?said={'asked' if ask else 'shared'}")
    waits = opens_to_everybody(now, wanted) and needs_second(team.joined(campaign).count())
    context = page_context(campaign, reader(request, campaign)) | {
        "words": words,
        "audiences": _seen(campaign, wanted),
        "nobody": wanted.to == STEPS[0],
        "same": wanted == now,
        "kept": queries.kept_by_team(campaign, wanted),
        "waits": waits,
        "everybody": wanted.to == STEPS[-1],
    }
    return render(request, "campaigns/look.html", context)


def _read(words: str) -> Shared | None:
    """How far everything is to be shared, as an address says it; None: it says nothing."""
    first, *rest = words.split(".")
    if first not in STEPS:
        return None
    parts = {}
    for one in rest:
        tool, _dash, step = one.partition("-")
        if step in STEPS:
            parts[tool] = step
    return Shared(first, parts).of(queries.SHARABLE)


@require_POST
@guarded(can_work_in, find=find_campaign)
def everybody(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Another one of the team says yes or no to what is to be open to everybody."""
    answer = request.POST.get("answer", "")
    said: dict[str, Any] = {
        "member": own_member(request, campaign), "by": request.actor, "at": request.at,
    }  # fmt: skip
    if answer not in {"yes", "no"}:
        raise Http404
    try:
        act = actions.say_yes if answer == "yes" else actions.say_no
        act(campaign=campaign, **said)
    except Refused as refusal:
        context = page_context(campaign, reader(request, campaign)) | {"refused": str(refusal)}
        return render(request, "campaigns/not_done.html", context, status=409)
    here = reverse("campaigns:sharing", args=[campaign.key])
    return redirect(f"{here}?said={answer}")
