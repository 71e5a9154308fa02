"""On the desk: applications on paper, and those that came too late."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import by_hand as actions
from commonroot.admissions.actions import handing_in
from commonroot.admissions.forms.answers import AnswersForm
from commonroot.admissions.forms.applying import LateForm, PaperForm
from commonroot.admissions.models import Application, Call
from commonroot.admissions.permissions.applying import can_take_in, can_take_in_late
from commonroot.admissions.queries import applying as queries
from commonroot.admissions.queries.answers import form_answers
from commonroot.admissions.queries.calls import call_of
from commonroot.admissions.views.own import kept, progress_words
from commonroot.core.errors import Refused
from commonroot.people.actions import NoSuchWay
from commonroot.programmes.queries import shown

Received = Application.Received


def above(call: Call) -> dict[str, Any]:
    """What the desk's pages of this kind say above."""
    return {
        "call": call,
        "programme": call.programme,
        "title": shown(call.programme.title, call.programme),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_take_in, find=call_of)
def paper(request: ActorRequest, call: Call) -> HttpResponse:
    """Who applied on paper; their answers come on the next page."""
    form = PaperForm(request.POST or None)
    if form.is_valid():
        try:
            application = actions.begin_for(
                call=call,
                name=form.cleaned_data["name"],
                way_text=form.cleaned_data["way"],
                words=form.cleaned_data["words"],
                received=Received.PAPER,
                language=get_language() or "en",
                by=request.actor,
                at=request.at,
            )
        except NoSuchWay as refusal:
            form.add_error("way", str(refusal))
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("admissions:fill", key=application.key)
    begun = call.applications.filter(received=Received.PAPER, state=Application.State.DRAFT)
    words = above(call) | {"form": form, "begun": begun.select_related("person").order_by("pk")}
    return render(request, "admissions/paper.html", words, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_take_in_late, find=queries.own_application)
def fill(request: ActorRequest, application: Application) -> HttpResponse:
    """The whole form, keyed in from paper; kept whenever a button is pressed."""
    # What somebody types themself nobody else reads before it is handed in.
    if application.received != Received.PAPER or application.state != Application.State.DRAFT:
        raise Http404
    questions = queries.questions_asked(application)
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
            if "take" in request.POST and not form.errors:
                handing_in.take_in(
                    application=application,
                    received=Received.PAPER,
                    by=request.actor,
                    at=request.at,
                )
                address = reverse(
                    "admissions:applications", kwargs={"key": application.call.programme.key}
                )
                return redirect(address)
        except Refused as refusal:
            refused = str(refusal)
        if not refused and not form.errors:
            return redirect("admissions:fill", key=application.key)
    words = above(application.call) | {
        "application": application,
        "form": form,
        "progress_words": progress_words(queries.progress(application)),
        "refused": refused,
    }
    failed = bool(form.errors or refused)
    return render(request, "admissions/fill.html", words, status=400 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_take_in, find=call_of)
def late(request: ActorRequest, call: Call) -> HttpResponse:
    """Who began and did not hand in before the deadline; taking one in with a reason.

    Names alone: answers are read once it is taken in.
    """
    form = LateForm(request.POST or None)
    drafts = queries.late_drafts(call, at=request.at)
    refused = ""
    if form.is_valid():
        chosen = drafts.filter(key=request.POST.get("one", "")).first()
        if chosen is None:
            raise Http404
        try:
            handing_in.take_in(
                application=chosen,
                received=Received.LATE,
                words=form.cleaned_data["words"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(
                f"{reverse('admissions:late', kwargs={'key': call.programme.key})}?said#main"
            )
    words = above(call) | {
        "drafts": [
            (one, queries.moment_words(one.saved_at, zone=call.time_zone, at=request.at))
            for one in drafts
        ],
        "closed": queries.deadline_words(call, at=request.at),
        "form": form,
        "said": "said" in request.GET,
        "refused": refused,
    }
    failed = bool(form.errors or refused)
    return render(request, "admissions/late.html", words, status=400 if failed else 200)
