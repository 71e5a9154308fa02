"""Closing a course, step by step: promises, what people say, the meeting, changes, accounts."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.engagement import permissions, queries
from commonroot.engagement.actions import changes as changing
from commonroot.engagement.actions import course_words, experiences
from commonroot.engagement.actions.closing import (
    close_programme,
    say_background,
    write_promise,
)
from commonroot.engagement.forms import closing as forms
from commonroot.engagement.models import Experience, Participation, Promise
from commonroot.engagement.permissions import closing as may
from commonroot.engagement.queries import closing as reading
from commonroot.engagement.queries import progress
from commonroot.engagement.queries.parts import held, part_words
from commonroot.engagement.rules import months_after, wave_plan
from commonroot.people.models import Person
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme

SAMPLE = 5
PROMISE_MONTHS = 3
KINDS = {4: "known", 3: "agreed", 2: "repeat", 1: "outline"}


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_programme, find=queries.programme)
def close(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Count and look, then close; from then on, how far its close has come."""
    refusal = ""
    if request.method == "POST":
        try:
            close_programme(programme=programme, by=request.actor, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:close", key=programme.key)
    if programme.closed_at is not None:
        steps = progress.steps(programme, at=request.at)
        context = {
            "programme": programme,
            "steps": steps,
            "done": progress.done_of(steps),
            "next": next((step for step in steps if step.state != "done"), None),
            "to_remind": reading.to_remind(programme, at=request.at).count(),
            "refusal": refusal,
        }
        return render(request, "engagement/closing.html", context, status=409 if refusal else 200)
    people = queries.came(programme)
    ended = queries.ended_on(programme)
    ways = [working_way(one.person) for one in people if one.participates]
    shown = queries.seen_among(
        (one.person for one in people), programme=programme, seen_by=request.actor, at=request.at
    )
    context = {
        "programme": programme,
        "refusal": refusal,
        "ended": ended,
        "over": ended is not None and ended < request.at.date(),
        "total": len(people),
        "participants": sum(one.participates for one in people),
        "presenters": sum(one.presents for one in people),
        "by_mail": sum(1 for way in ways if way is not None and way.kind == "mail"),
        "by_hand": sum(1 for way in ways if way is None or way.kind != "mail"),
        "sample": [one for one in people if one.person.pk in shown][:SAMPLE],
        "waves": wave_plan(ended_on=ended, closed_on=request.at.date()) if ended else [],
    }
    return render(request, "engagement/close.html", context, status=409 if refusal else 200)


@require_POST
@guarded(permissions.can_follow_programme, find=queries.programme)
def close_remind(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Write once more to those who said nothing yet."""
    course_words.remind_of_close(programme=programme, by=request.actor, at=request.at)
    return redirect("engagement:close", key=programme.key)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_programme, find=queries.programme)
def close_promises(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The promises of a course, and one more from paper."""
    people = list(
        queries.seen(
            queries.taking_part(programme),
            "",
            programme=programme,
            seen_by=request.actor,
            at=request.at,
        )
    )
    made = {
        promise.person_id: promise
        for promise in Promise.objects.filter(programme=programme, person__in=people)
    }
    without = [person for person in people if person.pk not in made]
    today = request.at.date()
    form = forms.PaperPromiseForm(
        request.POST or None,
        people=[(person.key, person.shown_name) for person in without],
        initial={"due_on": months_after(today, PROMISE_MONTHS).isoformat()},
    )
    if form.is_valid():
        person = next(one for one in without if one.key == form.cleaned_data["person"])
        _key_in(request, programme, person=person, given=form.cleaned_data)
        return redirect("engagement:close_promises", key=programme.key)
    everybody = queries.taking_part(programme).count()
    context = {
        "programme": programme,
        "rows": [
            {"person": person, "promise": made[person.pk]} for person in people if person.pk in made
        ],
        "made": Promise.objects.filter(programme=programme).count(),
        "total": everybody,
        "hidden": everybody - len(people),
        "without": len(without),
        "form": form,
    }
    return render(request, "engagement/close_promises.html", context)


def _key_in(
    request: ActorRequest, programme: Programme, *, person: Person, given: dict[str, Any]
) -> None:
    write_promise(
        person=person,
        programme=programme,
        text=given["text"],
        due_on=given["due_on"],
        language=get_language() or "en",
        by=request.actor,
        at=request.at,
    )
    row = Participation.objects.filter(person=person, programme=programme).first()
    if given["background"] and row is not None:
        say_background(
            participation=row, background=given["background"], by=request.actor, at=request.at
        )


@require_GET
@guarded(permissions.can_follow_programme, find=queries.programme)
def course_answers(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What people say of a course, from five answers on."""
    said = reading.said_of(programme, seen_by=request.actor, at=request.at)
    aims = reading.aims(programme)
    context = {
        "programme": programme,
        "said": said,
        "scales": [
            {
                "words": forms.scale_words(scale.code, aims),
                "own": scale.code.startswith("aim"),
                "scale": scale,
                "parts": [
                    {"label": str(words), "value": scale.steps[int(step)], "kind": KINDS[int(step)]}
                    for step, words in forms.STEP_WORDS
                ],
            }
            for scale in said.scales
        ],
    }
    return render(request, "engagement/course_answers.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_programme, find=queries.programme)
def course_paper(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Copy one sheet of paper after the other."""
    aims = reading.aims(programme)
    form = forms.CourseWordsForm(request.POST or None, codes=reading.codes(programme), aims=aims)
    del form.fields["named"]
    refusal = ""
    if form.is_valid():
        try:
            course_words.key_in_answer(
                programme=programme,
                scales=form.said,
                change=form.cleaned_data["change"],
                language=get_language() or "en",
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{request.path}?kept")
    context = {
        "programme": programme,
        "form": form,
        "kept": "kept" in request.GET,
        "refusal": refusal,
        "on_paper": programme.closing_answers.filter(on_paper=True).count(),
    }
    return render(request, "engagement/course_paper.html", context, status=409 if refusal else 200)


@require_GET
@guarded(permissions.can_follow_programme, find=queries.programme)
def close_sheet(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The sheet for the last session, to be printed: a promise, and the questions."""
    aims = reading.aims(programme)
    form = forms.CourseWordsForm(codes=reading.codes(programme), aims=aims)
    context = {"programme": programme, "form": form, "steps": forms.STEP_WORDS}
    return render(request, "engagement/close_sheet.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_programme, find=queries.programme)
def evaluation(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The notes of the evaluation meeting, and the changes that come of it."""
    closing = reading.closing(programme)
    adding = request.method == "POST" and "add" in request.POST
    writing = request.method == "POST" and not adding
    form = forms.EvaluationForm(
        request.POST if writing else None,
        initial={
            "met_on": closing.met_on.isoformat() if closing and closing.met_on else "",
            "notes": closing.notes if closing else "",
        },
    )
    change = forms.ChangeForm(request.POST if adding else None)
    if adding and change.is_valid():
        changing.add_change(
            programme=programme, **change.cleaned_data, by=request.actor, at=request.at
        )
        return redirect(f"{request.path}#changes")
    if writing and form.is_valid():
        changing.write_evaluation(
            programme=programme, **form.cleaned_data, by=request.actor, at=request.at
        )
        return redirect(f"{request.path}?kept")
    said = reading.said_of(programme, seen_by=request.actor, at=request.at)
    context = {
        "programme": programme,
        "form": form,
        "change": change,
        "kept": "kept" in request.GET,
        "cards": reading.cards(programme),
        "words": [*said.named, *said.words],
        "said": said,
    }
    return render(request, "engagement/evaluation.html", context)


@require_POST
@guarded(may.can_follow_card, find=reading.card)
def change_drop(request: ActorRequest, card: Any) -> HttpResponse:
    """Take a change off the cards."""
    key = card.programme.key
    changing.drop_change(card=card, by=request.actor, at=request.at)
    return redirect("engagement:evaluation", key=key)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_programme, find=queries.programme)
def changes(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What earlier courses ask of this one: done, not this time, or still open."""
    refusal = ""
    if request.method == "POST":
        try:
            _decide(request, programme)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:changes", key=programme.key)
    rows = reading.changes_for(programme)
    context = {
        "programme": programme,
        "rows": rows,
        "open": sum(row.state == "open" for row in rows),
        "earlier": reading.earlier_with_changes(programme),
        "refusal": refusal,
        "wanted": request.POST.get("card", ""),
    }
    return render(request, "engagement/changes.html", context, status=409 if refusal else 200)


def _decide(request: ActorRequest, programme: Programme) -> None:
    earlier = {one.key: one for one in reading.earlier_with_changes(programme)}
    if "earlier" in request.POST:
        if request.POST["earlier"] not in earlier:
            raise Http404
        changing.take_up_changes(
            programme=programme,
            earlier=earlier[request.POST["earlier"]],
            by=request.actor,
            at=request.at,
        )
        return
    cards = {row.card.key: row.card for row in reading.changes_for(programme)}
    form = forms.DecideForm(request.POST)
    if request.POST.get("card") not in cards or not form.is_valid():
        raise Http404
    changing.decide_change(
        card=cards[request.POST["card"]],
        programme=programme,
        **form.cleaned_data,
        by=request.actor,
        at=request.at,
    )


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_programme, find=queries.programme)
def accounts(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Who covered what, and what they tell of it."""
    parts = held(programme)
    rows = list(reading.experiences(programme, seen_by=request.actor, at=request.at))
    there = set(Experience.objects.filter(programme=programme).values_list("person", "part"))
    waiting = [one for one in parts if (one.person.pk, one.part) not in there]
    if request.method == "POST":
        experiences.ask_accounts(
            programme=programme, parts=waiting, by=request.actor, at=request.at
        )
        return redirect("engagement:accounts", key=programme.key)
    context = {
        "programme": programme,
        "rows": [{"account": row, "part": part_words(row.part)} for row in rows],
        "hidden": len(there) - len(rows),
        "waiting": waiting,
    }
    return render(request, "engagement/accounts.html", context)


@require_http_methods(["GET", "POST"])
@guarded(may.can_follow_account, find=reading.experience)
def account(request: ActorRequest, experience: Experience) -> HttpResponse:
    """One account: read, shortened with its author, approved."""
    visible = reading.experiences(experience.programme, seen_by=request.actor, at=request.at)
    if not visible.filter(pk=experience.pk).exists():
        raise Http404
    form = forms.EditAccountForm(request.POST or None, initial={"text": experience.text})
    refusal = ""
    if request.method == "POST":
        try:
            if "approve" in request.POST:
                experiences.approve_account(experience=experience, by=request.actor, at=request.at)
                return redirect("engagement:accounts", key=experience.programme.key)
            if form.is_valid():
                experiences.edit_account(
                    experience=experience,
                    text=form.cleaned_data["text"],
                    by=request.actor,
                    at=request.at,
                )
                return redirect("engagement:accounts", key=experience.programme.key)
        except Refused as refused:
            refusal = str(refused)
    if "approve" in request.POST:
        form = forms.EditAccountForm(initial={"text": experience.text})
    context = {
        "experience": experience,
        "programme": experience.programme,
        "part": part_words(experience.part),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "engagement/account.html", context, status=409 if refusal else 200)
