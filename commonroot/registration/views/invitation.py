"""One session for the visitor's own calendar."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import (
    ActorRequest,
    public,
)
from commonroot.programmes.queries import invitation
from commonroot.registration import queries


@require_safe
@public
def calendar(request: ActorRequest, key: str) -> HttpResponse:
    """One session for the visitor's own calendar; nobody is named in it."""
    found = queries.public_session(key, at=request.at)
    if found is None or found.starts_at is None:
        raise Http404
    note = invitation(found, attendee="", organiser="", at=request.at)
    response = HttpResponse(note, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="session.ics"'
    return response
