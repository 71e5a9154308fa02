"""For whoever watches the server: does it answer, and is the database there."""

from django.db import connection
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, public


@require_http_methods(["GET", "HEAD"])
@public
def healthz(request: ActorRequest) -> HttpResponse:
    """200 and "ok", or the server's 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = HttpResponse("ok\n", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
