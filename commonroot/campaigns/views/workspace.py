"""The page of a campaign: what comes next, its tools, its people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.models import Campaign
from commonroot.campaigns.permissions.campaigns import can_open_campaign
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.views.shared import page_context, reader


@require_safe
@guarded(can_open_campaign, find=find_campaign)
def workspace(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """What comes next, its tools, its people; for others what is shared with them."""
    return render(
        request, "campaigns/workspace.html", page_context(campaign, reader(request, campaign))
    )
