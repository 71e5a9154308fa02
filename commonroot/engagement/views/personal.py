"""Pages opened by the link in a letter: a follow-up, a promise, questions, an introduction."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.models import REGISTER_LATER
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import masked
from commonroot.engagement import actions, permissions, queries
from commonroot.engagement.forms import (
    IntroductionForm,
    PromiseForm,
    QuestionsForm,
)
from commonroot.engagement.models import Introduction, Participation
from commonroot.engagement.queries import closing
from commonroot.engagement.rules import months_after
from commonroot.people.models import ContactWay
from commonroot.programmes.queries.words import day_words

PROMISE_MONTHS = 3


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_write_promise, find=queries.participation)
def promise(request: ActorRequest, participation: Participation) -> HttpResponse:
    """One thing to do, by when, and where they were starting from."""
    person, programme = participation.person, participation.programme
    there = queries.promise_of(person, programme)
    asked = closing.asked(participation)
    today = request.at.date()
    initial: dict[str, Any] = {
        "text": there.text if there else "",
        "due_on": (there.due_on if there else months_after(today, PROMISE_MONTHS)).isoformat(),
    }
    form = PromiseForm(request.POST or None, initial=initial)
    if participation.background != Participation.Background.UNKNOWN:
        del form.fields["background"]
    if form.is_valid():
        given = form.cleaned_data
        actions.write_promise(
            person=person,
            programme=programme,
            text=given["text"],
            due_on=given["due_on"],
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        if given.get("background"):
            actions.say_background(
                participation=participation,
                background=given["background"],
                by=request.actor,
                at=request.at,
            )
        return redirect("engagement:promise", key=participation.key)
    context = {
        "participation": participation,
        "programme": programme,
        "name": person.shown_name,
        "form": form,
        "there": there if not form.is_bound and "again" not in request.GET else None,
        "due": day_words(there.due_on, today=today) if there else "",
        "asks_words": asked is not None and not asked.answered,
    }
    return render(request, "engagement/promise.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_answer_questions, find=queries.participation)
def questions(request: ActorRequest, participation: Participation) -> HttpResponse:
    """May we keep you, and tell the circle in your country? Two taps."""
    chosen = request.GET.get("a", "")
    form = QuestionsForm(
        request.POST or None, initial={"register": chosen if chosen in {"yes", "no"} else ""}
    )
    language = get_language() or "en"
    wordings = current_wordings("close")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answers: dict[Purpose, bool] = {}
        if given["register"]:
            answers[Purpose.REGISTER] = answers[Purpose.FOLLOW_UP] = given["register"] == "yes"
        if given["circle"]:
            answers[Purpose.COUNTRY_CIRCLE] = given["circle"] == "yes"
        if answers:
            actions.answer_questions(
                participation=participation,
                answers=answers,
                language=language,
                by=request.actor,
                at=request.at,
            )
            said = "yes" if given["register"] == "yes" else "no"
            return redirect(
                f"{reverse('engagement:questions', args=[participation.key])}?saved={said}"
            )
    context = {
        "name": participation.person.shown_name,
        "programme": participation.programme,
        "form": form,
        "register": wordings.get(REGISTER_LATER),
        "circle": wordings.get(Purpose.COUNTRY_CIRCLE),
        "value": form["register"].value() or "",
        "circle_value": form["circle"].value() or "",
        "nothing": request.method == "POST",
        "saved": request.GET.get("saved", ""),
    }
    return render(request, "engagement/questions.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_answer_introduction, find=queries.introduction)
def introduction(request: ActorRequest, introduction: Introduction) -> HttpResponse:
    """A circle would like to meet them: which address may it have?"""
    ways = {
        way.key: way
        for way in introduction.person.ways.filter(state=ContactWay.State.WORKING).order_by(
            "kind", "pk"
        )
    }
    options = [(key, masked(way.value)) for key, way in ways.items()]
    chosen = {"yes": options[0][0] if options else "", "no": "no"}.get(request.GET.get("a", ""), "")
    form = IntroductionForm(request.POST or None, ways=options, initial={"way": chosen})
    refusal = ""
    if form.is_valid():
        try:
            actions.answer_introduction(
                introduction=introduction,
                way=ways.get(form.cleaned_data["way"]),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:introduction", key=introduction.key)
    context = {
        "introduction": introduction,
        "name": introduction.person.shown_name,
        "called": queries.circle_words(introduction.meets, get_language() or "en"),
        "form": form,
        "refusal": refusal,
        "open": introduction.state == Introduction.State.WANTED,
    }
    return render(request, "engagement/introduction.html", context)
