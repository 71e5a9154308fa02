"""Asking people whether what we keep of them is still right: whom, what came of it, answers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.queries import last_change
from commonroot.core.errors import Refused
from commonroot.people.models import Person
from commonroot.people.queries import person as find_person
from commonroot.programmes.queries.words import day_words
from commonroot.stewardship import actions, permissions, queries
from commonroot.stewardship.models import DetailsQuestion, DetailsRound
from commonroot.web.forms import RhythmForm
from commonroot.web.queries.around import around
from commonroot.web.queries.people import described, who_is
from commonroot.web.queries.still_right import bars, how_long, round_line
from commonroot.web.queries.zones import today_of, zone_of
from commonroot.web.views.chosen import address_of, chosen, state_of

ROUNDS = 20
PEOPLE = 100
State = DetailsQuestion.State


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_ask_details)
def still_right(request: ActorRequest) -> HttpResponse:
    """What came of a year's questions, the rounds, and how often everybody is asked."""
    rhythm = queries.rhythm()
    form = RhythmForm(
        request.POST or None,
        initial={"rhythm": str(rhythm.months) if rhythm.is_on else "off"},
    )
    if form.is_valid():
        chosen = form.cleaned_data["rhythm"]
        is_on = chosen != "off"
        actions.set_rhythm(
            is_on=is_on,
            months=int(chosen) if is_on else rhythm.months,
            by=request.actor,
            at=request.at,
        )
        return redirect("web:still_right")
    numbers = queries.numbers_since(request.at.replace(year=request.at.year - 1, day=1))
    through = queries.through_circle(at=request.at)
    shown = queries.whom_to_ask(through[:PEOPLE], at=request.at)
    context = {
        "through": shown,
        # Few want it so; looking for them takes a while in a large register.
        "more_through": through.count() - PEOPLE if len(shown) == PEOPLE else 0,
        "numbers": numbers,
        "bars": bars(numbers),
        "rounds": [
            round_line(row, at=request.at, today=today_of(request), zone=zone_of(request))
            for row in queries.rounds()[:ROUNDS]
        ],
        "form": form,
        "everybody": queries.may_be_asked(at=request.at),
        "silent": queries.long_silent(at=request.at),
        "long": how_long(rhythm.months),
    }
    return render(request, "web/still_right.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_ask_details)
def still_right_ask(request: ActorRequest) -> HttpResponse:
    """How many of a list would be asked, three of them, who is left out; then one button."""
    here = chosen(request)
    seen = around(at=request.at, change=last_change(), language=get_language() or "en")
    people = who_is(here.wanted, at=request.at, around=seen).people
    sentence = described(here.wanted)
    refused = ""
    if request.method == "POST":
        try:
            made = actions.ask_details(
                people=people, sentence=sentence, by=request.actor, at=request.at
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("web:still_right_round", key=made.key)
    preview = queries.asking_preview(people, at=request.at)
    context = {
        "sentence": sentence,
        "state": state_of(request, here).items(),
        "list_url": address_of(request, here),
        "preview": preview,
        "letters": actions.sample_letters(preview.sample, school=request.school),
        "refused": refused,
    }
    return render(request, "web/still_right_ask.html", context, status=409 if refused else 200)


@require_safe
@guarded(permissions.can_ask_details, find=queries.details_round)
def still_right_round(request: ActorRequest, round_: DetailsRound) -> HttpResponse:
    """One round: how many answered, how the others ended, who they are."""
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    here = reverse("web:still_right_round", args=[round_.key])
    all_of_it = DetailsQuestion.objects.filter(round=round_)
    numbers = queries.numbers(all_of_it)
    seen = queries.questions_of(round_, at=request.at, state=state)
    found = list(seen[:PEOPLE])
    context = {
        "round": round_,
        "line": round_line(round_, at=request.at, today=today_of(request), zone=zone_of(request)),
        "numbers": numbers,
        "bars": bars(numbers),
        "open": round_.taken_back_at is None and round_.leaves_at > request.at,
        "questions": [
            {
                "question": question,
                "day": day_words(question.answered_at.date(), today=today_of(request))
                if question.answered_at
                else "",
                "may_be_unsafe": question.state
                in {State.ASKED, State.SILENT, State.RETURNED, State.UNSENT},
            }
            for question in found
        ],
        "more": max(0, seen.count() - len(found)),
        "states": [
            {"label": _("All"), "url": here, "current": not state},
            *(
                {"label": str(label), "url": f"{here}?state={code}", "current": code == state}
                for code, label in State.choices
                if code == state or all_of_it.filter(state=code).exists()
            ),
        ],
        "refused": request.GET.get("late", "")
        and _("It is too late: the letters are on their way."),
    }
    return render(request, "web/still_right_round.html", context)


@require_POST
@guarded(permissions.can_ask_details, find=queries.details_round)
def still_right_back(request: ActorRequest, round_: DetailsRound) -> HttpResponse:
    """Take a round back before it leaves."""
    try:
        actions.take_round_back(round_=round_, by=request.actor, at=request.at)
    except Refused:
        return redirect(f"{reverse('web:still_right_round', args=[round_.key])}?late=1")
    return redirect("web:still_right_round", key=round_.key)


@require_POST
@guarded(permissions.can_ask_details, find=queries.details_question)
def still_right_unsafe(request: ActorRequest, question: DetailsQuestion) -> HttpResponse:
    """It is not safe to write to somebody: what waits is taken back, no list asks them again."""
    actions.call_unsafe(question=question, by=request.actor, at=request.at)
    return redirect("web:still_right_round", key=question.round.key)


@require_POST
@guarded(permissions.can_ask_details, find=find_person)
def person_ask(request: ActorRequest, person: Person) -> HttpResponse:
    """Ask one person; a page shows it and takes it back for ten minutes."""
    try:
        made = actions.ask_person(person=person, by=request.actor, at=request.at)
    except Refused as refusal:
        context = {"person": person, "refused": str(refusal)}
        return render(request, "web/still_right_not.html", context, status=409)
    return redirect("web:still_right_round", key=made.key)
