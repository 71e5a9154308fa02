"""Saved lists: saving what is asked for under a name, changing, deleting and taking that back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.people.actions import lists as actions
from commonroot.people.models import SavedList
from commonroot.people.permissions import can_change_list, can_see_register
from commonroot.people.queries.lists import saved_list, saved_lists
from commonroot.web.forms import SavedListForm
from commonroot.web.queries.people import Wanted, described
from commonroot.web.views.chosen import Chosen, address_of, chosen, filter_of, known_columns

DELETED = "deleted list"


@require_safe
@guarded(can_see_register)
def people_lists(request: ActorRequest) -> HttpResponse:
    """Every saved list with its sentence."""
    lists = [
        {
            "name": saved.name,
            "url": _address(saved),
            "shared": saved.shared,
            "sentence": _sentence(saved),
            "change_url": reverse("web:list_edit", args=[saved.key])
            if can_change_list(request.actor, saved)
            else "",
        }
        for saved in saved_lists(request.actor)
    ]
    return render(request, "web/people_lists.html", {"lists": lists})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_register)
def list_new(request: ActorRequest) -> HttpResponse:
    """Save what is asked for under a name. What was typed becomes a condition."""
    here = chosen(request)
    form = SavedListForm(request.POST or None)
    if form.is_valid():
        try:
            saved = actions.save_list(
                name=form.cleaned_data["name"],
                shared=form.cleaned_data["shared"] == "yes",
                filter=here.as_filter,
                columns=here.wanted.columns,
                order=here.wanted.order.code,
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect(_address(saved))
    words = {
        "form": form,
        "sentence": described(here.wanted),
        "back_url": address_of(request, here),
    }
    return render(request, "web/people_list.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_change_list, find=saved_list)
def list_edit(request: ActorRequest, saved: SavedList) -> HttpResponse:
    """The name of a list and who sees it, or no list any more."""
    initial = {"name": saved.name, "shared": "yes" if saved.shared else "no"}
    if "delete" in request.POST:
        request.session[DELETED] = actions.delete_list(saved=saved, by=request.actor, at=request.at)
        return redirect(f"{reverse('web:people')}?deleted=yes")
    form = SavedListForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.change_list(
                saved=saved,
                name=form.cleaned_data["name"],
                shared=form.cleaned_data["shared"] == "yes",
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect(_address(saved))
    words = {
        "form": form,
        "saved": saved,
        "sentence": _sentence(saved),
        "back_url": _address(saved),
    }
    return render(request, "web/people_list.html", words)


@require_POST
@guarded(can_change_list, find=saved_list)
def list_take(request: ActorRequest, saved: SavedList) -> HttpResponse:
    """Let a saved list be what is shown now: its filter and order, or its columns."""
    here = chosen(request)
    change: dict[str, Any] = {"filter": here.as_filter, "order": here.wanted.order.code}
    if "columns" in request.POST or "set_columns" in request.POST:
        change = {"columns": known_columns(request.POST.getlist("columns"))}
    actions.change_list(saved=saved, **change, by=request.actor, at=request.at)
    return redirect(_address(saved))


@require_POST
@guarded(can_see_register)
def list_put_back(request: ActorRequest) -> HttpResponse:
    """Take back that a list was deleted."""
    kept = request.session.pop(DELETED, None)
    if kept is None:
        return redirect("web:people")
    return redirect(_address(actions.put_back_list(kept=kept, by=request.actor, at=request.at)))


def _address(saved: SavedList) -> str:
    return f"{reverse('web:people')}?list={saved.key}"


def _sentence(saved: SavedList) -> str:
    return described(Chosen(Wanted(asked=filter_of(saved))).wanted)
