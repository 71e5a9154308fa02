"""What a session was worth: answered in two taps by link, read by the team."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_words, shown
from commonroot.registration import permissions, queries
from commonroot.registration.actions import feedback as actions
from commonroot.registration.forms.attendance import FeedbackForm
from commonroot.registration.models import Feedback, FeedbackAsked
from commonroot.registration.queries import feedback as reading


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_say_feedback, find=reading.asked)
def feedback(request: ActorRequest, asked: FeedbackAsked) -> HttpResponse:
    """The link chose, one button saves. Nothing is saved by opening it, and nobody is named."""
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        initial={"useful": request.GET.get("a", "")},
    )
    refused = ""
    if form.is_valid():
        try:
            actions.say(
                asked=asked,
                useful=form.cleaned_data["useful"],
                text=form.cleaned_data["text"],
                language=get_language() or "en",
                at=request.at,
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("registration:feedback", key=asked.key)
    session = asked.registration.session
    context = {
        "title": shown(session.title, session.programme),
        "form": form,
        "answered": asked.answered,
        "refused": refused,
    }
    return render(request, "registration/feedback.html", context, status=409 if refused else 200)


@require_safe
@guarded(permissions.can_see_roster, find=queries.session)
def said(request: ActorRequest, session: Session) -> HttpResponse:
    """What was said of a session, from five answers on."""
    found = reading.said_of(session)
    kinds = {"very": "known", "rather": "known", "little": "same", "not": "down"}
    context = {
        "session": session,
        "title": shown(session.title, session.programme),
        "when": session_words(session, at=request.at),
        "said": found,
        "bars": [
            {
                "label": Feedback.Useful(code).label,
                "value": number,
                "text": str(number),
                "kind": kinds[code],
            }
            for code, number in found.useful.items()
        ],
    }
    return render(request, "registration/said.html", context)
