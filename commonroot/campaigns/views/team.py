"""Who is of a team: asking others, saying yes, leaving, leading."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import team as actions
from commonroot.campaigns.forms.campaigns import FellowsForm, InviteForm
from commonroot.campaigns.models import Campaign, Member
from commonroot.campaigns.permissions.campaigns import (
    can_join,
    can_lead,
    can_see_team_pages,
    can_settle_place,
)
from commonroot.campaigns.queries import team as queries
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.queries.reading import member_of
from commonroot.campaigns.views.shared import own_member, page_context, reader
from commonroot.core.errors import Refused
from commonroot.people.actions import NoSuchWay
from commonroot.people.models import ContactWay
from commonroot.people.queries import page_address, working_way


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_team_pages, find=find_campaign)
def team(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Who is in it, who is asked; whoever leads asks others."""
    eyes, me = reader(request, campaign), own_member(request, campaign)
    may_lead = can_lead(request.actor, campaign) and campaign.thrown_at is None
    what = request.POST.get("what", "")
    if what and not may_lead:
        raise Http404
    could = queries.could_join(campaign, me.person, at=request.at) if may_lead else []
    one = InviteForm(request.POST if what == "way" else None)
    fellows = FellowsForm(request.POST if what == "fellows" else None, people=could)
    acts: dict[str, Any] = {"campaign": campaign, "host": me.person}
    acts |= {"by": request.actor, "at": request.at}
    refused, by_hand = "", ""
    try:
        if one.is_valid():
            place, token = actions.invite_by_way(
                name=one.cleaned_data["name"],
                way_text=one.cleaned_data["way"],
                language=get_language() or "en",
                **acts,
            )
            by_hand = _by_hand(place, token)
            if not by_hand:
                return redirect(_address(campaign, "asked"))
            one = InviteForm()
        elif fellows.is_valid():
            wanted = set(fellows.cleaned_data["people"])
            for person in could:
                if person.key in wanted:
                    actions.invite(person=person, **acts)
            return redirect(_address(campaign, "asked"))
    except NoSuchWay as refusal:
        one.add_error("way", str(refusal))
    except Refused as refusal:
        refused = str(refusal)
    context = page_context(campaign, eyes) | {
        "me": me,
        "people": queries.named(campaign),
        "asked": list(queries.asked(campaign)),
        "left": queries.left_lately(campaign, at=request.at) if may_lead else [],
        "may_lead": may_lead,
        "one": one,
        "fellows": fellows if could else None,
        "by_hand": by_hand,
        "refused": refused,
        "said": request.GET.get("said", ""),
    }
    failed = bool(one.errors or fellows.errors or refused)
    return render(request, "campaigns/team.html", context, status=400 if failed else 200)


def _address(campaign: Campaign, said: str = "") -> str:
    here = reverse("campaigns:team", args=[campaign.key])
    return f"{here}?said={said}" if said else here


def _by_hand(place: Member, token: str) -> str:
    """The address to hand over, where no letter of ours reaches them by itself: a phone."""
    way = working_way(place.person)
    return page_address(token) if way is not None and way.kind == ContactWay.Kind.PHONE else ""


@require_POST
@guarded(can_settle_place, find=queries.member)
def place(request: ActorRequest, member: Member) -> HttpResponse:
    """Somebody is taken out or in again, leads or does not, reads notes on dangers or does not."""
    acts: dict[str, Callable[..., object]] = {
        "out": actions.leave,
        "again": actions.take_in_again,
        "lead": partial(actions.let_lead, leads=True),
        "follow": partial(actions.let_lead, leads=False),
        "risks": partial(actions.let_read_risks, reads=True),
        "no_risks": partial(actions.let_read_risks, reads=False),
    }
    what = request.POST.get("do", "")
    if what not in acts:
        raise Http404
    try:
        acts[what](member=member, by=request.actor, at=request.at)
    except Refused as refusal:
        context = page_context(member.campaign, reader(request, member.campaign))
        context |= {"refused": str(refusal)}
        return render(request, "campaigns/not_done.html", context, status=409)
    return redirect(_address(member.campaign, what))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_join, find=find_campaign)
def join(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Somebody is asked: who asks, for what, and yes or no. Nothing else of it is shown."""
    member = member_of(campaign, request.actor)
    assert member is not None  # the guard has seen that there is a place
    answer = request.POST.get("answer", "")
    refused = ""
    try:
        if answer == "yes":
            actions.join(
                member=member, link=getattr(request, "link", None), by=request.actor, at=request.at
            )
            return redirect("campaigns:workspace", key=campaign.key)
        if answer == "no":
            actions.leave(member=member, by=request.actor, at=request.at)
            return redirect("web:left")
    except Refused as refusal:
        refused = str(refusal)
    context = {
        "campaign": campaign,
        "member": member,
        "people": queries.named(campaign),
        "refused": refused,
    }
    return render(request, "campaigns/join.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_team_pages, find=find_campaign)
def leave(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Leave the team: what stays, what goes, one button."""
    eyes, me = reader(request, campaign), own_member(request, campaign)
    refused = ""
    if request.method == "POST":
        try:
            actions.leave(member=me, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(f"{reverse('campaigns:campaigns')}?said=left")
    context = page_context(campaign, eyes) | {"refused": refused}
    return render(request, "campaigns/leave.html", context, status=409 if refused else 200)
