"""Backups, the recovery sheet, and letting letters go again after one was restored."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.messaging.actions import end_pause
from commonroot.stewardship.actions.backups import make_backup_key
from commonroot.stewardship.permissions import can_keep_house, can_see_careful
from commonroot.stewardship.queries import backups as queries

SHOWN = 14


@require_safe
@guarded(can_see_careful)
def backups(request: ActorRequest) -> HttpResponse:
    """The last backups, whether each was restored and compared, and where they lie."""
    context = {
        "rows": queries.backups()[:SHOWN],
        "key": queries.backup_key(),
        "good": queries.last_good_backup(),
        "folder": settings.BACKUPS,
        "may_change": can_keep_house(request.actor),
        "demo_school": settings.DEMO,
    }
    return render(request, "stewardship/backups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_keep_house)
@proven_lately
def sheet(request: ActorRequest) -> HttpResponse:
    """The recovery sheet: made and shown once, to be printed; a new one makes a new key."""
    context = {"key": queries.backup_key(), "secret": "", "today": request.at}
    if request.method == "POST":
        context["secret"] = make_backup_key(by=request.actor, at=request.at)
        context["keys"] = settings.KEYS.read_text().strip()
        context["address"] = settings.ADDRESS
    response = render(request, "stewardship/sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@guarded(can_keep_house)
@proven_lately
def sending(request: ActorRequest) -> HttpResponse:
    """Let letters go again."""
    if end_pause(by=f"{request.actor.kind}:{request.actor.key}", at=request.at):
        note("sending went on", None, by=request.actor, at=request.at)
    return redirect("stewardship:careful")
