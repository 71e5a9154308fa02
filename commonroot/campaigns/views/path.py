"""The critical path and the line of time, and the calendar that the team follows."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_bidi, override
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.campaigns.actions import calendar as actions
from commonroot.campaigns.models import Campaign
from commonroot.campaigns.permissions.campaigns import can_read_campaign, can_work_in
from commonroot.campaigns.queries import feeds, path, reading
from commonroot.campaigns.views import shared

CODE = "path"
MARK_LENGTH = 24


@require_safe
@guarded(can_read_campaign, find=reading.campaign)
def open_path(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """The steps read backwards from the goal, and what is done when, with today marked."""
    page = shared.find_tool(request, campaign, code=CODE)
    shown = path.path_of(campaign, reader=page.reader, at=request.at, mirrored=get_language_bidi())
    context = shared.tool_context(request, page) | {
        "path": shown,
        "today": path.today_of(campaign, at=request.at),
        "width": path.WIDTH,
        "left": path.WIDTH - path.LEFT if get_language_bidi() else path.LEFT,
        "dot": path.DOT,
    }
    return render(request, "campaigns/path.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=reading.campaign)
def calendar(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """One's own address of the campaign's calendar, made on press; new ones end the old."""
    page = shared.find_tool(request, campaign, code=CODE)
    member = shared.own_member(request, campaign)
    if request.method == "POST":
        change = actions.close_calendar if "close" in request.POST else actions.open_calendar
        change(campaign=campaign, by=request.actor, at=request.at)
        return redirect("campaigns:calendar", key=campaign.key)
    addresses = []
    for shows in feeds.Shows:
        secret = feeds.secret_of(member, shows=shows)
        if secret:
            here = reverse("campaign_feeds:calendar", args=[campaign.key, secret])
            live = f"webcal://{settings.ADDRESS.partition('://')[2]}{here}"
            addresses.append({"shows": shows, "address": settings.ADDRESS + here, "live": live})
    context = shared.tool_context(request, page) | {
        "member": member,
        "addresses": addresses,
    }
    return render(request, "campaigns/calendar.html", context)


@require_safe
@public
def feed(request: ActorRequest, *, key: str, secret: str) -> HttpResponse:
    """What a calendar asks for again and again; its address is the only key."""
    campaign = reading.campaign(key)
    found = feeds.whose(campaign, secret) if campaign is not None else None
    if campaign is None or found is None:
        raise Http404
    member, shows = found
    with override(member.person.language or settings.LANGUAGE_CODE):
        content = feeds.feed(campaign, shows=shows)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = mark = f'"{hashlib.sha256(content).hexdigest()[:MARK_LENGTH]}"'
    answer = get_conditional_response(request, etag=mark, response=response)
    return answer if isinstance(answer, HttpResponse) else response
