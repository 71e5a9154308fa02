"""Who did what: of a programme for its team, of the school for its organisers."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.queries import checkpoints, last_sealed
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme
from commonroot.web.permissions import can_see_programme_trail, can_see_trail
from commonroot.web.queries import trail as queries


@require_safe
@guarded(can_see_programme_trail, find=find_programme)
def programme_trail(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What was done in one programme, and whose page its team read."""
    return _page(request, queries.of_programme(programme), programme=programme)


@require_safe
@guarded(can_see_trail)
def trail(request: ActorRequest) -> HttpResponse:
    """Everything that was done here, how far it is chained and was written down outside."""
    return _page(request, queries.of_school())


def _page(
    request: ActorRequest, entries: QuerySet[AuditEntry], *, programme: Programme | None = None
) -> HttpResponse:
    page = Paginator(entries, queries.PAGE).get_page(request.GET.get("page"))
    last = last_sealed()
    words = {
        "programme": programme,
        "page": page,
        "entries": queries.in_words(page.object_list),
        "chained": last.number if last else 0,
        "checkpoint": checkpoints().first(),
    }
    return render(request, "web/trail.html", words)
