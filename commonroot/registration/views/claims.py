"""On the desk: one claim with its answers, and whom members brought to a programme."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.permissions import can_act_for
from commonroot.core.errors import Refused
from commonroot.programmes.models import Programme, Question
from commonroot.programmes.queries import programme as find_programme
from commonroot.programmes.queries import session_words, shown
from commonroot.registration import actions, permissions, queries
from commonroot.registration.models import Registration


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_claim, find=queries.registration)
def claim(request: ActorRequest, registration: Registration) -> HttpResponse:
    """What somebody said for a session, how it came about, and the organisers' yes or no."""
    refused = ""
    decide = {"approve": actions.approve, "decline": actions.decline}
    wish = request.POST.get("wish", "")
    if request.method == "POST" and wish in decide:
        try:
            decide[wish](registration=registration, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
        else:
            roster = reverse("registration:roster", kwargs={"key": registration.session.key})
            return redirect(f"{roster}#r-{registration.key}")
    session = registration.session
    context = {
        "registration": registration,
        "title": shown(session.title, session.programme),
        "when": session_words(session, at=request.at),
        "answers": [
            (
                shown(row.question.prompt, session.programme),
                _words(row.question, row.text),
                row.question,
            )
            for row in queries.answers_of(registration)
        ],
        "unanswered": [
            shown(asked.prompt, session.programme) for asked in queries.unanswered(registration)
        ],
        "by": queries.brought_by(registration, seen_by=request.actor, at=request.at),
        "may_act": can_act_for(request.actor, registration.person),
        "refused": refused,
    }
    return render(request, "registration/claim.html", context, status=409 if refused else 200)


def _words(question: Question, text: str) -> str:
    if question.kind == Question.Kind.YES_NO:
        return queries.yes_or_no(text)
    return "; ".join(text.splitlines()) if question.kind == Question.Kind.SEVERAL else text


@require_safe
@guarded(permissions.can_see_brought, find=find_programme)
def brought(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Whom members brought to the sessions of a programme, by who brought them."""
    rows = queries.brought(programme, seen_by=request.actor, at=request.at)
    groups: dict[int, list[Registration]] = {}
    for row in rows:
        assert row.brought_by is not None  # the query asks for those who were brought
        groups.setdefault(row.brought_by.person_id, []).append(row)
    context = {
        "programme": programme,
        "title": shown(programme.title, programme),
        "groups": list(groups.values()),
        "count": len(rows),
    }
    return render(request, "registration/brought.html", context)
