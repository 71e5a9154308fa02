"""For readers, on a phone: what they have left, one application after the other."""

from typing import Any, cast
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.http.response import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import reading as actions
from commonroot.admissions.emails.reading import own_zone
from commonroot.admissions.forms.reading import ReviewForm, StandBackForm
from commonroot.admissions.models import Application, Review, Reviewer, ReviewPhase
from commonroot.admissions.permissions.reading import (
    can_open_reading,
    can_read_as,
    can_see_applications,
    may_read,
)
from commonroot.admissions.queries import panel as queries
from commonroot.admissions.queries import reading, shown
from commonroot.core.errors import Refused
from commonroot.core.time import zone_or
from commonroot.files.queries import content
from commonroot.programmes.queries.words import moment_words
from commonroot.programmes.queries.words import shown as told

KEPT = "kept"  # in the session: what was just done


@require_safe
@guarded(can_open_reading)
def readings(request: ActorRequest) -> HttpResponse:
    """The calls somebody reads for; the only one at once."""
    there = list(queries.reads_of(request.actor.account_id or 0))
    if len(there) == 1:
        return redirect("admissions:reading", key=there[0].key)
    rows = [
        {
            "reader": one,
            "programme": told(one.call.programme.title, one.call.programme),
            "left": queries.left(one, at=request.at),
        }
        for one in there
    ]
    return render(request, "admissions/readings.html", {"rows": rows})


@require_safe
@guarded(can_read_as, find=queries.reader)
def reading_list(request: ActorRequest, reviewer: Reviewer) -> HttpResponse:
    """How far a reader is, until when, and the applications one by one."""
    call, at = reviewer.call, request.at
    phase = queries.phase_now(call, at=at)
    coming = queries.next_phase(call, at=at) if phase is None else None
    left = queries.left(reviewer, at=at)
    states = queries.states_of(reviewer)
    rows = [
        {"application": one, "state": states.get(one.pk, "open")}
        for one in queries.to_read(reviewer, at=at)
    ]
    zone = _zone(request, reviewer)
    words = {
        "reviewer": reviewer,
        "programme": told(call.programme.title, call.programme),
        "phase": phase,
        "until": moment_words(phase.closes_at, zone=zone, at=at) if phase else "",
        "from": moment_words(coming.opens_at, zone=zone, at=at) if coming else "",
        "left": left,
        "rows": rows,
        "todo": [row for row in rows if row["state"] != "done"],
        "done": [row for row in rows if row["state"] == "done"],
        "kept": request.session.pop(KEPT, ""),
    }
    return render(request, "admissions/reading.html", words)


def _zone(request: ActorRequest, reviewer: Reviewer) -> str:
    """By which clock a reader is told when: their own, once they said so, else that of the call."""
    return zone_or(request.zone, own_zone(reviewer))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read, find=reading.application)
def read_one(request: ActorRequest, application: Application) -> HttpResponse:
    """One application as the panel may see it, with points and a note below it."""
    reviewer, phase = _reader(request, application)
    if reviewer is None:
        return redirect("admissions:application", key=application.key)
    mine = Review.objects.filter(reviewer=reviewer, application=application).first()
    rubric = queries.rubric(reviewer.call) if phase is None or phase.scores else []
    form = ReviewForm(request.POST or None, rubric=rubric, initial=_kept(mine))
    if request.method == "POST":
        if "tells" in request.POST:
            return _marked(request, application, phase=phase)
        answer = _sent(request, form, reviewer=reviewer, application=application)
        if answer is not None:
            return answer
    words = {
        **_page(request, application, reviewer=reviewer, phase=phase, mine=mine),
        "form": form,
    }
    status = 409 if form.errors else 200
    return render(request, "admissions/read_one.html", words, status=status)


def _reader(
    request: ActorRequest, application: Application
) -> tuple[Reviewer | None, ReviewPhase | None]:
    """Whoever looks as a reader, and the phase that runs. Organisers who read nothing here have
    their own page; nobody reads blind before or after.
    """
    reviewer = queries.reader_of(application.call, account=request.actor.account_id)
    phase = queries.phase_now(application.call, at=request.at)
    if (
        reviewer is None
        or not queries.to_read(reviewer, at=request.at).filter(pk=application.pk).exists()
    ):
        if can_see_applications(request.actor, application.call):
            return None, phase
        raise Http404
    if phase is None and not queries.has_given(reviewer, application):
        if can_see_applications(request.actor, application.call):
            return None, phase
        raise Http404
    return reviewer, phase


def _kept(review: Review | None) -> dict[str, Any]:
    if review is None:
        return {}
    points = review.scores.values_list("criterion__key", "points")
    return {"words": review.words, "feedback": review.feedback, **dict(points)}


def _sent(
    request: ActorRequest, form: ReviewForm, *, reviewer: Reviewer, application: Application
) -> HttpResponse | None:
    """Keep or give what was typed; None: it was refused, and stands on the page."""
    if not form.is_valid():
        return None
    give = "give" in request.POST
    try:
        actions.keep_review(
            reviewer=reviewer,
            application=application,
            words=form.cleaned_data["words"],
            feedback=form.cleaned_data["feedback"],
            points=form.points(),
            give=give,
            by=request.actor,
            at=request.at,
        )
    except actions.PointsNotSettled as refusal:
        # What can be kept is kept, so that nothing typed is lost with the page.
        actions.keep_review(
            reviewer=reviewer,
            application=application,
            words=form.cleaned_data["words"],
            feedback=form.cleaned_data["feedback"],
            points=form.points(),
            give=False,
            by=request.actor,
            at=request.at,
        )
        form.add_error(None, str(refusal))
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    if "X-Kept" in request.headers:  # as it is typed, by a script
        return HttpResponse(status=204)
    if not give:
        request.session[KEPT] = _("Kept. It counts once you hand it in.")
        return redirect("admissions:read_one", key=application.key)
    left = queries.left(reviewer, at=request.at, after=application.number)
    request.session[KEPT] = _("Number %(number)s is done.") % {"number": application.number}
    if left.next is None:
        return redirect("admissions:reading", key=reviewer.key)
    return redirect("admissions:read_one", key=left.next.key)


def _marked(
    request: ActorRequest, application: Application, *, phase: ReviewPhase | None
) -> HttpResponse:
    """One answer tells who it is."""
    question, _colon, applicant = request.POST["tells"].partition(":")
    blind = phase is None or phase.blind
    answer = shown.answer_shown(application, question=question, applicant=applicant, blind=blind)
    if answer is None:
        raise Http404
    actions.mark_telling(answer=answer, by=request.actor, at=request.at)
    request.session[KEPT] = _("Thank you. Nobody on the panel sees that text until it is covered.")
    return redirect("admissions:read_one", key=application.key)


def _page(
    request: ActorRequest,
    application: Application,
    *,
    reviewer: Reviewer,
    phase: ReviewPhase | None,
    mine: Review | None,
) -> dict[str, Any]:
    blind = phase is None or phase.blind
    rows = list(queries.to_read(reviewer, at=request.at))
    place = next(number for number, one in enumerate(rows) if one.pk == application.pk)
    return {
        "application": application,
        "reviewer": reviewer,
        "programme": told(application.call.programme.title, application.call.programme),
        "phase": phase,
        "blind": blind,
        "until": moment_words(phase.closes_at, zone=_zone(request, reviewer), at=request.at)
        if phase
        else "",
        "parts": shown.parts(application, blind=blind),
        "before": [] if blind else shown.courses_before(application),
        "mine": mine,
        "others": shown.others(application, mine=mine, phase=phase),
        "left": queries.left(reviewer, at=request.at),
        "place": place + 1,
        "count": len(rows),
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place + 1 < len(rows) else None,
        "kept": request.session.pop(KEPT, "") if request.method != "POST" else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read, find=reading.application)
def stand_back(request: ActorRequest, application: Application) -> HttpResponse:
    """Somebody must not read one: what happens then, and one button."""
    reviewer, phase = _reader(request, application)
    if reviewer is None or phase is None:
        raise Http404
    form = StandBackForm(request.POST or None)
    if form.is_valid():
        actions.say_conflict(
            reviewer=reviewer,
            application=application,
            words=form.cleaned_data["words"],
            by=request.actor,
            at=request.at,
        )
        request.session[KEPT] = _("Number %(number)s left your list.") % {
            "number": application.number
        }
        return redirect("admissions:reading", key=reviewer.key)
    words = {"application": application, "reviewer": reviewer, "form": form}
    return render(request, "admissions/stand_back.html", words)


@require_safe
@guarded(may_read, find=reading.application)
def read_file(request: ActorRequest, application: Application, *, question: str) -> HttpResponse:
    """A file that was handed in, to save; while reading blind under a name that says nothing."""
    desk = can_see_applications(request.actor, application.call)
    if desk:
        answer = (
            application.answers.filter(
                question__key=question, applicant__key=request.GET.get("of") or None
            )
            .select_related("file")
            .first()
        )
        blind = False
    else:
        _reviewer, phase = _reader(request, application)
        blind = phase is None or phase.blind
        answer = shown.answer_shown(
            application, question=question, applicant=request.GET.get("of", ""), blind=blind
        )
    if answer is None or answer.file is None:
        raise Http404
    upload = answer.file
    ending = f".{upload.name.rpartition('.')[2]}" if "." in upload.name else ""
    name = f"{application.number}{ending}" if blind else upload.name
    response = StreamingHttpResponse(content(upload), content_type=upload.kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["Content-Length"] = str(upload.bytes)
    response["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, response)  # a stream, but answered as any page
