"""The power map: as a grid, as a network, as a table; somebody on it, their place, their ties."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import entries as actions
from commonroot.campaigns.actions.power import take_off
from commonroot.campaigns.forms.entries import EntryForm
from commonroot.campaigns.models import Campaign, Entry
from commonroot.campaigns.models.tools.power import ACTOR, CONFIDENCE, POWER, TIE
from commonroot.campaigns.permissions.campaigns import can_read_campaign
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries.entries import Shown, choices_of, entry
from commonroot.campaigns.queries.power import days, pictures, showing
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.queries.snapshots import snapshot, snapshots
from commonroot.campaigns.rules import grid
from commonroot.campaigns.rules.comparing import moved
from commonroot.campaigns.views.shared import (
    AS,
    TO,
    ToolPage,
    find_tool,
    own_member,
    tool_context,
)
from commonroot.core.errors import Refused

LOOKS = ("grid", "network", "table")
PLACE = ("x", "y")
OF_TIE = ("from", "relation", "to", "direction", "strength", "source", "confidence")
DAYS_SHOWN = 4
# So many on a map are a picture of some 100 kB, which a phone would not even show.
TOO_MANY_AT_ONCE = 80


def own_page(request: ActorRequest, campaign: Campaign) -> ToolPage:
    """The map for whoever may write on it; Http404 for everybody else."""
    page = find_tool(request, campaign, code=POWER.code)
    if not page.may_write:
        raise Http404
    return page


def address_of(campaign: Campaign, said: str = "") -> str:
    """The map; `said` tells what was just done."""
    here = reverse("campaigns:power", args=[campaign.key])
    return f"{here}?said={said}" if said else here


def asked_with(request: ActorRequest) -> list[tuple[str, str]]:
    """What belongs to every address while a member looks as others would."""
    return [(word, request.GET[word]) for word in (AS, TO) if word in request.GET]


@require_safe
@guarded(can_read_campaign, find=find_campaign)
def power(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """The map in one of its three looks; without a choice the grid, on a phone the table, of very
    many the table alone.
    """
    page = find_tool(request, campaign, code=POWER.code)
    drawn = showing.power_map(campaign, reader=page.reader)
    look = request.GET.get("look", "")
    earlier = snapshot(campaign, POWER, key=request.GET.get("with", ""))
    if look not in LOOKS:
        is_large = len(drawn.dots) > TOO_MANY_AT_ONCE and earlier is None
        look = "table" if is_large else ""
    context = tool_context(request, page) | {
        "map": drawn,
        "look": look,
        "days": snapshots(campaign, POWER)[:DAYS_SHOWN],
        "earlier": earlier,
        "grid": grid,
        "with_ties": "ties" in request.GET,
        "seen": drawn.dots[0].shown.seen if drawn.dots else 0,
    }
    changes_since = []
    if earlier is not None:
        then = days.stands_on(earlier, drawn=drawn, reader=page.reader)
        changes_since = moved(then, drawn.stands)
        context |= {
            "told": days.told(changes_since, drawn=drawn),
            "headline": days.headline(changes_since),
        }
    context |= _table(request, drawn, told=context.get("told", ()))
    if look == "network":
        context["network"] = pictures.network_picture(drawn, mirrored=get_language_bidi())
    elif look != "table":
        context["picture"] = pictures.grid_picture(
            drawn,
            mirrored=get_language_bidi(),
            with_ties=context["with_ties"],
            changes=changes_since,
        )
    return render(request, "campaigns/power.html", context)


def _table(request: ActorRequest, drawn: showing.Map, *, told: Any) -> dict[str, Any]:
    """The rows asked for, each with what became of them since the day it is compared with."""
    sort, what, sure = (request.GET.get(word, "") for word in ("sort", "what", "sure"))
    since = {one.change.key: one for one in told}
    rows = showing.table(drawn.dots, sort=sort, what=what, sure=sure)
    return {
        "rows": [(dot, since.get(dot.key)) for dot in rows],
        "gone": [one for one in told if not one.number],
        "sort": sort,
        "sorts": showing.SORT_WORDS.items(),
        "asked": asked_with(request),
        "what": what,
        "sure": sure,
        "kinds": ACTOR.field("what").choices,
        "surenesses": CONFIDENCE,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def power_add(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Put somebody on the map."""
    page = own_page(request, campaign)
    form = EntryForm(ACTOR, request.POST if request.method == "POST" else None)
    refusal = ""
    if form.is_valid():
        try:
            made = actions.add(
                campaign=campaign,
                kind=ACTOR.code,
                said=form.said,
                team_only="inside" in request.POST,
                member=own_member(request, campaign),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("campaigns:power_one", key=campaign.key, entry=made.key)
    context = tool_context(request, page) | {"form": form, "refusal": refusal}
    return render(request, "campaigns/power_add.html", context, status=_status(form, refusal))


def _found(page: ToolPage, key: str) -> Shown:
    """Somebody on the map, or a tie; Http404 where it is not there for the reader."""
    found = entry(page.campaign, key, reader=page.reader)
    if found is None or found.kind not in POWER.kinds:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def power_one(request: ActorRequest, campaign: Campaign, *, entry: str) -> HttpResponse:
    """Somebody on the map with their ties, or one tie: read, and written by the team."""
    page = find_tool(request, campaign, code=POWER.code)
    shown = _found(page, entry)
    drawn = showing.power_map(campaign, reader=page.reader)
    dot, tie = drawn.dot(entry), next((one for one in drawn.ties if one.key == entry), None)
    if dot is None and tie is None:
        raise Http404
    form = _form(request, page, shown=shown)
    refusal = ""
    if request.method == "POST" and "hide" in request.POST:
        actions.keep_to_team(
            entry=shown.entry,
            team_only=request.POST["hide"] == "yes",
            member=own_member(request, campaign),
            by=request.actor,
            at=request.at,
        )
        return redirect("campaigns:power_one", key=campaign.key, entry=entry)
    if form.is_valid():
        try:
            clashes = _write(request, shown.entry, form=form)
        except Refused as refused:
            refusal = str(refused)
        else:
            to = "campaigns:met" if clashes else "campaigns:power"
            return redirect(to, key=campaign.key)
    context = tool_context(request, page) | {
        "shown": shown,
        "dot": dot,
        "tie": tie,
        "ties": drawn.ties_of(entry),
        "form": form,
        "tie_form": _tie_form(page, initial={"from": entry}),
        "bodies": [one for one in drawn.bodies if one.key == entry],
        "refusal": refusal,
    }
    return render(request, "campaigns/power_one.html", context, status=_status(form, refusal))


def _form(
    request: ActorRequest, page: ToolPage, *, shown: Shown, only: tuple[str, ...] = ()
) -> EntryForm:
    initial = {code: cell.value for code, cell in shown.cells.items()} | {"seen": shown.seen}
    data = request.POST if request.method == "POST" and "hide" not in request.POST else None
    choices = _ends(page) if shown.kind is TIE else {}
    return EntryForm(shown.kind, data, initial=initial, choices=choices, only=only)


def _ends(page: ToolPage) -> dict[str, list[tuple[str, str]]]:
    """Who can stand at either end of a tie."""
    if not page.may_write:
        return {}
    found = choices_of(page.campaign, TIE.field("from"), reader=page.reader)
    return {"from": found, "to": found}


def _tie_form(page: ToolPage, *args: Any, **kwargs: Any) -> EntryForm:
    return EntryForm(TIE, *args, choices=_ends(page), only=OF_TIE, **kwargs)


def _write(request: ActorRequest, there: Entry, *, form: EntryForm) -> list[Any]:
    return actions.write(
        entry=there,
        said=form.said,
        seen=form.read_until,
        member=own_member(request, there.campaign),
        by=request.actor,
        at=request.at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def power_move(request: ActorRequest, campaign: Campaign, *, entry: str) -> HttpResponse:
    """The place of somebody: two numbers, from a page or from the picture."""
    page = own_page(request, campaign)
    shown = _found(page, entry)
    if shown.kind is not ACTOR:
        raise Http404
    form = _form(request, page, shown=shown, only=PLACE)
    as_told = "application/json" in request.headers.get("Accept", "")
    refusal = ""
    if form.is_valid():
        try:
            clashes = _write(request, shown.entry, form=form)
        except Refused as refused:
            refusal = str(refused)
        else:
            if as_told:
                return JsonResponse(_place(page, entry, met=bool(clashes)))
            to = "campaigns:met" if clashes else "campaigns:power"
            return redirect(to, key=campaign.key)
    if as_told and request.method == "POST":
        amiss = [str(message) for errors in form.errors.values() for message in errors]
        return JsonResponse({"refusal": refusal or " ".join(amiss)}, status=409)
    context = tool_context(request, page) | {"shown": shown, "form": form, "refusal": refusal}
    return render(request, "campaigns/power_move.html", context, status=_status(form, refusal))


def _place(page: ToolPage, key: str, *, met: bool) -> dict[str, Any]:
    """Where somebody stands now, for the picture: {x, y, seen, met, url}."""
    here = _found(page, key)
    return {
        "x": here.value("x"),
        "y": here.value("y"),
        "seen": changes.newest(page.campaign),
        "met": met,
        "url": reverse("campaigns:met", args=[page.campaign.key]) if met else "",
    }


@require_POST
@guarded(can_read_campaign, find=find_campaign)
def power_tie(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Tie two on the map."""
    page = own_page(request, campaign)
    form = _tie_form(page, request.POST)
    refusal = ""
    if form.is_valid():
        try:
            made = actions.add(
                campaign=campaign,
                kind=TIE.code,
                said=form.said,
                team_only="inside" in request.POST,
                member=own_member(request, campaign),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            back = reverse("campaigns:power_one", args=[campaign.key, made.said["from"]])
            return redirect(f"{back}#ties")
    context = tool_context(request, page) | {"form": form, "refusal": refusal, "of_tie": True}
    return render(request, "campaigns/power_add.html", context, status=_status(form, refusal))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def power_off(request: ActorRequest, campaign: Campaign, *, entry: str) -> HttpResponse:
    """Take somebody off the map with their ties, or a tie; the history puts them back."""
    page = own_page(request, campaign)
    shown = _found(page, entry)
    drawn = showing.power_map(campaign, reader=page.reader)
    if request.method == "POST":
        member = own_member(request, campaign)
        take_off(entry=shown.entry, member=member, by=request.actor, at=request.at)
        return redirect(f"{address_of(campaign)}?gone={entry}")
    tie = next((one for one in drawn.ties if one.key == entry), None)
    context = tool_context(request, page) | {
        "shown": shown,
        "tie": tie,
        "ties": [] if tie else drawn.ties_of(entry),
    }
    return render(request, "campaigns/power_off.html", context)


def _status(form: EntryForm, refusal: str) -> int:
    if refusal:
        return 409
    return 400 if form.errors else 200
