"""The circles of the school."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.people.permissions import can_see_register
from commonroot.web.queries import circles as queries
from commonroot.web.queries.zones import today_of


@require_safe
@guarded(can_see_register)
def circles(request: ActorRequest) -> HttpResponse:
    """Country, theme and region circles: state, contacts, people who agreed, the last letter."""
    return render(
        request,
        "web/circles.html",
        {"lines": queries.circles(at=request.at, today=today_of(request))},
    )
