"""The page of a campaign: what comes next, its tools, its people; what it is, where it stands."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import campaigns as actions
from commonroot.campaigns.actions.entries import add
from commonroot.campaigns.forms.campaigns import CampaignForm, StageForm
from commonroot.campaigns.models import Campaign
from commonroot.campaigns.permissions.campaigns import can_lead, can_open_campaign, can_work_in
from commonroot.campaigns.queries import closing, listing, stages, team, telling
from commonroot.campaigns.queries import workspace as reading
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.queries.reading import member_of
from commonroot.campaigns.rules.stages import THROWN_FOR
from commonroot.campaigns.views.shared import own_member, page_context, public_ask, reader
from commonroot.core.errors import Refused
from commonroot.core.time import zone_or


def address(campaign: Campaign, said: str = "") -> str:
    """The page of a campaign; `said` tells what was just done."""
    here = reverse("campaigns:workspace", args=[campaign.key])
    return f"{here}?said={said}" if said else here


@require_safe
@guarded(can_open_campaign, find=find_campaign)
def workspace(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """What comes next, its tools, its people; for others what is shared with them.

    Whoever is asked to join and has not answered is asked.
    """
    place = member_of(campaign, request.actor)
    if place is not None and place.joined_at is None and campaign.thrown_at is None:
        return redirect("campaigns:join", key=campaign.key)
    eyes = reader(request, campaign)
    context = page_context(campaign, eyes) | {
        "place_words": listing.place_words(campaign, get_language() or "en"),
        "lines": reading.lines(campaign, reader=eyes),
        "strip": stages.strip(campaign),
        "names": team.shown_to_group(campaign, at=request.at) if eyes.step == "group" else [],
        "said": request.GET.get("said", ""),
    }
    if not eyes.is_team:
        return render(request, "campaigns/shared.html", context)
    return render(request, "campaigns/workspace.html", context | _for_team(request, campaign))


def _for_team(request: ActorRequest, campaign: Campaign) -> dict[str, Any]:
    eyes = reader(request, campaign)
    member = own_member(request, campaign)
    zone = zone_or(member.person.time_zone, campaign.time_zone)
    kinds = reading.in_tools(reading.filled(campaign))
    return {
        "member": member,
        "next": stages.next_step(campaign, kinds, reader=eyes, at=request.at),
        "ways": stages.ways(campaign),
        "is_fresh": not kinds,
        "met": reading.open_clashes(campaign, reader=eyes),
        "mine": reading.mine(
            member, reader=eyes, today=request.at.astimezone(ZoneInfo(zone)).date()
        ),
        "people": team.named(campaign),
        "asked": team.asked(campaign).count(),
        "closing": closing.open_word(campaign),
        "study": telling.study_of(campaign),
        "is_over": campaign.stage in telling.OVER,
        **public_ask(campaign),
        "may_lead": can_lead(request.actor, campaign),
        "may_write": can_work_in(request.actor, campaign),
        "until": campaign.thrown_at + THROWN_FOR if campaign.thrown_at else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=find_campaign)
def about(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """What the campaign is. Words that somebody else changed meanwhile are never overwritten."""
    eyes = reader(request, campaign)
    now = {field: getattr(campaign, field) for field in CampaignForm.base_fields}
    form = CampaignForm(request.POST if request.method == "POST" else None, initial=now)
    refused = ""
    if form.is_valid():
        try:
            actions.describe(
                campaign=campaign,
                was=_was(request, now),
                wanted=form.said,
                by=request.actor,
                at=request.at,
            )
        except actions.ChangedMeanwhile as refusal:
            refused = str(refusal)
            for field in refusal.fields:
                form.add_error(
                    field, _("Now it says: %(words)s") % {"words": _words(form, field, now=now)}
                )
        else:
            return redirect(address(campaign, "about"))
    context = page_context(campaign, eyes) | {
        "form": form,
        "refused": refused,
        "was": [(f"was-{field}", _flat(value)) for field, value in now.items()],
    }
    return render(
        request, "campaigns/about.html", context, status=400 if form.errors or refused else 200
    )


def _flat(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)


def _was(request: ActorRequest, now: dict[str, Any]) -> dict[str, Any]:
    """What stood there when the page was opened, as it sends back; what it does not say is now."""
    found = {}
    for field, value in now.items():
        told = request.POST.get(f"was-{field}")
        if told is None:
            found[field] = value
        else:
            found[field] = told.split() if isinstance(value, list) else told
    return found


def _words(form: CampaignForm, field: str, *, now: dict[str, Any]) -> str:
    """What stands in a field now, in words."""
    choices = dict(getattr(form.fields[field], "choices", ()))
    value = now[field]
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    return str(choices.get(value, value)) or "—"


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=find_campaign)
def stage(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Where the campaign goes now: `to` in the address or in what is sent; and why."""
    eyes = reader(request, campaign)
    to = request.POST.get("to") or request.GET.get("to", "")
    words = dict(Campaign.Stage.choices)
    if request.method != "POST" and not to:
        return redirect(address(campaign))
    if to not in words:
        raise Http404
    form = StageForm(request.POST if request.method == "POST" else None)
    refused = ""
    if form.is_valid():
        try:
            actions.go_to(campaign=campaign, stage=to, by=request.actor, at=request.at)
            _decide(request, campaign, to=str(words[to]), why=form.cleaned_data["why"])
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(address(campaign, "stage"))
    context = page_context(campaign, eyes) | {
        "form": form, "to": to, "to_words": words[to], "refused": refused,
    }  # fmt: skip
    return render(request, "campaigns/stage.html", context, status=409 if refused else 200)


def _decide(request: ActorRequest, campaign: Campaign, *, to: str, why: str) -> None:
    """Write the reason among the decisions, where there is one."""
    if why:
        add(
            campaign=campaign,
            kind="decision",
            said={
                "what": _("The campaign is now: %(stage)s") % {"stage": to},
                "why": why,
                "on": request.at.date().isoformat(),
            },
            member=own_member(request, campaign),
            by=request.actor,
            at=request.at,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_lead, find=find_campaign)
def away(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Throw the campaign away, and take it back within two weeks."""
    eyes = reader(request, campaign)
    refused = ""
    if request.method == "POST":
        act = actions.take_back if "back" in request.POST else actions.throw_away
        try:
            act(campaign=campaign, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(address(campaign, "back" if "back" in request.POST else ""))
    counted = reading.in_tools(reading.filled(campaign))
    context = page_context(campaign, eyes) | {
        "count": sum(counted.values()),
        "people": len(team.named(campaign)),
        "refused": refused,
    }
    return render(request, "campaigns/away.html", context, status=409 if refused else 200)
