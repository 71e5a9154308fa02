"""Error pages: no database, no names, nothing of what was sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _error(request: HttpRequest, status: int, *, title: str, sentence: str) -> HttpResponse:
    response = render(request, "ui/error.html", {"title": title, "sentence": sentence}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _error(
        request,
        400,
        title=_("We could not read that"),
        sentence=_("Nothing was changed. Go back and try once more."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _error(
        request, 403, title=_("This page is not open to you"), sentence=_("Nothing was changed.")
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form was open too long, or came from elsewhere."""
    return _error(
        request,
        403,
        title=_("This form was open too long"),
        sentence=_("Nothing was saved. Go back, load the page again, and send the form once more."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same for what is not there and for what is not for the visitor."""
    return _error(
        request,
        404,
        title=_("There is nothing here"),
        sentence=_("The address may be wrong, or the page is gone, or it opens only with a link from a letter."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _error(
        request,
        500,
        title=_("Something went wrong on our side"),
        sentence=_("What you saw saved before is kept. Please try again in a few minutes."),
    )
