"""Speaking for somebody who applies, by the link of a letter, without an account."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, from_our_pages, public
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import referees as actions
from commonroot.admissions.forms.applying import SpeakForm
from commonroot.admissions.models import Referee
from commonroot.admissions.queries import applying as queries
from commonroot.core.errors import Refused
from commonroot.programmes.queries import shown


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def speak(request: ActorRequest, token: str) -> HttpResponse:
    """A few sentences about somebody, or that one would rather not; the token is the only key."""
    referee = queries.referee(token)
    if referee is None:
        raise Http404
    call = referee.application.call
    form = SpeakForm(
        request.POST if "say" in request.POST else None, initial={"words": referee.words}
    )
    refused = ""
    by = Actor.public()
    try:
        if "not" in request.POST:
            actions.rather_not(referee=referee, by=by, at=request.at)
        elif form.is_valid():
            actions.speak(referee=referee, words=form.cleaned_data["words"], by=by, at=request.at)
    except Refused as refusal:
        refused = str(refusal)
    if request.method == "POST" and not refused and not form.errors:
        return redirect(f"{reverse('admissions:speak', kwargs={'token': token})}?said")
    context = {
        "referee": referee,
        "token": token,
        "applicant": referee.application.person.shown_name,
        "title": shown(call.programme.title, call.programme),
        "form": form,
        "decided": call.decided_at is not None,
        "done": referee.state in {Referee.State.ANSWERED, Referee.State.DECLINED},
        "said": "said" in request.GET,
        "keep_days": call.keep_days,
        "refused": refused,
    }
    failed = bool(form.errors or refused)
    response = render(request, "admissions/speak.html", context, status=400 if failed else 200)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
