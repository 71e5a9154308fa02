"""On the desk: the call of a programme, from its first draft to its deadline."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import calls as actions
from commonroot.admissions.forms.calls import CallForm, ProlongForm, by_clock, on_clock
from commonroot.admissions.models import Call
from commonroot.admissions.permissions.calls import can_edit_call
from commonroot.admissions.queries import call_checks, calls
from commonroot.admissions.queries.applying import deadline_words, moment_words
from commonroot.admissions.rules.calls import SIMPLE_UP_TO
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme
from commonroot.programmes.queries.words import language_name

ELSEWHERE = ("UTC", "America/Guatemala", "Europe/London", "Africa/Nairobi", "Asia/Manila")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_call, find=find_programme)
def call(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Where a call stands: what is left to do, who sees it, how many came; or making it."""
    if request.method == "POST":
        actions.make_call(programme=programme, by=request.actor, at=request.at)
        return redirect("admissions:call", key=programme.key)
    found = calls.call_of(programme.key)
    if found is None:
        return render(request, "admissions/call_new.html", {"programme": programme})
    return _page(request, found)


@require_POST
@guarded(can_edit_call, find=find_programme)
def call_state(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Publish it, take it down, close it early, or prolong it."""
    found = _call(programme)
    by: dict[str, Any] = {"call": found, "by": request.actor, "at": request.at}
    form = ProlongForm(request.POST if "until" in request.POST else None)
    try:
        if "publish" in request.POST:
            actions.publish_call(**by)
        elif "hide" in request.POST:
            actions.hide_call(**by)
        elif "close" in request.POST:
            actions.close_call(**by)
        elif form.is_valid():
            until = by_clock(form.cleaned_data["until"], found.time_zone)
            assert until is not None
            actions.prolong_call(until=until, **by)
    except Refused as refusal:
        if form.is_bound:
            form.add_error("until", str(refusal))
        return _page(request, found, prolong=form, refused="" if form.is_bound else str(refusal))
    if form.is_bound and form.errors:
        return _page(request, found, prolong=form)
    return redirect("admissions:call", key=programme.key)


def _page(
    request: ActorRequest, found: Call, *, prolong: ProlongForm | None = None, refused: str = ""
) -> HttpResponse:
    checked = call_checks.checks(found, at=request.at)
    code, why = call_checks.why_nobody(found, at=request.at)
    counts = calls.counts(found)
    questions = [one for one in calls.questions(found) if one.kind != calls.Kind.HEADING]
    context = {
        "programme": found.programme,
        "call": found,
        "stopping": [one for one in checked if one.stops],
        "noticed": [one for one in checked if not one.stops],
        "why": why,
        "why_code": code,
        "deadline": deadline_words(found, at=request.at),
        "opens": moment_words(found.opens_at, zone=found.time_zone, at=request.at)
        if found.opens_at
        else "",
        "elsewhere": elsewhere(found.closes_at, zone=found.time_zone),
        "moved": call_checks.moved_deadlines(found, at=request.at),
        "counts": counts,
        "many": found.way == Call.Way.SIMPLE and sum(counts.values()) > SIMPLE_UP_TO,
        "questions": len(questions),
        "languages": [language_name(one) for one in found.languages],
        "prolong": prolong or ProlongForm(initial={"until": _deadline(found)}),
        "refused": refused,
    }
    failed = bool(refused) or (prolong is not None and bool(prolong.errors))
    return render(request, "admissions/call.html", context, status=400 if failed else 200)


def _deadline(found: Call) -> datetime | None:
    return on_clock(found.closes_at, found.time_zone)


def elsewhere(moment: datetime | None, *, zone: str) -> list[str]:
    """What the clocks of other parts of the world show at the deadline."""
    if moment is None:
        return []
    told = {on_clock(moment, zone)}
    found = []
    for other in ELSEWHERE:
        if on_clock(moment, other) not in told:
            told.add(on_clock(moment, other))
            found.append(moment_words(moment, zone=other, at=moment))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_call, find=find_programme)
def call_settings(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Everything about a call but its questions, on one page."""
    found = _call(programme)
    form = CallForm(
        request.POST or None,
        texts_in=found.languages or programme.languages or ["en"],
        languages=_languages(found),
        initial=_initial(found),
    )
    if form.is_valid():
        try:
            actions.set_call(call=found, settings=_settings(form), by=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("admissions:call", key=programme.key)
    context = {
        "programme": programme,
        "call": found,
        "form": form,
        "elsewhere": elsewhere(found.closes_at, zone=found.time_zone),
    }
    status = 400 if form.errors else 200
    return render(request, "admissions/call_settings.html", context, status=status)


def _call(programme: Programme) -> Call:
    found = calls.call_of(programme.key)
    if found is None:
        raise Http404
    return found


def _languages(found: Call) -> list[tuple[str, str]]:
    """Those of the form and the programme first, then the school's."""
    codes = [*found.languages, *found.programme.languages, *found.programme.run_by.languages]
    ours = ("en", "es", "fr", "pt", "ar")
    return [(code, language_name(code)) for code in dict.fromkeys([*codes, *ours])]


def _initial(found: Call) -> dict[str, Any]:
    names = (
        "time_zone", "grace_minutes", "hear_on", "languages", "alone", "pairs", "groups",
        "most_in_group", "way", "two_yes", "places", "offer_days", "help_with_travel",
        "help_with_stay", "held_in", "visa_weeks", "reply_to", "keep_days",
    )  # fmt: skip
    initial: dict[str, Any] = {name: getattr(found, name) for name in names}
    initial["opens_at"] = on_clock(found.opens_at, found.time_zone)
    initial["closes_at"] = on_clock(found.closes_at, found.time_zone)
    for code in found.languages or found.programme.languages or ["en"]:
        initial[f"words-{code}"] = found.words.get(code, "")
        lines = [one.get(code, "") for one in found.commitments]
        initial[f"commitments-{code}"] = "\n".join(lines).rstrip()
    return initial


def _settings(form: CallForm) -> actions.CallSettings:
    said = form.cleaned_data
    zone = said["time_zone"]
    return actions.CallSettings(
        **{
            name: said[name]
            for name in (
                "way", "time_zone", "grace_minutes", "hear_on", "alone", "pairs", "groups",
                "most_in_group", "places", "offer_days", "reply_to", "help_with_travel",
                "help_with_stay", "held_in", "visa_weeks", "two_yes", "keep_days",
            )
        },
        words=form.texts("words"),
        languages=tuple(said["languages"]),
        opens_at=by_clock(said["opens_at"], zone),
        closes_at=by_clock(said["closes_at"], zone),
        commitments=tuple(Translated(one) for one in form.lines("commitments")),
    )  # fmt: skip
