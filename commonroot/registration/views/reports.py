"""Reports of video meetings on the desk: bring one in, look, settle names, count, take back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.roles import Permission, holds
from commonroot.core.errors import Refused
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_words, shown
from commonroot.registration import permissions, queries
from commonroot.registration.actions import reports as actions
from commonroot.registration.forms import WriteInForm
from commonroot.registration.forms.attendance import ReadAnewForm, ReportForm
from commonroot.registration.models import Registration, Report
from commonroot.registration.queries import reports as reading
from commonroot.registration.queries.attendance import at_the_door, visible
from commonroot.sheets.limits import BROWSER

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_roster, find=queries.session)
def reports(request: ActorRequest, session: Session) -> HttpResponse:
    """The reports of a session's video meeting, and a place to bring one in."""
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"zone": reading.usual_zone(session)},
    )
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            report = actions.take_report(
                session=session,
                source=file.read(BROWSER.size + 1),
                name=file.name,
                zone=form.cleaned_data["zone"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("registration:report", key=report.key)
    context = {
        "session": session,
        "title": shown(session.title, session.programme),
        "when": session_words(session, at=request.at),
        "form": form,
        "reports": list(reading.reports_of(session)),
    }
    return render(request, "registration/reports.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_report, find=reading.report)
def report(request: ActorRequest, report: Report) -> HttpResponse:
    """What a report says before anybody is ticked, who must be named, and taking it back."""
    refused = ""
    if request.method == "POST":
        try:
            _do(request, report)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("registration:report", key=report.key)
    session = report.session
    waiting = reading.waiting(report, seen_by=request.actor, at=request.at)
    came = reading.came(report, seen_by=request.actor, at=request.at)
    counts = reading.counts(report)
    context: dict[str, Any] = {
        "report": report,
        "session": session,
        "title": shown(session.title, session.programme),
        "when": session_words(session, at=request.at),
        "is_file": report.shape in reading.FILES,
        "source": reading.SOURCES.get(report.shape, ""),
        "came": came,
        "unseen": len(
            set(report.lines.filter(verdict="matched").values_list("registration", flat=True))
        )
        - len(came),
        "waiting": waiting[:SHOWN],
        "more_waiting": max(0, len(waiting) - SHOWN),
        "everybody": at_the_door(session, looked_for="", seen_by=request.actor, at=request.at)
        if waiting
        else [],
        "dropped": [(reading.WHY[why], lines) for why, lines in counts["dropped"].items()],
        "refused_lines": [
            (line.number, reading.WHY[line.why]) for line in reading.refused(report)[:SHOWN]
        ],
        "may_see_ways": holds(
            request.actor, Permission.SEE_CONTACTS, within=session.programme.run_by_id
        ),
        "may_give": permissions.can_give_places(request.actor, session),
        "missing": reading.not_in(report).count() if report.state == Report.State.READ else 0,
        "anew": ReadAnewForm(initial={"zone": report.zone, "order": report.order}),
        "refused": refused,
    }
    return render(request, "registration/report.html", context, status=409 if refused else 200)


def _do(request: ActorRequest, report: Report) -> None:
    """Do what one button of the page asks. Raises Refused, Http404."""
    by, at = request.actor, request.at
    wish = request.POST.get("wish", "")
    if wish == "count":
        actions.count(report=report, absent="absent" in request.POST, by=by, at=at)
    elif wish == "back":
        actions.take_back(report=report, by=by, at=at)
    elif wish == "anew":
        form = ReadAnewForm(request.POST)
        if not form.is_valid():
            raise Http404
        said = form.cleaned_data
        actions.read_anew(report=report, zone=said["zone"], order=said["order"], by=by, at=at)
    elif wish == "settle":
        _settle(request, report)
    elif wish == "write in":
        _write_in(request, report)
    else:
        raise Http404


def _settle(request: ActorRequest, report: Report) -> None:
    who, wanted = request.POST.get("who", ""), request.POST.get("place", "")
    place = None
    if wanted != "nobody":
        rows = visible(
            Registration.objects.filter(session=report.session, key=wanted),
            report.session,
            seen_by=request.actor,
            at=request.at,
        )
        place = rows.first()
        if place is None:
            raise actions.NobodyThere(_("Choose who it is. Nothing was changed."))
    actions.settle(report=report, who=who, place=place, by=request.actor, at=request.at)


def _write_in(request: ActorRequest, report: Report) -> None:
    form = WriteInForm(request.POST)
    if not permissions.can_give_places(request.actor, report.session):
        raise Http404
    if not form.is_valid():
        raise actions.NobodyThere(_("Write the name they use. Nothing was changed."))
    actions.settle_new(
        report=report,
        who=request.POST.get("who", ""),
        name=form.cleaned_data["name"],
        way_text=form.cleaned_data["way"],
        language=get_language() or "en",
        by=request.actor,
        at=request.at,
    )
