"""On the desk: the organisers' own questions, as easy as in any form service."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.programmes.models import Question, Session
from commonroot.programmes.queries import shown
from commonroot.programmes.queries.words import missing_in
from commonroot.registration import actions, permissions, queries
from commonroot.registration.forms import QuestionForm, RegisterForm


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_give_places, find=queries.session)
def questions(request: ActorRequest, session: Session) -> HttpResponse:
    """What a session asks, as the person sees it; moved and ended by one button each; one more."""
    if request.method == "POST" and "move" in request.POST:
        _move(request, session)
        return redirect(f"{request.path}#asked")
    form = _form(request, session, initial=_usual(session))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_question(
                sessions=_sessions(form, session),
                wording=_wording(form),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(f"{request.path}#asked")
    asked = list(queries.questions(session))
    context = {
        "session": session,
        "title": shown(session.title, session.programme),
        "asked": [
            (
                one,
                missing_in(session.programme.languages, one.prompt, one.explanation, *one.choices),
            )
            for one in asked
        ],
        "preview": RegisterForm(questions=asked),
        "form": form,
        "refused": refused,
    }
    failed = request.method == "POST"
    return render(request, "registration/questions.html", context, status=400 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_change_question, find=queries.question)
def question(request: ActorRequest, question: Question) -> HttpResponse:
    """One question to change, or to ask no longer; answers that were given stay with its words."""
    session = question.session
    there = reverse("registration:questions", kwargs={"key": session.key})
    if request.method == "POST" and "stop" in request.POST:
        actions.stop_asking(question=question, by=request.actor, at=request.at)
        return redirect(there)
    form = _form(request, session, initial=_initial(question))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_question(
                question=question,
                sessions=_sessions(form, session),
                wording=_wording(form),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(f"{there}#asked")
    context = {
        "question": question,
        "session": session,
        "title": shown(session.title, session.programme),
        "answered": queries.answered(question),
        "form": form,
        "refused": refused,
    }
    failed = request.method == "POST"
    return render(request, "registration/question.html", context, status=400 if failed else 200)


@require_safe
@guarded(permissions.can_give_places, find=queries.session)
def answers(request: ActorRequest, session: Session) -> HttpResponse:
    """What was answered, question by question: choices counted, words with who wrote them."""
    programme = session.programme
    found = queries.answers(session, seen_by=request.actor, at=request.at)
    context = {
        "session": session,
        "title": shown(session.title, programme),
        "answered": [
            {
                "prompt": shown(one.question.prompt, programme),
                "question": one.question,
                "count": one.count,
                "missing": one.missing,
                "rows": [] if one.chosen else one.rows,
                "bars": [
                    {"label": queries.yes_or_no(text), "value": n, "text": str(n)}
                    for text, n in one.chosen.items()
                ],
            }
            for one in found
        ],
    }
    return render(request, "registration/answers.html", context)


def _move(request: ActorRequest, session: Session) -> None:
    key, _colon, way = request.POST["move"].partition(":")
    found = queries.question(key)
    if found is not None and found.session_id == session.pk:
        actions.move_question(question=found, up=way == "up", by=request.actor, at=request.at)


def _form(request: ActorRequest, session: Session, *, initial: dict[str, Any]) -> QuestionForm:
    programme = session.programme
    return QuestionForm(
        request.POST or None,
        languages=programme.languages or ["en"],
        sessions=[
            (one.key, str(shown(one.title, programme)))
            for one in queries.askable_sessions(programme)
        ],
        initial=initial,
    )


def _usual(session: Session) -> dict[str, Any]:
    return {
        "kind": Question.Kind.LINE,
        "care": Question.Care.PERSONAL,
        "keep_days": 30,
        "sessions": [session.key],
    }


def _initial(question: Question) -> dict[str, Any]:
    used = queries.family(question.family) if question.family else [question]
    initial: dict[str, Any] = {
        "kind": question.kind,
        "required": question.required,
        "care": question.care,
        "keep_days": question.keep_days,
        "sessions": [one.session.key for one in used],
    }
    for name in ("prompt", "explanation"):
        for language, text in getattr(question, name).items():
            initial[f"{name}-{language}"] = text
    for language in question.session.programme.languages or ["en"]:
        lines = [choice.get(language, "") for choice in question.choices]
        initial[f"choices-{language}"] = "\n".join(lines).strip()
    return initial


def _sessions(form: QuestionForm, session: Session) -> list[Session]:
    chosen = form.cleaned_data["sessions"]
    found = [one for one in queries.askable_sessions(session.programme) if one.key in chosen]
    return sorted(found, key=lambda one: one.pk != session.pk)


def _wording(form: QuestionForm) -> actions.Wording:
    return actions.Wording(
        prompt=form.texts("prompt"),
        explanation=form.texts("explanation"),
        kind=form.cleaned_data["kind"],
        choices=tuple(Translated(choice) for choice in form.choices_typed()),
        required=form.cleaned_data["required"],
        care=form.cleaned_data["care"],
        keep_days=form.cleaned_data["keep_days"],
    )
