"""The groups of a course on one page, for who facilitates it; it prints."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.time import zone_words
from commonroot.groups.permissions import space as permissions
from commonroot.groups.queries.overview import overview as lines_of
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme


@require_safe
@guarded(permissions.can_see_groups, find=find_programme)
def overview(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Who is in which group, when it meets next, what it reported and needs."""
    lines = lines_of(programme, at=request.at)
    helps = permissions.can_help_group
    context = {
        "programme": programme,
        "lines": lines,
        "reported": sum(bool(one.reports) for one in lines),
        "zone": zone_words(programme.time_zone, request.at, language=get_language() or "en"),
        "silent": sum(one.standing.lapsed for one in lines),
        "may_help": bool(lines) and helps(request.actor, lines[0].group),
    }
    return render(request, "groups/overview.html", context)
