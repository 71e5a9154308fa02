"""People in numbers, for circles and regions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.web.permissions import can_see_numbers
from commonroot.web.queries.numbers import numbers as told


@require_safe
@guarded(can_see_numbers)
def numbers(request: ActorRequest) -> HttpResponse:
    """How many people of the register live where; small numbers are hidden."""
    rows = told(request.actor)
    at_least = sum(row.people or 0 for row in rows)
    return render(request, "web/numbers.html", {"rows": rows, "at_least": at_least})
