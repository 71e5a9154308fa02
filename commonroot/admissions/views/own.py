"""One's own application: filling in part by part, checking, handing in, changing, withdrawing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import applying as actions
from commonroot.admissions.actions import attaching, handing_in, referees
from commonroot.admissions.forms.answers import AnswersForm
from commonroot.admissions.models import Applicant, Application, FormQuestion, Referee
from commonroot.admissions.permissions.applying import can_write
from commonroot.admissions.queries import applying as queries
from commonroot.admissions.queries.answers import answers_of, changed_since, form_answers
from commonroot.admissions.queries.replies import newest_offer
from commonroot.admissions.queries.told import HAS_OFFER, told_state
from commonroot.admissions.rules.deadlines import Window
from commonroot.admissions.views.applying import deadline
from commonroot.core.errors import Refused
from commonroot.core.text import masked
from commonroot.programmes.queries import shown

State = Application.State


def about(request: ActorRequest, application: Application) -> dict[str, Any]:
    """What every page of an application says above."""
    call = application.call
    return {
        "application": application,
        "call": call,
        "title": shown(call.programme.title, call.programme),
        "deadline": deadline(call, request),
        "open": queries.may_hand_in(application, at=request.at),
        "seen": request.at.isoformat(),
        "in_grace": queries.window_of(application, at=request.at) == Window.GRACE,
        "changeable": queries.may_change(application, at=request.at),
        "several": application.kind != Application.Kind.ALONE,
    }


def progress_words(progress: queries.Progress) -> str:
    """ "6 of 11 answered; 2 needed"."""
    words = _("%(answered)s of %(all)s answered") % {
        "answered": progress.answered,
        "all": progress.of,
    }
    needed = len(progress.needed)
    if not needed:
        return _("%(words)s; nothing needed is missing") % {"words": words}
    missing = ngettext("%(count)s needed", "%(count)s needed", needed) % {"count": needed}
    return f"{words}{_(';')} {missing}"


@require_safe
@guarded(can_write, find=queries.own_application)
def own(request: ActorRequest, application: Application) -> HttpResponse:
    """How far it is, what comes next, and one thing to do."""
    return _own(request, application)


def _own(request: ActorRequest, application: Application, *, refused: str = "") -> HttpResponse:
    progress = queries.progress(application)
    link = getattr(request, "link", None)
    proves = link is not None and link.way is not None and application.person.provisional
    state = told_state(application, at=request.at)
    words = about(request, application) | {
        "progress": progress,
        "progress_words": progress_words(progress),
        "next": next((part for part in progress.parts if not part.is_done), None),
        "state": state,
        "offer": newest_offer(application) if state in HAS_OFFER else None,
        "proves": proves,
        "way": masked(link.way.value) if proves and link is not None else "",
        "others": list(application.applicants.order_by("pk")),
        "referees": list(application.referees.order_by("pk")),
        "to_ask": any(one.state == Referee.State.NAMED for one in application.referees.all()),
        "hear_on": queries.day_told(application.call.hear_on, at=request.at)
        if application.call.hear_on
        else "",
        "handed_in": queries.moment_words(
            application.submitted_at, zone=application.time_zone, at=request.at
        )
        if application.submitted_at
        else "",
        "said": request.GET.get("said", ""),
        "refused": refused,
    }
    return render(request, "admissions/own.html", words, status=409 if refused else 200)


def kept(
    request: ActorRequest,
    application: Application,
    *,
    questions: Sequence[FormQuestion],
    applicant: Applicant | None = None,
) -> tuple[AnswersForm, actions.Kept | None]:
    """Keep whatever can be read of what was sent for these questions; what cannot stands in the
    form's errors. Raises what `keep_answers` and `keep_file` raise.
    """
    form = AnswersForm(
        request.POST,
        request.FILES,
        questions=questions,
        answers=form_answers(application, applicant=applicant),
        languages=application.call.languages,
        zone=application.time_zone,
    )
    by_file = {row.key: row for row in questions if row.kind == FormQuestion.Kind.FILE}
    values = {key: value for key, value in form.values().items() if key not in by_file}
    for question in _changed_elsewhere(request, application, values=values, applicant=applicant):
        # Nothing is lost: what another device kept stays, and what stands here is shown again.
        del values[question.key]
        form.add_error(
            question.key,
            _("This was changed on another device since you opened this page. That is kept. "
              "Press again to put your text from here in its place."),
        )  # fmt: skip
    revision = request.POST.get("revision", "")
    about_it: dict[str, Any] = {"application": application, "applicant": applicant}
    acts: dict[str, Any] = {"by": request.actor, "at": request.at}
    done = None
    if values:
        done = actions.keep_answers(
            **about_it,
            **acts,
            values=values,
            revision=int(revision) if revision.isdecimal() else None,
        )
    for key, question in by_file.items():
        if key in form.dropped():
            done = attaching.drop_file(**about_it, **acts, question=question)
        elif key in request.FILES and key not in form.errors:
            upload = request.FILES.getlist(key)[0]
            done = attaching.keep_file(
                **about_it,
                **acts,
                question=question,
                content=BytesIO(upload.read()),
                name=upload.name or "",
            )
    return form, done


def _changed_elsewhere(
    request: ActorRequest,
    application: Application,
    *,
    values: Mapping[str, Any],
    applicant: Applicant | None,
) -> list[FormQuestion]:
    """Answers that another device changed after the page with this form was opened."""
    try:
        seen = datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return []
    if seen.tzinfo is None:
        return []
    return changed_since(application, values, seen=seen, applicant=applicant)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_write, find=queries.own_application)
def part(request: ActorRequest, application: Application, *, number: int) -> HttpResponse:
    """One part of the form. The button keeps it and goes on; a script keeps it as it is typed."""
    progress = queries.progress(application)
    if not 1 <= number <= len(progress.parts):
        raise Http404
    questions = progress.parts[number - 1].rows
    form = AnswersForm(
        questions=questions,
        answers=form_answers(application),
        languages=application.call.languages,
        zone=application.time_zone,
    )
    refused = ""
    if request.method == "POST":
        try:
            form, _done = kept(request, application, questions=questions)
        except Refused as refusal:
            refused = str(refusal)
        else:
            if not form.errors:
                return redirect(_after(request, application, number=number))
    application.refresh_from_db(fields=["revision"])
    words = about(request, application) | {
        "form": form,
        "part": progress.parts[number - 1],
        "parts": progress.parts,
        "steps": [one.title for one in progress.parts],
        "progress_words": progress_words(progress),
        "refused": refused,
        "is_last": number == len(progress.parts),
        "keep_url": reverse("admissions:keep", kwargs={"key": application.key}),
    }
    failed = bool(form.errors or refused)
    return render(request, "admissions/part.html", words, status=400 if failed else 200)


def _after(request: ActorRequest, application: Application, *, number: int) -> str:
    kwargs: dict[str, Any] = {"key": application.key}
    if "back" in request.POST:
        return reverse("admissions:own", kwargs=kwargs)
    if number == len(queries.progress(application).parts):
        return reverse("admissions:check", kwargs=kwargs)
    return reverse("admissions:part", kwargs=kwargs | {"number": number + 1}) + "#main"


@require_POST
@guarded(can_write, find=queries.own_application)
def keep(request: ActorRequest, application: Application) -> HttpResponse:
    """Keep single answers as they are typed; what this answers was committed before."""
    wanted = set(request.POST.getlist("question"))
    questions = [row for row in queries.questions_asked(application) if row.key in wanted]
    return kept_answer(request, application, questions=questions)


def kept_answer(
    request: ActorRequest,
    application: Application,
    *,
    questions: Sequence[FormQuestion],
    applicant: Applicant | None = None,
) -> HttpResponse:
    """What the script is told: {revision, seen, elsewhere, progress, errors}, or {refused}, 409.

    `seen` is the moment up to which this device knows everything, unless another changed something.
    """
    try:
        form, done = kept(request, application, questions=questions, applicant=applicant)
    except Refused as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    told = {
        "revision": done.revision if done else application.revision,
        "seen": request.at.isoformat(),
        "elsewhere": bool(done and done.elsewhere),
        "progress": progress_words(queries.progress(application, applicant=applicant)),
        "errors": {key: " ".join(str(one) for one in found) for key, found in form.errors.items()},
    }
    return JsonResponse(told)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_write, find=queries.own_application)
def check(request: ActorRequest, application: Application) -> HttpResponse:
    """All answers on one page, to read, to print, and to hand in."""
    refused = ""
    if request.method == "POST":
        try:
            handing_in.hand_in(application=application, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
        else:
            address = reverse("admissions:own", kwargs={"key": application.key})
            return redirect(f"{address}?said=handed_in#main")
    progress = queries.progress(application)
    said = {row.question.key: row for row in answers_of(application, unanswered=True)}
    words = about(request, application) | {
        "parts": [
            (part, [(said[row.key], row in part.needed) for row in part.questions])
            for part in progress.parts
        ],
        "needed": progress.needed,
        "first": progress.part_of(progress.needed[0]) if progress.needed else 1,
        "progress_words": progress_words(progress),
        "unconfirmed": list(queries.unconfirmed(application)),
        "refused": refused,
    }
    return render(request, "admissions/check.html", words, status=409 if refused else 200)


@require_POST
@guarded(can_write, find=queries.own_application)
def wish(request: ActorRequest, application: Application) -> HttpResponse:
    """Withdraw, take that back, say that the address is mine, ask those who speak for me now."""
    done = request.POST.get("wish", "")
    acts: dict[str, Any] = {"application": application, "by": request.actor, "at": request.at}
    link = getattr(request, "link", None)
    try:
        match done:
            case "withdraw":
                handing_in.withdraw(**acts)
            case "back":
                handing_in.take_back_withdrawal(**acts)
            case "ask" if queries.may_change(application, at=request.at):
                referees.ask_named(**acts)
            case "mine" if link is not None:
                handing_in.say_it_is_mine(**acts, link=link)
            case _:
                raise Http404
    except Refused as refusal:
        return _own(request, application, refused=str(refusal))
    address = reverse("admissions:own", kwargs={"key": application.key})
    return redirect(f"{address}?said={done}#main")
