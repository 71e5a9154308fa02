"""What people do not want, answered by organisers; whether agreements are what was said."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.consent import actions
from commonroot.consent.forms import AnswerObjectionForm
from commonroot.consent.models import Objection
from commonroot.consent.permissions import can_answer_objections
from commonroot.consent.queries import objections as queries
from commonroot.consent.queries.checking import last_check
from commonroot.core.errors import Refused


@require_safe
@guarded(can_answer_objections)
def objections(request: ActorRequest) -> HttpResponse:
    """All of them: those that wait first."""
    found = queries.objections()
    waiting = [one for one in found if one.answered_at is None]
    answered = [one for one in found if one.answered_at is not None]
    context = {
        "waiting": waiting,
        "answered": answered[::-1][:50],
        "today": request.at.date(),
        "said": request.GET.get("said", ""),
    }
    return render(request, "web/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_answer_objections, find=queries.objection)
def objection(request: ActorRequest, objection: Objection) -> HttpResponse:
    """One of them, in their words, and the answer."""
    form = AnswerObjectionForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer_objection(
                objection=objection,
                stopped=form.cleaned_data["stopped"] == "yes",
                words=form.cleaned_data["words"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            return redirect(f"{reverse('web:objections')}?said=answered")
    context = {"objection": objection, "form": form, "today": request.at.date()}
    return render(request, "web/objection.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_answer_objections)
@proven_lately
def agreements_checked(request: ActorRequest) -> HttpResponse:
    """Whether what stands is what people said; compared now, or mended from what they said."""
    if request.method == "POST":
        if request.POST.get("act") == "mend":
            actions.mend_agreements(by=request.actor, at=request.at)
        actions.check_agreements(at=request.at)
        return redirect(f"{reverse('web:agreements_checked')}?said=checked")
    context = {"check": last_check(), "said": request.GET.get("said", "")}
    return render(request, "web/agreements_checked.html", context)
