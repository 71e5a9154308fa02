"""On the desk: a pasted list, looked at before anybody is written in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.programmes.models import Session
from commonroot.programmes.queries import shown
from commonroot.registration import actions, permissions, queries
from commonroot.registration.forms import PasteForm


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_give_places, find=queries.session)
def paste(request: ActorRequest, session: Session) -> HttpResponse:
    """The list; then what would become of each line; then what became of it."""
    form = PasteForm(request.POST or None, questions=queries.questions(session))
    context: dict[str, Any] = {
        "session": session,
        "title": shown(session.title, session.programme),
        "form": form,
        "counts": queries.counts(session),
    }
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            if "save" in request.POST:
                written = actions.register_list(
                    session=session,
                    text=text,
                    chosen=_chosen(request),
                    language=get_language() or "en",
                    answers=form.answers(),
                    by=request.actor,
                    at=request.at,
                )
                context |= _outcome(written, session)
            else:
                lines = actions.lines_of(text)
                context |= {
                    "proposals": actions.proposals(lines, session=session),
                    "looked_at": text,
                }
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return render(request, "registration/paste.html", context, status=400 if form.errors else 200)


def _outcome(written: list[actions.Written], session: Session) -> dict[str, Any]:
    """What became of each line; those that nobody decided stand there to be decided."""
    left = "\n".join(one.line.text for one in written if one.undecided)
    return {
        "written": [one for one in written if not one.undecided],
        "done": sum(one.registration is not None for one in written),
        "of": len(written),
        "proposals": actions.proposals(actions.lines_of(left), session=session),
        "looked_at": left,
    }


def _chosen(request: ActorRequest) -> dict[int, str]:
    return {
        int(name.removeprefix("line-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("line-") and name.removeprefix("line-").isdecimal()
    }
