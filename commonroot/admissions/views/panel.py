"""On the desk: the panel of a call, its rubric, its phases, who was given what."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import panel as actions
from commonroot.admissions.forms.panel import CriterionForm, PhaseForm, ReaderForm
from commonroot.admissions.models import Call, Criterion, Reviewer, ReviewPhase
from commonroot.admissions.permissions.reading import (
    can_change_line,
    can_change_phase,
    can_run_panel,
)
from commonroot.admissions.queries import panel as queries
from commonroot.admissions.queries import scores
from commonroot.admissions.queries.calls import call_of
from commonroot.core.errors import Refused
from commonroot.core.time import zone_words
from commonroot.programmes.queries.words import moment_words, shown

SAID = "said"  # in the session: what a press on the page did


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_run_panel, find=call_of)
def panel(request: ActorRequest, call: Call) -> HttpResponse:
    """Readers with what they have left, the rubric, the phases; giving out and reminding."""
    refused = ""
    form = ReaderForm(None, accounts=queries.could_read(call, at=request.at))
    if request.method == "POST":
        try:
            request.session[SAID] = _done(request, call)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("admissions:panel", key=call.programme.key)
    words = {
        "call": call,
        "programme": shown(call.programme.title, call.programme),
        "form": form,
        "refused": refused,
        "said": request.session.pop(SAID, "") if request.method == "GET" else "",
        **_standing(call, at=request.at),
    }
    return render(request, "admissions/panel.html", words, status=409 if refused else 200)


def _standing(call: Call, *, at: datetime) -> dict[str, Any]:
    readers = list(queries.readers(call))
    phases = queries.phases(call)
    now = next((one for one in phases if one.opens_at <= at < one.closes_at), None)
    left = [queries.left(one, at=at) for one in readers]
    each = scores.readers_wanted(call)
    return {
        "readers": list(zip(readers, left, strict=True)),
        "left": sum(one.left for one in left),
        "all": sum(one.all for one in left),
        "rubric": queries.rubric(call),
        "phases": [
            {
                "phase": one,
                "state": "waiting" if one == now else "done" if one.closes_at <= at else "open",
                "begins": moment_words(one.opens_at, zone=call.time_zone, at=at),
                "ends": moment_words(one.closes_at, zone=call.time_zone, at=at),
                "may_go": one.opens_at > at,
            }
            for one in phases
        ],
        "now": now,
        "each": each,
    }


def _done(request: ActorRequest, call: Call) -> str:
    """Do what one button of the page asks; what it did, in words."""
    by, at = request.actor, request.at
    wish, _colon, key = request.POST.get("do", "").partition(":")
    if wish == "add":
        form = ReaderForm(request.POST, accounts=queries.could_read(call, at=at))
        if not form.is_valid():
            raise Http404
        chosen = form.cleaned_data["account"]
        account = queries.could_read(call, at=at).get(key=chosen)
        actions.add_reader(call=call, account=account, by=by, at=at)
        return _("%(name)s is on the panel.") % {"name": account.shown_name}
    if wish == "end":
        reader = _of(call, queries.reader(key))
        freed = actions.end_reader(reviewer=reader, by=by, at=at)
        return ngettext(
            "%(name)s is off the panel. %(n)s application is free: give out again.",
            "%(name)s is off the panel. %(n)s applications are free: give out again.",
            freed,
        ) % {"name": reader.account.shown_name, "n": freed}
    if wish == "ready":
        actions.take_ready_made(call=call, by=by, at=at)
        return _("The rubric stands below. Change what does not fit.")
    if wish == "give":
        return _shared_words(actions.give_out(call=call, by=by, at=at))
    if wish == "remind":
        sent = actions.remind_readers(call=call, by=by, at=at)
        return ngettext(
            "%(n)s reader with work left was written to.",
            "%(n)s readers with work left were written to.",
            sent,
        ) % {"n": sent}
    raise Http404


def _shared_words(shared: actions.Shared) -> str:
    told = ngettext(
        "%(n)s application was given to a reader.",
        "%(n)s times an application was given to a reader.",
        shared.given,
    ) % {"n": shared.given}
    if not shared.short:
        return told
    short = ngettext(
        "%(n)s has fewer readers than you want: the others know who applied, or are too few.",
        "%(n)s have fewer readers than you want: the others know who applied, or are too few.",
        shared.short,
    ) % {"n": shared.short}
    return f"{told} {short}"


def _of(call: Call, reader: Reviewer | None) -> Reviewer:
    if reader is None or reader.call_id != call.pk:
        raise Http404
    return reader


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_run_panel, find=call_of)
def criterion_new(request: ActorRequest, call: Call) -> HttpResponse:
    """Add a line to the rubric."""
    return _criterion(request, call=call)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_change_line, find=queries.criterion)
def criterion(request: ActorRequest, criterion: Criterion) -> HttpResponse:
    """Change a line of the rubric, or take it away."""
    return _criterion(request, call=criterion.call, criterion=criterion)


def _criterion(
    request: ActorRequest, *, call: Call, criterion: Criterion | None = None
) -> HttpResponse:
    form = CriterionForm(request.POST or None, languages=call.languages, criterion=criterion)
    back = reverse("admissions:panel", args=[call.programme.key]) + "#rubric"
    try:
        if request.method == "POST" and criterion is not None and "remove" in request.POST:
            actions.remove_criterion(criterion=criterion, by=request.actor, at=request.at)
            return redirect(back)
        if form.is_valid():
            actions.set_criterion(
                call=call,
                criterion=criterion,
                title=form.texts("title"),
                words=form.texts("words"),
                most=form.cleaned_data["most"],
                weight=form.cleaned_data["weight"],
                by=request.actor,
                at=request.at,
            )
            return redirect(back)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    words = {
        "call": call,
        "criterion": criterion,
        "form": form,
        "back_url": back,
        "programme": shown(call.programme.title, call.programme),
    }
    status = 400 if form.errors else 200
    return render(request, "admissions/panel_criterion.html", words, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_run_panel, find=call_of)
def phase_new(request: ActorRequest, call: Call) -> HttpResponse:
    """Add a phase of reading."""
    return _phase(request, call=call)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_change_phase, find=queries.phase)
def phase(request: ActorRequest, phase: ReviewPhase) -> HttpResponse:
    """Change a phase, or take it away before it begins."""
    return _phase(request, call=phase.call, phase=phase)


def _phase(request: ActorRequest, *, call: Call, phase: ReviewPhase | None = None) -> HttpResponse:
    begins, ends = _usual(call, at=request.at)
    form = PhaseForm(
        request.POST or None,
        languages=call.languages,
        zone=call.time_zone,
        phase=phase,
        begins=begins,
        ends=ends,
    )
    back = reverse("admissions:panel", args=[call.programme.key]) + "#phases"
    try:
        if request.method == "POST" and phase is not None and "remove" in request.POST:
            actions.remove_phase(phase=phase, by=request.actor, at=request.at)
            return redirect(back)
        if form.is_valid():
            actions.set_phase(
                call=call, phase=phase, said=form.said(), by=request.actor, at=request.at
            )
            return redirect(back)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    words = {
        "call": call,
        "phase": phase,
        "begun": phase is not None and phase.opens_at <= request.at,
        "form": form,
        "zone": zone_words(call.time_zone, begins, language=get_language() or "en"),
        "back_url": back,
        "programme": shown(call.programme.title, call.programme),
    }
    status = 400 if form.errors else 200
    return render(request, "admissions/panel_phase.html", words, status=status)


def _usual(call: Call, *, at: datetime) -> tuple[datetime, datetime]:
    """Ten days from the morning after the deadline, or after the last phase there is."""
    phases = queries.phases(call)
    after = max([one.closes_at for one in phases] or [call.closes_at or at])
    local = after.astimezone(ZoneInfo(call.time_zone))
    begins = (local + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    return begins, (begins + timedelta(days=10)).replace(hour=18)
