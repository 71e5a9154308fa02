"""The days of a power map: kept, named, laid side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import snapshots as actions
from commonroot.campaigns.forms.power import DayForm
from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.tools.power import POWER
from commonroot.campaigns.permissions.campaigns import can_read_campaign
from commonroot.campaigns.queries.power import days, pictures, showing
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.queries.snapshots import snapshot, snapshots
from commonroot.campaigns.rules import grid
from commonroot.campaigns.rules.comparing import moved
from commonroot.campaigns.views.power import asked_with, own_page
from commonroot.campaigns.views.shared import find_tool, tool_context


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def power_days(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """The days that were kept; another is kept, named or forgotten here."""
    page = own_page(request, campaign)
    form = DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        if "day" not in request.POST:
            actions.take(campaign=campaign, tool=POWER, name=name, by=request.actor, at=request.at)
            return redirect("campaigns:power_days", key=campaign.key)
        kept = snapshot(campaign, POWER, key=request.POST["day"])
        if kept is None:
            raise Http404
        if request.POST.get("do") == "forget":
            actions.drop(kept=kept, by=request.actor, at=request.at)
        else:
            actions.rename(kept=kept, name=name, by=request.actor, at=request.at)
        return redirect("campaigns:power_days", key=campaign.key)
    context = tool_context(request, page) | {"form": form, "days": snapshots(campaign, POWER)}
    status = 400 if form.errors else 200
    return render(request, "campaigns/power_days.html", context, status=status)


@require_safe
@guarded(can_read_campaign, find=find_campaign)
def power_compare(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Two days side by side, and what became of everybody between them; the later may be now."""
    page = find_tool(request, campaign, code=POWER.code)
    earlier = snapshot(campaign, POWER, key=request.GET.get("then", ""))
    later = snapshot(campaign, POWER, key=request.GET.get("now", ""))
    if earlier is None:
        earlier = snapshots(campaign, POWER).exclude(key=later.key if later else "").first()
    if earlier is None:
        return redirect(f"{reverse('campaigns:power', args=[campaign.key])}{page.reader.query}")
    if later is not None and later.taken_at < earlier.taken_at:
        earlier, later = later, earlier
    drawn = showing.power_map(campaign, reader=page.reader)
    then = days.stands_on(earlier, drawn=drawn, reader=page.reader)
    now = days.stands_on(later, drawn=drawn, reader=page.reader) if later else drawn.stands
    changes = moved(then, now)
    mirrored = get_language_bidi()
    context = tool_context(request, page) | {
        "earlier": earlier,
        "later": later,
        "days": snapshots(campaign, POWER),
        "told": days.told(changes, drawn=drawn),
        "headline": days.headline(changes),
        "then_picture": pictures.grid_picture(drawn, mirrored=mirrored, stands=then),
        "now_picture": pictures.grid_picture(drawn, mirrored=mirrored, stands=now),
        "both_picture": pictures.grid_picture(
            drawn, mirrored=mirrored, stands=now, changes=changes
        ),
        "grid": grid,
        "asked": asked_with(request),
    }
    return render(request, "campaigns/power_compare.html", context)
