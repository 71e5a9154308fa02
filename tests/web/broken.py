"""Addresses of the whole application, and a page that breaks."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from commonroot.accounts.guards import public
from config.urls import urlpatterns as ours


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Fail as a fault of ours would."""
    raise RuntimeError("a fault of ours")


urlpatterns = [path("_broken", broken), *ours]
