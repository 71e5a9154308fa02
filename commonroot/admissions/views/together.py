"""Applying as two or more: naming the others, their yes, their own answers, a message to all."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import together as actions
from commonroot.admissions.forms.answers import AnswersForm
from commonroot.admissions.forms.applying import MessageForm, OtherForm
from commonroot.admissions.models import Applicant, Application
from commonroot.admissions.permissions.applying import can_join, can_write
from commonroot.admissions.queries import applying as queries
from commonroot.admissions.queries.answers import answers_of, form_answers
from commonroot.admissions.views.own import about, kept, kept_answer, progress_words
from commonroot.core.errors import Refused
from commonroot.people.actions import NoSuchWay


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_write, find=queries.own_application)
def others(request: ActorRequest, application: Application) -> HttpResponse:
    """Who applies with whoever writes: naming, taking off, writing to all."""
    if application.kind == Application.Kind.ALONE:
        raise Http404
    what = request.POST.get("what", "")
    named = OtherForm(request.POST if what == "name" else None)
    message = MessageForm(request.POST if what == "write" else None)
    acts: dict[str, Any] = {"by": request.actor, "at": request.at}
    refused, said = "", ""
    try:
        if what == "name" and named.is_valid():
            actions.name_one(
                application=application,
                name=named.cleaned_data["name"],
                way_text=named.cleaned_data["way"],
                **acts,
            )
            said = "named"
        elif what == "write" and message.is_valid():
            actions.write_to_all(application=application, text=message.cleaned_data["text"], **acts)
            said = "written"
        elif what == "remove":
            actions.remove_one(applicant=_one_of(application, request.POST.get("one", "")), **acts)
            said = "removed"
    except NoSuchWay as refusal:
        named.add_error("way", str(refusal))
    except Refused as refusal:
        refused = str(refusal)
    if said:
        address = reverse("admissions:others", kwargs={"key": application.key})
        return redirect(f"{address}?said={said}#main")
    there = list(application.applicants.select_related("person").order_by("pk"))
    left = actions.others(application) - sum(one.state != Applicant.State.DECLINED for one in there)
    words = about(request, application) | {
        "there": there,
        "left": left,
        "left_words": ngettext(
            "You can name %(count)s more person.", "You can name %(count)s more people.", left
        )
        % {"count": left},
        "named": named,
        "message": message,
        "confirmed": any(one.state == Applicant.State.CONFIRMED for one in there),
        "refused": refused,
        "said": request.GET.get("said", ""),
    }
    failed = bool(named.errors or message.errors or refused)
    return render(request, "admissions/others.html", words, status=400 if failed else 200)


def _one_of(application: Application, key: str) -> Applicant:
    found = queries.applicant(key)
    if found is None or found.application_id != application.pk:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_join, find=queries.applicant)
def join(request: ActorRequest, applicant: Applicant) -> HttpResponse:
    """What was said of somebody, their yes or no, and what everybody answers for themselves."""
    application = applicant.application
    acts: dict[str, Any] = {"applicant": applicant, "by": request.actor, "at": request.at}
    refused = ""
    form = _form(application, applicant)
    what = request.POST.get("what", "")
    try:
        if what == "yes":
            actions.join(**acts, link=getattr(request, "link", None))
        elif what == "no":
            actions.decline(**acts)
        elif what == "keep":
            form, _done = kept(request, application, questions=form.questions, applicant=applicant)
    except Refused as refusal:
        refused = str(refusal)
    if what and not refused and not form.errors:
        address = reverse("admissions:join", kwargs={"key": applicant.key})
        return redirect(f"{address}?said={what}#main")
    progress = queries.progress(application, applicant=applicant)
    words: dict[str, Any] = about(request, application) | {
        "applicant": applicant,
        "contact": application.person.shown_name,
        "form": form,
        "asks": bool(form.questions),
        "progress_words": progress_words(progress),
        "shared": answers_of(application),
        "keep_url": reverse("admissions:join_keep", kwargs={"key": applicant.key}),
        "refused": refused,
        "said": request.GET.get("said", ""),
    }
    failed = bool(form.errors or refused)
    return render(request, "admissions/join.html", words, status=400 if failed else 200)


def _form(application: Application, applicant: Applicant) -> AnswersForm:
    return AnswersForm(
        questions=queries.questions_asked(application, applicant=applicant),
        answers=form_answers(application, applicant=applicant),
        languages=application.call.languages,
        zone=applicant.person.time_zone if applicant.person else "",
    )


@require_POST
@guarded(can_join, find=queries.applicant)
def join_keep(request: ActorRequest, applicant: Applicant) -> HttpResponse:
    """Keep single answers of one of the others as they are typed."""
    wanted = set(request.POST.getlist("question"))
    application = applicant.application
    rows = queries.questions_asked(application, applicant=applicant)
    questions = [row for row in rows if row.key in wanted]
    return kept_answer(request, application, questions=questions, applicant=applicant)
