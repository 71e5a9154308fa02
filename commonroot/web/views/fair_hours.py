"""Fair hours: what the hours of a programme are where its people live."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.time import known_zones, zone_words
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme
from commonroot.programmes.queries import session_words
from commonroot.programmes.queries.planning import fair
from commonroot.programmes.queries.reading import host_day
from commonroot.programmes.queries.zones import choices
from commonroot.web.permissions import can_see_programme
from commonroot.web.queries.fair_hours import zones_of

USUAL_MINUTES = 120


@require_safe
@guarded(can_see_programme, find=find_programme)
def fair_hours(request: ActorRequest, programme: Programme) -> HttpResponse:
    """One session where each of the group lives, and the hours that would be fairer.

    `zone` in the address adds people's zones while nobody has registered yet.
    """
    sessions = fair.dated_sessions(programme, at=request.at)
    wanted = request.GET.get("session", "")
    session = next(
        (one for one in sessions if one.key == wanted), sessions[0] if sessions else None
    )
    zones, unknown = zones_of(programme, seen_by=request.actor, at=request.at)
    added = [zone for zone in request.GET.getlist("zone") if zone in known_zones()]
    for zone in added:
        zones[zone] = zones.get(zone, 0) + 1
    on = session.held_on if session and session.held_on else None
    language = request.LANGUAGE_CODE if hasattr(request, "LANGUAGE_CODE") else "en"
    context = {
        "programme": programme,
        "session": session,
        "sessions": sessions,
        "when": session_words(session, at=request.at) if session else None,
        "rows": fair.there(session, zones=zones) if session else [],
        "hours": fair.best_hours(
            on or host_day(programme.time_zone, at=request.at),
            host=session.time_zone if session else programme.time_zone,
            now=session.wall_time if session else None,
            minutes=session.minutes if session else USUAL_MINUTES,
            zones=zones,
        ),
        "people": sum(zones.values()),
        "unknown": unknown,
        "added": added,
        "regions": choices(language),
        "host": zone_words(programme.time_zone, request.at, language=language),
    }
    return render(request, "web/fair_hours.html", context)
