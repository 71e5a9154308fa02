"""The spectrum of allies: the drawing, its lists, where a group stands, a plan to move it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import entries as writing
from commonroot.campaigns.actions import spectrum as actions
from commonroot.campaigns.actions.snapshots import drop, take
from commonroot.campaigns.forms.plans import ASKED, PlanForm, StandForm
from commonroot.campaigns.models import Campaign, Entry
from commonroot.campaigns.models.tools import KINDS
from commonroot.campaigns.models.tools.spectrum import SPECTRUM
from commonroot.campaigns.permissions.campaigns import can_read_campaign, can_work_in
from commonroot.campaigns.queries import reading, spectrum
from commonroot.campaigns.queries.entries import choices_of, entry
from commonroot.campaigns.queries.snapshots import snapshot, snapshots
from commonroot.campaigns.rules import spectrum as rules
from commonroot.campaigns.views import shared
from commonroot.campaigns.views.keeping import met_address
from commonroot.core.errors import Refused

CODE = "spectrum"
DAYS_SHOWN = 12


@require_safe
@guarded(can_read_campaign, find=reading.campaign)
def open_spectrum(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Who stands where, as a half-circle and as lists, and what is planned to move them."""
    page = shared.find_tool(request, campaign, code=CODE)
    days = list(snapshots(campaign, SPECTRUM)[:DAYS_SHOWN]) if page.reader.is_team else []
    since = next((day for day in days if day.key == request.GET.get("since")), None)
    shown = spectrum.spectrum(
        campaign,
        reader=page.reader,
        mirrored=get_language_bidi(),
        before=spectrum.stood_in(since.rows) if since is not None else None,
    )
    context = shared.tool_context(request, page) | {
        "spectrum": shown,
        "days": days,
        "since": since,
    }
    return render(request, "campaigns/spectrum.html", context)


@require_POST
@guarded(can_work_in, find=reading.campaign)
def stand(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Write down where a group stands now; words of others in between are never overwritten."""
    shared.find_tool(request, campaign, code=CODE)
    form = StandForm(request.POST)
    if not form.is_valid():
        raise Http404
    group = _group(campaign, form.cleaned_data["entry"])
    met = writing.write(
        entry=group,
        said={"wedge": form.cleaned_data["wedge"]},
        seen=form.cleaned_data["seen"],
        member=shared.own_member(request, campaign),
        by=request.actor,
        at=request.at,
    )
    if met:
        return redirect(met_address(campaign, met[0]))
    return redirect(f"{reverse('campaigns:tool', args=[campaign.key, CODE])}#e-{group.key}")


@require_POST
@guarded(can_work_in, find=reading.campaign)
def keep_day(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Keep how everybody stands today, or forget a day that was kept."""
    shared.find_tool(request, campaign, code=CODE)
    back = reverse("campaigns:tool", args=[campaign.key, CODE])
    if "drop" in request.POST:
        kept = snapshot(campaign, SPECTRUM, key=request.POST["drop"])
        if kept is None:
            raise Http404
        drop(kept=kept, by=request.actor, at=request.at)
        return redirect(f"{back}?said=dropped#days")
    taken = take(campaign=campaign, tool=SPECTRUM, by=request.actor, at=request.at)
    return redirect(f"{back}?said=day&since={taken.key}#days")


def _group(campaign: Campaign, key: str) -> Entry:
    found = Entry.objects.filter(campaign=campaign, kind="ally_group", key=key).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=reading.campaign)
def plan(request: ActorRequest, campaign: Campaign, *, group: str) -> HttpResponse:
    """Plan one step nearer for one group: what speaks to them, one tactic, one request."""
    page = shared.find_tool(request, campaign, code=CODE)
    shown = entry(campaign, group, reader=page.reader)
    if shown is None or shown.kind.code != "ally_group":
        raise Http404
    wedge = int(shown.value("wedge"))
    goal = rules.nearer(wedge)
    kind = KINDS["shift"]
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial={"goal": goal},
        choices={
            "owner": choices_of(campaign, kind.field("owner"), reader=page.reader),
        },
    )
    refusal = ""
    if form.is_valid():
        try:
            actions.plan(
                group=shown.entry,
                goal=form.cleaned_data["goal"],
                said=form.said,
                member=shared.own_member(request, campaign),
                by=request.actor,
                at=request.at,
            )
        except actions.NotOneStep as refused:
            form.add_error("goal", str(refused))
        except writing.NotWritable as refused:
            form.add_error(refused.field if refused.field in ASKED else None, str(refused))
        except Refused as refused:
            refusal = str(refused)
        else:
            back = reverse("campaigns:tool", args=[campaign.key, CODE])
            return redirect(f"{back}?said=plan#e-{shown.key}")
    context = shared.tool_context(request, page) | {
        "group": shown,
        "form": form,
        "refusal": refusal,
        "is_nearest": goal is None,
        "is_opponent": wedge == rules.FURTHEST,
        "stands": spectrum.LABELS[wedge],
        "next": spectrum.LABELS[goal] if goal else "",
    }
    return render(request, "campaigns/spectrum_plan.html", context, status=409 if refusal else 200)
