"""On the desk: what groups are to be like, proposals side by side, who must not meet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.groups import actions, queries
from commonroot.groups.forms import ApartForm, AskedForm
from commonroot.groups.models import Apart, Formation
from commonroot.groups.permissions import can_change_pair, can_form_groups
from commonroot.groups.queries.forming import apart as find_apart
from commonroot.groups.queries.forming import own_apart, put_aside
from commonroot.groups.queries.showing import columns, names_of
from commonroot.groups.rules.asking import Asked, asked_of
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme

State = Formation.State


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_form_groups, find=find_programme)
def groups(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Before groups stand: who is to be placed, what is asked, proposals side by side."""
    standing = queries.chosen(programme)
    if standing is not None:
        return redirect("groups:proposal", key=standing.key)
    formations = queries.formations_of(programme)
    last = asked_of(formations[-1].plan) if formations else Asked()
    asks = request.POST.get("do") == "propose"
    form = AskedForm(request.POST if asks else None, initial=last.as_json())
    refused = ""
    if request.method == "POST":
        try:
            done = _do(request, programme, form=form)
        except Refused as refusal:
            refused = str(refusal)
        else:
            if done:
                return redirect("groups:groups", key=programme.key)
    gathered = queries.to_be_grouped(programme, at=request.at)
    own = own_apart(programme, by=said_by(request))
    shown = columns([one for one in formations if one.state != State.FAILED], own=own)
    context = {
        "programme": programme,
        "form": form,
        "people": len(gathered.members),
        "teams": len(gathered.together),
        "left_out": gathered.left_out,
        "applied": gathered.applied,
        "meetings": len(queries.meetings_of(programme)),
        "columns": [one for one in shown if one.formation.state == State.PROPOSED],
        "working": [one for one in shown if one.formation.state == State.WORKING],
        "failed": [one for one in formations if one.state == State.FAILED],
        "aside": put_aside(programme),
        "own": len(own),
        "refused": refused,
    }
    status = 409 if refused else 400 if form.errors else 200
    return render(request, "groups/groups.html", context, status=status)


def said_by(request: ActorRequest) -> str:
    """Who asks, as what they said of people is kept."""
    return f"{request.actor.kind}:{request.actor.key}"


def _do(request: ActorRequest, programme: Programme, *, form: AskedForm) -> bool:
    """What was pressed; False where something is missing."""
    if request.POST.get("do") == "again":
        actions.take_up_again(programme=programme, by=request.actor, at=request.at)
        return True
    if not form.is_valid():
        return False
    actions.ask_for_proposals(
        programme=programme, asked=form.asked(), by=request.actor, at=request.at
    )
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_form_groups, find=find_programme)
def apart(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Two people who must not meet; everybody sees here what they said themselves, and no more."""
    gathered = queries.to_be_grouped(programme, at=request.at)
    form = ApartForm(request.POST or None, people=names_of(gathered.people.values()))
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        actions.keep_apart(
            programme=programme,
            left=gathered.people[said["left"]],
            right=gathered.people[said["right"]],
            reason=said["reason"],
            by=request.actor,
            at=request.at,
        )
        return redirect("groups:apart", key=programme.key)
    context = {
        "programme": programme,
        "form": form,
        "pairs": [
            {
                "apart": one,
                "names": [
                    two.shown_name if two.key in gathered.people else ""
                    for two in (one.left, one.right)
                ],
            }
            for one in own_apart(programme, by=said_by(request))
        ],
    }
    return render(request, "groups/apart.html", context, status=400 if form.errors else 200)


@require_POST
@guarded(can_change_pair, find=find_apart)
def apart_end(request: ActorRequest, apart: Apart) -> HttpResponse:
    """Take back that two must not meet."""
    programme = apart.programme
    actions.let_meet(apart=apart, by=request.actor, at=request.at)
    return redirect("groups:apart", key=programme.key)
