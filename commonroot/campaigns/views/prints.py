"""The whole plan of a campaign on one page."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions.printing import note_print
from commonroot.campaigns.models import Campaign, Step
from commonroot.campaigns.permissions.campaigns import can_read_campaign
from commonroot.campaigns.queries.plan_papers import plan_paper
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.views.shared import reader
from commonroot.core.time import zone_or
from commonroot.programmes.queries.addresses import absolute
from commonroot.ui.hue import DEFAULT_HUE, colours


@require_safe
@guarded(can_read_campaign, find=find_campaign)
def plan(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """As far as whoever asks may read it; "?whole": the team's own print, "?paper=a3": larger."""
    eyes = reader(request, campaign)
    school = request.school
    whole = "whole" in request.GET and eyes.is_team
    made = plan_paper(
        campaign,
        reader=eyes,
        whole=whole,
        paper=request.GET.get("paper", ""),
        school=str(school.name) if school else "",
        address=absolute(reverse("campaigns:workspace", args=[campaign.key])),
        root=colours(school.hue if school else DEFAULT_HUE)[0].root,
        on=request.at.astimezone(ZoneInfo(zone_or(campaign.time_zone, "UTC"))).date(),
    )
    if eyes.step != Step.PUBLIC:
        note_print(campaign=campaign, whole=whole, by=request.actor, at=request.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="plan.pdf"'
    response["Cache-Control"] = "no-store"
    return response
