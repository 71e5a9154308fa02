"""How careful we are: what circles, programmes and sessions ask, and what people ask."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.people.actions import choose_keeper, choose_list_name, set_risk
from commonroot.people.forms import OwnCareForm, ThingCareForm
from commonroot.people.models import Person
from commonroot.people.permissions import can_edit_register, can_keep_names
from commonroot.people.queries import keeper_named, keepers, kept_by, own_names
from commonroot.people.queries import person as find_person
from commonroot.registration.actions.care import ask_for_care, settle_floors
from commonroot.registration.permissions import can_open_my_page
from commonroot.registration.queries.care import concerned
from commonroot.web.queries import care as queries
from commonroot.web.views.me import comes_by_link, own_link

HIGH = Circle.Care.HIGH


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register)
def care(request: ActorRequest) -> HttpResponse:
    """What each circle, programme and coming session asks; the greatest care only after a count."""
    form = ThingCareForm(request.POST or None)
    asked: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        thing = queries.thing(request.POST.get("thing", ""))
        if thing is None:
            raise Http404
        wanted = form.cleaned_data["care"]
        if wanted != HIGH or "sure" in request.POST:
            number = ask_for_care(thing=thing, care=wanted, by=request.actor, at=request.at)
            return redirect(f"{reverse('web:care')}?said={number}")
        asked = {
            "thing": request.POST["thing"],
            "name": str(thing),
            "count": concerned(thing, at=request.at).count(),
        }
    words = {
        "groups": queries.groups(at=request.at),
        "choices": Circle.Care.choices,
        "asked": asked,
        "said": _number(request.GET.get("said", "")),
        "kept": kept_by(request.actor.account_id or 0),
    }
    return render(request, "web/care.html", words)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


@require_POST
@guarded(can_keep_names, find=find_person)
def person_keeper(request: ActorRequest, person: Person) -> HttpResponse:
    """Hand on who keeps somebody's own name; none but the keeper may, while there is one."""
    keeper = keeper_named(request.POST.get("keeper", ""), at=request.at)
    if keeper is None:
        raise Http404
    try:
        choose_keeper(person=person, keeper=keeper, by=request.actor, at=request.at)
    except Refused as refusal:
        raise Http404 from refusal  # somebody else's page says nothing of it
    return redirect("web:care")


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
def me_care(request: ActorRequest) -> HttpResponse:
    """Could it harm me? What that changes, my name in lists, who of the school knows my own."""
    person = own_link(request).person
    initial = {
        "risk": person.risk,
        "list_name": person.shown_name,
        "keeper": person.keeper.key if person.keeper else "",
    }
    names = [(one.key, one.shown_name) for one in keepers(at=request.at)]
    form = OwnCareForm(request.POST or None, initial=initial, keepers=names)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, person, said=form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('web:me_care')}?said=saved")
    words = {
        "person": person,
        "form": form,
        "own_names": own_names(person) if person.kept_apart else [],
        "floor": person.floor
        if person.floor != person.risk and person.floor == person.level
        else "",
        "said": request.GET.get("said", ""),
    }
    return render(request, "web/me_care.html", words, status=400 if form.errors else 200)


def _save(request: ActorRequest, person: Person, *, said: dict[str, str]) -> None:
    by, at = request.actor, request.at
    was_apart = bool(person.kept_apart)
    set_risk(person=person, risk=said["risk"], by=by, at=at)
    settle_floors(by=by, at=at)
    if not (was_apart and person.kept_apart):
        return
    if said["list_name"] and said["list_name"] != person.shown_name:
        choose_list_name(person=person, name=said["list_name"], by=by, at=at)
    keeper = keeper_named(said["keeper"], at=at)
    if keeper is not None and keeper.pk != person.keeper_id:
        choose_keeper(person=person, keeper=keeper, by=by, at=at)
