"""Organisations around the school: a page each."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.people.actions import organisations as actions
from commonroot.people.models import Organisation
from commonroot.people.permissions import can_edit_register, can_see_register
from commonroot.people.queries import network as reading
from commonroot.web.forms import OrganisationForm, OrganisationRoleForm, TieForm
from commonroot.web.permissions import can_see_organisation
from commonroot.web.queries import network as queries
from commonroot.web.queries.zones import today_of

MOST_UNKNOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_register)
def organisations(request: ActorRequest) -> HttpResponse:
    """All of them, names that people wrote and that have no page yet, and a form for one more."""
    form = OrganisationForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST":
        _may_edit(request)
        if form.is_valid():
            try:
                made = actions.add_organisation(**_said(form), by=request.actor, at=request.at)
            except Refused as refusal:
                form.add_error("name", str(refusal))
            else:
                return redirect("web:organisation", key=made.key)
    unknown = reading.written_but_unknown(reading.organisations(), most=MOST_UNKNOWN)
    context = {
        "lines": queries.organisations(today=today_of(request)),
        "unknown": unknown,
        "form": form,
        "may_edit": can_edit_register(request.actor),
    }
    return render(request, "web/organisations.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_organisation, find=reading.organisation)
def organisation(request: ActorRequest, organisation: Organisation) -> HttpResponse:
    """One organisation: how close, since when, what it does for us, who of ours is in it."""
    today = today_of(request)
    asked = request.POST.get("do", "")
    tie = TieForm(request.POST if asked == "tie" else None, initial={"since": today})
    role = OrganisationRoleForm(request.POST if asked == "role" else None)
    form = OrganisationForm(
        request.POST if asked == "describe" else None, initial=_initial(organisation)
    )
    if request.method == "POST":
        _may_edit(request)
        try:
            done = _do(request, organisation, tie=tie, role=role, form=form)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            if done:
                return redirect("web:organisation", key=organisation.key)
    people, left_out = queries.ours_in(organisation, at=request.at, today=today)
    context = {
        "organisation": organisation,
        "words": organisation.words.chosen((get_language() or "en",))[0],
        "ties": organisation.ties.order_by("-since", "-pk"),
        "roles": organisation.roles.order_by("-since", "-pk"),
        "people": people,
        "left_out": left_out,
        "tie": tie,
        "role": role,
        "form": form,
        "opened": bool(form.errors),
        "may_edit": can_edit_register(request.actor),
    }
    failed = tie.errors or role.errors or form.errors
    return render(request, "web/organisation.html", context, status=400 if failed else 200)


def _do(
    request: ActorRequest,
    organisation: Organisation,
    *,
    tie: TieForm,
    role: OrganisationRoleForm,
    form: OrganisationForm,
) -> bool:
    by, at = request.actor, request.at
    if tie.is_bound and tie.is_valid():
        actions.say_tie(organisation=organisation, **tie.cleaned_data, by=by, at=at)
    elif role.is_bound and role.is_valid():
        actions.give_role(organisation=organisation, **role.cleaned_data, by=by, at=at)
    elif form.is_bound and form.is_valid():
        actions.describe_organisation(organisation=organisation, **_said(form), by=by, at=at)
    else:
        return False
    return True


@require_POST
@guarded(can_edit_register)
def organisation_role_end(request: ActorRequest, key: str) -> HttpResponse:
    """It does that for us no more."""
    role = reading.role(key)
    if role is None:
        raise Http404
    actions.end_role(role=role, by=request.actor, at=request.at)
    return redirect("web:organisation", key=role.organisation.key)


def _may_edit(request: ActorRequest) -> None:
    if not can_edit_register(request.actor):
        raise Http404


def _said(form: OrganisationForm) -> dict[str, Any]:
    typed = form.cleaned_data
    also = [line for line in typed["also"].splitlines() if line.strip()]
    words = Translated({get_language() or "en": typed["words"]} if typed["words"] else {})
    return {
        "name": typed["name"],
        "country": typed["country"],
        "address": typed["address"],
        "words": words,
        "also": also,
    }


def _initial(found: Organisation) -> dict[str, Any]:
    return {
        "name": found.name,
        "country": found.country,
        "address": found.address,
        "words": found.words.chosen((get_language() or "en",))[0],
        "also": "\n".join(found.also),
    }
