"""On the desk: writing to those of a session: looked at first, called back while it waits."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_words, shown
from commonroot.programmes.queries.words import language_name
from commonroot.registration import actions, permissions, queries
from commonroot.registration.forms import WriteForm
from commonroot.registration.models import Message, Registration

SHOWN = 3
ORDER = ("placed", "waiting", "offered", "asked", "attended", "absent", "excused", "cancelled")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_to, find=queries.session)
def write(request: ActorRequest, session: Session) -> HttpResponse:
    """The text; then three real people's letters, how many get one and who is left out; then it
    is queued.
    """
    counted = queries.counted_states(session)
    labels = dict(Registration.State.choices)
    states = [
        (state, f"{labels[state]} ({counted[state]})") for state in ORDER if counted.get(state)
    ]
    languages = session.programme.languages or ["en"]
    form = WriteForm(
        request.POST or None, languages=languages, states=states, initial={"states": ["placed"]}
    )
    context: dict[str, Any] = {
        "session": session,
        "title": shown(session.title, session.programme),
        "when": session_words(session, at=request.at),
        "form": form,
        "states": states,
        "written": queries.messages_of(session),
    }
    if request.method == "POST" and form.is_valid():
        subject, text = form.texts("subject"), form.texts("text")
        chosen = form.cleaned_data["states"]
        if "send" not in request.POST:
            reached = queries.reached(session, chosen, seen_by=request.actor, at=request.at)
            context |= {
                "reached": reached,
                "letters": [_letter(row, subject, text) for row in reached.rows[:SHOWN]],
                "missing": _missing(reached.rows, subject, text),
            }
        else:
            try:
                message = actions.write_to(
                    session=session,
                    states=chosen,
                    subject=subject,
                    text=text,
                    by=request.actor,
                    at=request.at,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("registration:message", key=message.key)
    return render(request, "registration/write.html", context, status=400 if form.errors else 200)


def _missing(rows: Sequence[Registration], *texts: Translated) -> list[tuple[str, int, str]]:
    """(language, how many read it, the one they get) where the letter is not in their language."""
    if not rows:
        return []
    languages = rows[0].session.programme.languages
    read = Counter(row.person.language for row in rows)
    return [
        (language_name(code), count, language_name(texts[-1].chosen([code, *languages])[1]))
        for code, count in read.most_common()
        if any(not one.get(code) for one in texts)
    ]


def _letter(row: Registration, *texts: Translated) -> dict[str, Any]:
    languages = [row.person.language, *row.session.programme.languages]
    subject, text = (one.chosen(languages)[0] for one in texts)
    return {"name": row.person.shown_name, "subject": subject, "text": text}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_message, find=queries.message)
def message(request: ActorRequest, message: Message) -> HttpResponse:
    """What was written, to how many, and the button that calls it back while it waits."""
    refused = ""
    if request.method == "POST":
        try:
            actions.recall(message=message, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(reverse("registration:message", kwargs={"key": message.key}))
    session = message.session
    labels = dict(Registration.State.choices)
    context = {
        "message": message,
        "session": session,
        "title": shown(session.title, session.programme),
        "subject": shown(Translated(message.subject)),
        "text": shown(Translated(message.text)),
        "states": [labels[state] for state in message.states],
        "recallable": message.recalled_at is None and request.at < message.leaves_at,
        "minutes": max(1, -(-int((message.leaves_at - request.at).total_seconds()) // 60)),
        "refused": refused,
    }
    return render(request, "registration/message.html", context, status=409 if refused else 200)
