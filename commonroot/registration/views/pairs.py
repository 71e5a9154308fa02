"""On the desk: two who may be one person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import (
    ActorRequest,
    guarded,
)
from commonroot.programmes.queries import shown
from commonroot.registration import actions, permissions, queries
from commonroot.registration.models import Registration


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_settle_pair, find=queries.registration)
def pair(request: ActorRequest, registration: Registration) -> HttpResponse:
    """Two who may be one person, side by side: Same, Different, Not sure."""
    if request.method == "POST":
        answer = request.POST.get("answer")
        if answer in {"same", "different"}:
            actions.settle_pair(
                registration=registration, same=answer == "same", by=request.actor, at=request.at
            )
        return redirect("web:today")
    context = {
        "registration": registration,
        "title": shown(registration.session.title, registration.session.programme),
        "rows": _compared(registration),
    }
    return render(request, "registration/pair.html", context)


def _compared(registration: Registration) -> list[dict[str, Any]]:
    one, other = registration.person, registration.may_be
    assert other is not None  # the guard lets nobody in otherwise
    fields = (
        (_("Name"), one.shown_name, other.shown_name),
        (_("Country"), one.country, other.country),
        (_("City"), one.city, other.city),
        (_("Organisation"), one.organisation, other.organisation),
        (_("Language"), one.language, other.language),
    )
    return [
        {
            "label": label,
            "one": first,
            "other": second,
            "state": "unknown"
            if not first or not second
            else "same"
            if first == second
            else "differs",
            "large": label == fields[0][0],
        }
        for label, first, second in fields
        if first or second
    ]
