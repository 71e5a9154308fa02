"""Whose clock a page of the desk goes by."""

from datetime import date
from zoneinfo import ZoneInfo

from commonroot.accounts.guards import ActorRequest


def zone_of(request: ActorRequest) -> str:
    """The zone of whoever is signed in."""
    account = getattr(request, "account", None)
    return account.time_zone if account else "UTC"


def today_of(request: ActorRequest) -> date:
    """The day it is for whoever is signed in."""
    return request.at.astimezone(ZoneInfo(zone_of(request))).date()
