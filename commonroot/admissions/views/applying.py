"""Beginning an application, without an account."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, from_our_pages, network, public
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import applying as actions
from commonroot.admissions.forms.applying import BeginForm
from commonroot.admissions.models import Call, FormQuestion
from commonroot.admissions.queries import applying as queries
from commonroot.admissions.queries.calls import questions
from commonroot.admissions.rules.deadlines import Window
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.people.actions import NoSuchWay
from commonroot.programmes.queries import shown
from commonroot.registration.actions import NotAName

MINUTES = {
    FormQuestion.Kind.TEXT: 6,
    FormQuestion.Kind.FILE: 4,
    FormQuestion.Kind.HOURS: 3,
    FormQuestion.Kind.REFEREE: 3,
}


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def apply(request: ActorRequest, key: str) -> HttpResponse:
    """What applying takes, and the few lines that begin it; without a call, a question.

    The form acts for nobody: it takes what anybody may type, whoever is signed in.
    """
    call = queries.public_call(key, at=request.at)
    if call is None:
        return redirect(f"{reverse('programmes:ask', kwargs={'key': key})}?about=apply")
    form = BeginForm(request.POST or None, call=call)
    if form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("programmes:asked")
        try:
            begun = actions.begin(
                call=call,
                name=form.cleaned_data["name"],
                way_text=form.cleaned_data["way"],
                kind=form.chosen_kind(),
                language=get_language() or "en",
                zone=request.zone or "",
                network=network(request),
                by=Actor.public(),
                at=request.at,
            )
        except NoSuchWay as refusal:
            form.add_error("way", str(refusal))
        except NotAName as refusal:
            form.add_error("name", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _begun(request, begun)
    context = _context(request, call) | {"form": form}
    failed = bool(form.errors)
    return render(request, "admissions/apply.html", context, status=400 if failed else 200)


def _begun(request: ActorRequest, begun: actions.Begun) -> HttpResponse:
    """Go on with the form; whoever gave only a number sees six words first, once."""
    if not begun.code:
        # The browser would carry the form's own #begin along.
        return redirect(f"{reverse('plain:enter', kwargs={'token': begun.token})}#main")
    context = {
        "code": begun.code,
        "link": reverse("plain:enter", kwargs={"token": begun.token}),
        "title": shown(begun.application.call.programme.title, begun.application.call.programme),
    }
    response = render(request, "admissions/begun.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _context(request: ActorRequest, call: Call) -> dict[str, Any]:
    programme = call.programme
    asked = list(questions(call).exclude(kind=FormQuestion.Kind.HEADING))
    window = queries.window_of_call(call, at=request.at)
    return {
        "call": call,
        "programme": programme,
        "title": shown(programme.title, programme),
        "words": shown(call.words, programme),
        "back": reverse("programmes:programme", kwargs={"key": programme.key}),
        "open": window == Window.OPEN,
        "why_not": ""
        if window == Window.OPEN
        else actions.closed_words(call, window=window, at=request.at),
        "takes": _takes_words(asked),
        "deadline": deadline(call, request),
        "commitments": [shown(Translated(line), programme) for line in call.commitments],
        "hear_on": queries.day_told(call.hear_on, at=request.at) if call.hear_on else "",
        "help": call.help_with_travel or call.help_with_stay,
    }


def _takes_words(asked: list[FormQuestion]) -> str:
    """ "23 questions, some 45 minutes; you can stop and go on at any time." """
    minutes = sum(MINUTES.get(FormQuestion.Kind(question.kind), 1) for question in asked)
    rounded = max(5, 5 * round(minutes / 5))
    counted = ngettext("%(count)s question", "%(count)s questions", len(asked))
    return _("%(questions)s, some %(minutes)s minutes. Stop and go on whenever you like.") % {
        "questions": counted % {"count": len(asked)},
        "minutes": rounded,
    }


def deadline(call: Call, request: ActorRequest) -> dict[str, str] | None:
    """The deadline as the pages show it: in its stated zone, and for the visitor's own clock."""
    if call.closes_at is None:
        return None
    own = request.zone and request.zone != call.time_zone
    return {
        "words": queries.deadline_words(call, at=request.at),
        "own": queries.moment_words(call.closes_at, zone=request.zone, at=request.at)
        if own and request.zone
        else "",
        "at": queries.in_zone(call.closes_at, call.time_zone).isoformat(),
    }
