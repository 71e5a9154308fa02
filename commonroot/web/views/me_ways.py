"""My addresses and numbers: seen, added, taken out; and the page behind the letter to a new one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.core.errors import Refused
from commonroot.core.text import masked
from commonroot.registration.actions import own_ways as actions
from commonroot.registration.forms import WayForm
from commonroot.registration.permissions import can_open_my_page
from commonroot.web.views.me import comes_by_link, fresh_only, own_link


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
@fresh_only
def me_ways(request: ActorRequest) -> HttpResponse:
    """How you reach me: write to this one first, take that one out, here is another."""
    person = own_link(request).person
    form, refused, sent = WayForm(), "", ""
    if request.method == "POST" and "way" in request.POST:
        form = WayForm(request.POST)
        if form.is_valid():
            try:
                sent = actions.propose_way(
                    person=person, way_text=form.cleaned_data["way"], by=request.actor,
                    at=request.at,
                )  # fmt: skip
            except Refused as refusal:
                form.add_error("way", str(refusal))
            else:
                form = WayForm()
    elif request.method == "POST":
        way = person.ways.filter(key=request.POST.get("key", "")).first()
        act = actions.drop_way if "drop" in request.POST else actions.prefer_way
        try:
            if way is not None:
                act(way=way, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(f"{reverse('web:me_ways')}?said=saved")
    context = {
        "person": person,
        "ways": person.ways.order_by("-preferred", "kind", "pk"),
        "form": form,
        "refused": refused,
        "sent": sent,
        "said": request.GET.get("said", ""),
    }
    failed = form.errors or refused
    return render(request, "web/me_ways.html", context, status=400 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def own_way(request: ActorRequest, token: str) -> HttpResponse:
    """Whoever opens the letter to a new address says by one press that it is theirs."""
    found = actions.proposed_way(token, at=request.at)
    confirmed = None
    if request.method == "POST":
        confirmed = actions.confirm_way(token=token, at=request.at)
    context = {
        "way": masked(found[2]) if found else "",
        "done": confirmed is not None,
    }
    with override(found[0].language if found else None):
        response = render(request, "web/own_way.html", context, status=200 if found else 404)
    response["Cache-Control"] = "no-store"
    return response
