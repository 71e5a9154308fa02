"""Groups of the alumni at the desk: who belongs, how many, what was sent to them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.mailings import actions, permissions, queries
from commonroot.mailings.forms import GroupForm
from commonroot.mailings.models import Group
from commonroot.mailings.queries import pages
from commonroot.people.queries.lists import saved_list, saved_lists

SENT = 20
KEPT, ALL = "kept", "all"


@require_safe
@guarded(permissions.can_keep_groups)
def groups(request: ActorRequest) -> HttpResponse:
    """The groups there are, each with how many are in it now."""
    context = {
        "rows": [
            {
                "group": one,
                "members": queries.members_of(one, at=request.at).count(),
                "who": queries.filter_words(one.filter, everybody=_("Everybody who agreed")),
            }
            for one in queries.groups()
        ],
        "closed": list(queries.closed_groups()),
        "agreed": queries.agreed(Purpose.ALUMNI_GROUP, at=request.at).count(),
    }
    return render(request, "mailings/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_keep_groups)
def group_new(request: ActorRequest) -> HttpResponse:
    """A new group: words, kind, who belongs to it."""
    whom = [(ALL, _("Everybody who agreed to the alumni group")), *_lists(request)]
    form = GroupForm(
        request.POST or None,
        languages=_languages(request),
        whom=whom,
        initial={"kind": Group.Kind.ANNOUNCEMENT, "is_open": "yes", "whom": ALL},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_group(
                name=form.name,
                sentence=form.sentence,
                kind=form.cleaned_data["kind"],
                filter=_filter(form.cleaned_data["whom"]),
                is_open=form.cleaned_data["is_open"] == "yes",
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("mailings:group", key=made.key)
    status = 400 if form.errors else 200
    return render(request, "mailings/group_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_keep_groups, find=queries.group)
def group(request: ActorRequest, group: Group) -> HttpResponse:
    """One group: how many are in it, what was sent, its words; closing and opening it again."""
    if "close" in request.POST:
        actions.close_group(group=group, by=request.actor, at=request.at)
        return redirect("mailings:group", key=group.key)
    if "reopen" in request.POST:
        actions.reopen_group(group=group, by=request.actor, at=request.at)
        return redirect("mailings:group", key=group.key)
    who = queries.filter_words(group.filter, everybody=_("Everybody who agreed"))
    form = GroupForm(
        request.POST or None,
        languages=_languages(request),
        whom=[(KEPT, who), (ALL, _("Everybody who agreed to the alumni group")), *_lists(request)],
        group=group,
        initial={"whom": KEPT, "is_open": "yes" if group.is_open else "no"},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["whom"]
        try:
            actions.change_group(
                group=group,
                name=form.name,
                sentence=form.sentence,
                filter=None if chosen == KEPT else _filter(chosen),
                is_open=form.cleaned_data["is_open"] == "yes",
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("mailings:group", key=group.key)
    account = getattr(request, "account", None)
    zone = account.time_zone if account else "UTC"
    context: dict[str, Any] = {
        "group": group,
        "form": form,
        "who": who,
        "members": queries.members_of(group, at=request.at).count(),
        "agreed": queries.agreed(Purpose.ALUMNI_GROUP, at=request.at).count(),
        "left": queries.left_count(group),
        "sent": [
            pages.row(one, at=request.at, zone=zone)
            for one in queries.archive(group, at=request.at)[:SENT]
        ],
    }
    return render(request, "mailings/group.html", context, status=400 if form.errors else 200)


def _languages(request: ActorRequest) -> list[str]:
    return list(request.school.languages) if request.school else ["en"]


def _lists(request: ActorRequest) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in saved_lists(request.actor)]


def _filter(chosen: str) -> dict[str, Any]:
    found = saved_list(chosen) if chosen != ALL else None
    return dict(found.filter) if found is not None else {}
