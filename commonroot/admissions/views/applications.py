"""On the desk: the applications of a call as a list, and one of them."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import choosing
from commonroot.admissions.actions import reading as actions
from commonroot.admissions.forms.reading import CoverForm, NoteForm
from commonroot.admissions.models import Applicant, Application, ApplicationAnswer, Call
from commonroot.admissions.permissions.choosing import can_choose, can_decide
from commonroot.admissions.permissions.reading import (
    can_export_applications,
    can_run_panel,
    can_see_application,
    can_see_applications,
    is_conflicted,
)
from commonroot.admissions.queries import listing as queries
from commonroot.admissions.queries import panel, reading, scores, shown
from commonroot.admissions.queries.answers import answers_of
from commonroot.admissions.queries.calls import call_of
from commonroot.core.errors import Refused
from commonroot.programmes.queries.words import shown as told

VERDICTS = ("accept", "reserve", "regret")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_applications, find=call_of)
def applications(request: ActorRequest, call: Call) -> HttpResponse:
    """The list: state, points, readers; in the simple way two notes and three buttons each."""
    asked = queries.Asked(
        q=request.POST.get("q", "")[:80],  # a name is never written into an address
        state=request.GET.get("state", ""),
        country=request.GET.get("country", ""),
        kind=request.GET.get("kind", ""),
        only=request.GET.get("only", ""),
        order=request.GET.get("order", "number"),
    )
    refused = ""
    if request.method == "POST" and "do" in request.POST:
        try:
            key = _noted(request, call)
        except Refused as refusal:
            refused = str(refusal)
        else:
            query = request.META.get("QUERY_STRING", "")
            address = reverse("admissions:applications", args=[call.programme.key])
            return redirect(f"{address}{'?' if query else ''}{query}#a-{key}")
    found = queries.listing(call, asked=asked, actor=request.actor, at=request.at)
    context = {
        "call": call,
        "programme": told(call.programme.title, call.programme),
        "found": found,
        "asked": asked,
        "simple": call.way == Call.Way.SIMPLE,
        "wanted": scores.readers_wanted(call) or panel.readers(call).count(),
        "orders": _orders(asked, simple=call.way == Call.Way.SIMPLE),
        "chips": _chips(asked, found),
        "ways": _ways(request, call),
        "may_choose": can_choose(request.actor, call),
        "query": request.META.get("QUERY_STRING", ""),
        "refused": refused,
    }
    if "print" in request.GET:
        return render(request, "admissions/applications_sheet.html", context)
    status = 409 if refused else 200
    return render(request, "admissions/applications.html", context, status=status)


def _noted(request: ActorRequest, call: Call) -> str:
    """Keep a note beside one application, and decide where a button says so; its key."""
    key, _colon, verdict = request.POST.get("do", "").partition(":")
    one = reading.application(key)
    if one is None or one.call_id != call.pk or not can_see_application(request.actor, one):
        raise Http404
    if is_conflicted(request.actor, one):
        raise Http404
    form = NoteForm({"words": request.POST.get(f"note-{key}", "")})
    if form.is_valid() and f"note-{key}" in request.POST:
        actions.note_down(
            call=call,
            application=one,
            words=form.cleaned_data["words"],
            feedback="",
            by=request.actor,
            at=request.at,
        )
    if verdict:
        if verdict not in VERDICTS or not can_decide(request.actor, one):
            raise Http404
        choosing.decide(
            application=one, verdict=verdict, reason="", by=request.actor, at=request.at
        )
    return key


def _address(asked: queries.Asked, **changed: str) -> str:
    said = {
        name: getattr(asked, name) for name in ("state", "country", "kind", "only", "order")
    } | changed
    return "?" + urlencode({name: value for name, value in said.items() if value})


def _orders(asked: queries.Asked, *, simple: bool) -> list[dict[str, Any]]:
    named = [("number", _("as they came")), ("name", _("by name"))]
    if not simple:
        named += [
            ("points", _("most points first")),
            ("spread", _("readers differ most")),
            ("read", _("read least")),
        ]
    return [
        {"label": label, "url": _address(asked, order=code), "current": asked.order == code}
        for code, label in named
    ]


def _chips(asked: queries.Asked, found: queries.Listing) -> list[dict[str, Any]]:
    """All, and what needs somebody: only where there is something."""
    rows = [
        ("", _("all %(n)s") % {"n": found.all}, True),
        ("unread", _("%(n)s unread") % {"n": found.unread}, found.unread),
        ("wide", _("readers differ in %(n)s") % {"n": found.wide}, found.wide),
        ("cover", _("%(n)s to cover") % {"n": found.to_cover}, found.to_cover),
    ]
    return [
        {"label": label, "url": _address(asked, only=code), "current": asked.only == code}
        for code, label, there in rows
        if there or asked.only == code
    ]


def _ways(request: ActorRequest, call: Call) -> list[dict[str, str]]:
    key = call.programme.key
    found = []
    if can_run_panel(request.actor, call):
        found.append({"label": _("The panel"), "url": reverse("admissions:panel", args=[key])})
    if panel.reader_of(call, account=request.actor.account_id) is not None:
        found.append({"label": _("What you have left"), "url": reverse("admissions:readings")})
    if can_export_applications(request.actor, call):
        address = reverse("web:applications_export", args=[key])
        found.append({"label": _("Take the list along"), "url": address})
    return [*found, {"label": _("Print the list"), "url": "?print"}]


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_application, find=reading.application)
def application(request: ActorRequest, application: Application) -> HttpResponse:
    """All that somebody answered, and what was found, for whoever may judge it."""
    judged = not is_conflicted(request.actor, application)
    form = None
    if request.method == "POST":
        form = _covered(request, application, judged=judged)
        if form is None:
            return redirect(f"{reverse('admissions:application', args=[application.key])}#answers")
    found = scores.found([application]).get(application.pk) if judged else None
    members = application.applicants.exclude(state=Applicant.State.DECLINED).order_by("pk")
    context = {
        "application": application,
        "call": application.call,
        "programme": told(application.call.programme.title, application.call.programme),
        "judged": judged,
        "state": queries.state_for(application, judged=judged, at=request.at),
        "found": found,
        "wanted": scores.readers_wanted(application.call)
        or panel.readers(application.call).count(),
        "reviews": shown.reviews_of(application) if judged else [],
        "parts": [
            {"member": None, "answers": answers_of(application)},
            *(
                {"member": one, "answers": answers_of(application, applicant=one)}
                for one in members
            ),
        ],
        "history": queries.history(application, judged=judged),
        "conflicts": application.conflicts.select_related("reviewer__account")
        if judged and can_run_panel(request.actor, application.call)
        else [],
        "form": form,
        "panel": application.call.way == Call.Way.PANEL,
        "may_decide": judged and can_decide(request.actor, application),
    }
    return render(request, "admissions/application.html", context, status=400 if form else 200)


def _covered(request: ActorRequest, application: Application, *, judged: bool) -> CoverForm | None:
    """Cover or uncover one answer; the form again when nothing was typed."""
    if not judged:
        raise Http404
    said = request.POST.get("cover") or request.POST.get("uncover", "")
    question, _colon, applicant = said.partition(":")
    answer = _answer(application, question=question, applicant=applicant)
    if answer is None:
        raise Http404
    if "uncover" in request.POST:
        actions.uncover(answer=answer, by=request.actor, at=request.at)
        return None
    form = CoverForm(request.POST)
    if not form.is_valid():
        return form
    actions.cover(answer=answer, words=form.cleaned_data["words"], by=request.actor, at=request.at)
    return None


def _answer(application: Application, *, question: str, applicant: str) -> ApplicationAnswer | None:
    there = application.answers.filter(question__key=question).select_related("application__call")
    return (
        there.filter(applicant__key=applicant) if applicant else there.filter(applicant=None)
    ).first()
