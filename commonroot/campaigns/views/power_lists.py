"""Lists of a power map: taken along, and those of others brought in, by way of a dry look."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.campaigns.actions import kumu as actions
from commonroot.campaigns.forms.power import LONGEST_PASTED, BringForm, TakeForm
from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.tools.power import POWER
from commonroot.campaigns.permissions.campaigns import can_read_campaign
from commonroot.campaigns.queries.power import lists, showing
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.queries.snapshots import snapshot
from commonroot.campaigns.rules.kumu.columns import ACTOR_COLUMNS, TIE_COLUMNS
from commonroot.campaigns.rules.kumu.packing import packed, unpacked
from commonroot.campaigns.rules.kumu.reading import Sheet, read
from commonroot.campaigns.views.power import address_of, own_page
from commonroot.campaigns.views.shared import own_member, tool_context
from commonroot.core.errors import Refused
from commonroot.sheets.sayings import Unreadable

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
}
NAMES = {"xlsx": "power-map.xlsx", "csv": "power-map.zip"}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
@proven_lately
def power_take(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Take the map along as a file that Kumu and spreadsheets read, with a reason."""
    page = own_page(request, campaign)
    form = TakeForm(request.POST if request.method == "POST" else None)
    drawn = showing.power_map(campaign, reader=page.reader)
    if form.is_valid():
        asked = form.cleaned_data
        with_team_only = asked["team_only"] == "yes"
        sheets = lists.sheets_of(drawn, with_team_only=with_team_only)
        content = lists.as_workbook(sheets) if asked["kind"] == "xlsx" else lists.as_zip(sheets)
        actions.take_along(
            campaign=campaign,
            kind=asked["kind"],
            with_team_only=with_team_only,
            actors=len(sheets.elements),
            ties=len(sheets.connections),
            reason=asked["reason"],
            by=request.actor,
            at=request.at,
        )
        response = HttpResponse(content, content_type=TYPES[asked["kind"]])
        response["Content-Disposition"] = f'attachment; filename="{NAMES[asked["kind"]]}"'
        return response
    context = tool_context(request, page) | {"form": form, "map": drawn}
    status = 400 if form.errors else 200
    return render(request, "campaigns/power_take.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def power_bring(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """A list of others: looked at first, then brought onto the map; or taken out again."""
    page = own_page(request, campaign)
    do = request.POST.get("do", "")
    if do == "out":
        return _out(request, campaign)
    form = BringForm(
        request.POST if do == "look" else None, request.FILES if do == "look" else None
    )
    context = tool_context(request, page) | {
        "form": form,
        "brought": lists.brought(campaign),
        "columns": (ACTOR_COLUMNS, TIE_COLUMNS),
    }
    sheets: list[Sheet] | None = None
    try:
        if do == "look" and form.is_valid():
            sheets = _sheets(form)
        elif do == "bring":
            sheets = unpacked(request.POST.get("list", ""))
            if sheets is None:
                raise Http404
            actions.bring(
                campaign=campaign,
                listed=read(sheets),
                member=own_member(request, campaign),
                by=request.actor,
                at=request.at,
            )
            return redirect(address_of(campaign, "brought"))
    except Unreadable as unreadable:
        form.add_error(None, unreadable.saying.translated(gettext))
    except Refused as refused:
        context["refusal"] = str(refused)
    if sheets is not None:
        context |= {
            "plan": lists.plan_of(campaign, read(sheets)),
            "list": (text := packed(sheets)),
            "too_long": len(text) > LONGEST_PASTED,
        }
    status = 400 if form.errors else 409 if "refusal" in context else 200
    return render(request, "campaigns/power_bring.html", context, status=status)


def _sheets(form: BringForm) -> list[Sheet]:
    """The sheets of what was chosen or pasted. Raises Unreadable."""
    chosen = form.cleaned_data["file"]
    if chosen:
        return lists.sheets_in(chosen.read(), chosen.name)
    pasted = {"Elements": "elements", "Connections": "connections"}
    return lists.sheets_pasted({name: form.cleaned_data[field] for name, field in pasted.items()})


def _out(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    kept = snapshot(campaign, POWER, key=request.POST.get("day", ""))
    if kept is None:
        raise Http404
    actions.take_out(
        kept=kept, member=own_member(request, campaign), by=request.actor, at=request.at
    )
    return redirect(f"{reverse('campaigns:power_bring', args=[campaign.key])}?said=out")
