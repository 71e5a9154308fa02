"""Discussion lists: how one stands at the mail server, and the yes of whom it could harm."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.mailings import actions, permissions, queries
from commonroot.mailings.forms import ListForm
from commonroot.mailings.models import Discussion, Group
from commonroot.mailings.queries import discussions as reading
from commonroot.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_keep_groups, find=queries.group)
def discussion(request: ActorRequest, group: Group) -> HttpResponse:
    """The list of a group: its address, the last hand-over and what differs, how it is set up."""
    if group.kind != Group.Kind.DISCUSSION:
        raise Http404
    stands = reading.discussion_of(group) or Discussion(group=group)
    form = _form(request, stands)
    by: dict[str, Any] = {"group": group, "by": request.actor, "at": request.at}
    do = request.POST.get("do", "")
    if do == "now":
        actions.ask_hand_over(**by)
    elif do == "anew":
        actions.hand_over_anew(**by)
    elif form.is_valid():
        actions.set_up_list(
            hides=form.cleaned_data["hides"] == "yes", posting=form.cleaned_data["posting"], **by
        )
    else:
        members = queries.members_of(group, at=request.at).count()
        context = {
            "group": group,
            "stands": stands,
            "form": form,
            "address": reading.list_address(group),
            "members": members,
            "without": members - len(reading.wanted_addresses(group, at=request.at)),
        }
        status = 400 if form.errors else 200
        return render(request, "mailings/discussion.html", context, status=status)
    return redirect("mailings:discussion", key=group.key)


def _form(request: ActorRequest, stands: Discussion) -> forms.Form:
    sent = request.POST if "posting" in request.POST or "hides" in request.POST else None
    initial = {"hides": "yes" if stands.hides else "no", "posting": stands.posting}
    return ListForm(sent, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_choose_groups)
def my_list(request: ActorRequest, key: str) -> HttpResponse:
    """Whether my address may be on a discussion list: asked of whom it could harm, by itself."""
    person = Person.objects.get(pk=request.actor.person_id or 0)
    group = queries.group(key)
    if group is None or group.kind != Group.Kind.DISCUSSION or not person.is_high:
        raise Http404
    if not queries.members_of(group, at=request.at).filter(pk=person.pk).exists():
        raise Http404
    answer = request.POST.get("answer", "")
    if answer in {"yes", "no"}:
        actions.say_of_list(
            group=group, person=person, yes=answer == "yes", by=request.actor, at=request.at
        )
        return redirect("mailings:my_list", key=key)
    context = {
        "group": group,
        "said_yes": not reading.needs_own_yes(person, group),
        "hides": (reading.discussion_of(group) or Discussion(group=group)).hides,
    }
    return render(request, "mailings/my_list.html", context)
