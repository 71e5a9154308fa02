"""Pages opened by the link in a letter: a round of questions, a promise that came back, an offer,
how an introduction went, and two who write to each other through us.
"""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.text import masked
from commonroot.engagement import actions, queries
from commonroot.engagement.forms import EngagementForm, OutcomeForm
from commonroot.engagement.forms.rounds import LongerForm
from commonroot.engagement.forms.years import (
    HowForm,
    MeetingForm,
    PathwayAnswerForm,
    PromiseBackForm,
    RelayForm,
    WordForm,
)
from commonroot.engagement.models import FollowUp, Introduction, Meeting, MeetingSide, Promise
from commonroot.engagement.permissions import can_answer_follow_up, years
from commonroot.engagement.queries import gallery, meetings, pathways, promises
from commonroot.people.models import ContactWay, Person

State = FollowUp.State
Stands = Introduction.State


@require_http_methods(["GET", "POST"])
@guarded(can_answer_follow_up, find=queries.follow_up)
def answer(request: ActorRequest, follow_up: FollowUp) -> HttpResponse:
    """The link chose, one button saves; then more, if they like. Opening it saves nothing."""
    here = reverse("engagement:answer", args=[follow_up.key])
    field = "outcome" if follow_up.promise else "engagement"
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "stop" in posted:
        actions.stop_asking(
            follow_up=follow_up, language=get_language() or "en", by=request.actor, at=request.at
        )
        return redirect(here)
    longer = _longer(follow_up, posted if posted is not None and "more" in posted else None)
    if longer.is_bound and longer.is_valid():
        _save_longer(request, follow_up, form=longer)
        return redirect(f"{here}?said=all")
    first: type[forms.Form] = OutcomeForm if follow_up.promise else EngagementForm
    chosen = getattr(follow_up, field) or request.GET.get("a", "")
    form = first(
        posted if posted is not None and "more" not in posted else None, initial={field: chosen}
    )
    if form.is_valid():
        _save(request, follow_up, **form.cleaned_data)
        return redirect(here)
    answered = (
        follow_up.state == State.ANSWERED and "again" not in request.GET and not form.is_bound
    )
    context = {
        "follow_up": follow_up,
        "name": follow_up.person.shown_name,
        "ago": queries.ago_words(follow_up.wave.months),
        "field": form[field],
        "form": form,
        "answered": answered,
        "stopped": follow_up.state == State.WITHDRAWN,
        "all_said": "said" in request.GET,
        "longer": longer,
        "helped": follow_up.asked_help_at is not None,
    }
    return render(request, "engagement/answer.html", context)


def _longer(follow_up: FollowUp, posted: Any) -> LongerForm:
    works = gallery.works_to_ask(follow_up.person, follow_up.wave.programme)
    return LongerForm(
        posted,
        background=follow_up.background,
        months=follow_up.wave.months,
        works=[(work.key, work.title) for work in works],
        asks_engagement=follow_up.promise is not None,
        initial={
            **follow_up.said,
            "engagement": follow_up.engagement,
            "word": follow_up.word,
        },
    )


def _save(request: ActorRequest, follow_up: FollowUp, **given: Any) -> None:
    link = getattr(request, "link", None)
    actions.answer_follow_up(
        follow_up=follow_up,
        **given,
        way=link.way if link is not None else None,
        by=request.actor,
        at=request.at,
    )


def _save_longer(request: ActorRequest, follow_up: FollowUp, *, form: LongerForm) -> None:
    given = form.cleaned_data
    _save(
        request,
        follow_up,
        engagement=given.get("engagement", ""),
        word=given["word"],
        said=form.said,
    )
    theirs = {
        work.key: work for work in gallery.works_to_ask(follow_up.person, follow_up.wave.programme)
    }
    for key, state in form.works.items():
        actions.say_project_status(
            project=theirs[key],
            state=state,
            by=request.actor,
            at=request.at,
        )


@require_http_methods(["GET", "POST"])
@guarded(years.can_answer_promise, find=promises.promise)
def promise_back(request: ActorRequest, promise: Promise) -> HttpResponse:
    """What they promised, and how it went: two taps, then a word if they like."""
    here = reverse("engagement:promise_back", args=[promise.key])
    posted = request.POST if request.method == "POST" else None
    link = getattr(request, "link", None)
    way = link.way if link is not None else None
    adding = posted is not None and "more" in posted
    word = WordForm(posted if adding else None, initial={"word": promise.word})
    form = PromiseBackForm(
        None if adding else posted,
        initial={"outcome": promise.outcome or request.GET.get("a", "")},
    )
    for given in (one for one in (word, form) if one.is_bound and one.is_valid()):
        actions.answer_promise(
            promise=promise, **given.cleaned_data, way=way, by=request.actor, at=request.at
        )
        return redirect(f"{here}?said=all" if adding else here)
    context = {
        "promise": promise,
        "name": promise.person.shown_name,
        "ago": promises.since_words(promise, on=request.at.date(), language=get_language() or "en"),
        "form": form,
        "word": word,
        "answered": bool(promise.outcome) and "again" not in request.GET and not form.is_bound,
        "all_said": "said" in request.GET,
        "may_come_again": promise.outcome == Promise.Outcome.STILL,
    }
    return render(request, "engagement/promise_back.html", context)


def _ways(person: Person) -> dict[str, ContactWay]:
    rows = person.ways.filter(state=ContactWay.State.WORKING).order_by("kind", "pk")
    return {way.key: way for way in rows}


@require_http_methods(["GET", "POST"])
@guarded(years.can_answer_pathway, find=queries.introduction)
def answer_pathway(request: ActorRequest, introduction: Introduction) -> HttpResponse:
    """An offer: yes with an address, not now, not for me."""
    ways = _ways(introduction.person)
    chosen = request.GET.get("a", "")
    form = PathwayAnswerForm(
        request.POST or None,
        ways=[(key, masked(way.value)) for key, way in ways.items()],
        initial={"answer": chosen if chosen in {"yes", "not_now", "no_fit"} else ""},
    )
    refusal = ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer_pathway(
                introduction=introduction,
                answer=given["answer"],
                way=ways.get(given["way"]) or next(iter(ways.values()), None),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:answer_pathway", key=introduction.key)
    language = get_language() or "en"
    pathway = introduction.pathway
    context = {
        "introduction": introduction,
        "name": introduction.person.shown_name,
        "title": pathways.title_of(introduction, language)[0],
        "words": pathway.words.chosen((language,))[0] if pathway else "",
        "form": form,
        "several": len(ways) > 1,
        "refusal": refusal,
        "open": introduction.state == Stands.SUGGESTED or "again" in request.GET,
    }
    return render(request, "engagement/answer_pathway.html", context)


def _how_states(introduction: Introduction) -> list[tuple[str, str]]:
    """What may be said of an introduction now, in the words of somebody who was there."""
    said = {
        Stands.ANSWERED: _("We have spoken"),
        Stands.ACTIVE: _("They take part now"),
        Stands.NOT_NOW: _("Not now"),
        Stands.NO_FIT: _("It does not fit"),
        Stands.LEFT: _("It is over"),
    }
    return [
        (state.value, words)
        for state, words in said.items()
        if pathways.may_follow(introduction, state) or introduction.state == state
    ]


@require_http_methods(["GET", "POST"])
@guarded(years.can_say_how_it_went, find=queries.introduction)
def how_it_went(request: ActorRequest, introduction: Introduction) -> HttpResponse:
    """How an introduction went, as the contact or the person tells it."""
    states = _how_states(introduction)
    form = HowForm(request.POST or None, states=states, initial={"state": introduction.state})
    refusal = ""
    if form.is_valid():
        try:
            actions.say_how_it_went(
                introduction=introduction,
                state=form.cleaned_data["state"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{reverse('engagement:how_it_went', args=[introduction.key])}?saved=1")
    is_theirs = request.actor.person_id == introduction.person_id
    shown = introduction.asked_by if is_theirs else introduction.person
    if not is_theirs and not pathways.may_be_named(introduction, at=request.at):
        shown = None
    context = {
        "introduction": introduction,
        "shown": shown.shown_name if shown else "",
        "title": pathways.title_of(introduction, get_language() or "en")[0],
        "form": form,
        "refusal": refusal,
        "saved": "saved" in request.GET,
        "said": dict(states).get(introduction.state, ""),
    }
    return render(request, "engagement/how_it_went.html", context)


@require_http_methods(["GET", "POST"])
@guarded(years.can_answer_meeting, find=meetings.side)
def meeting(request: ActorRequest, side: MeetingSide) -> HttpResponse:
    """Two who may meet: yes or no; once both said yes, what they write to each other."""
    here = reverse("engagement:meeting", args=[side.key])
    posted = request.POST if request.method == "POST" else None
    ways = _ways(side.person)
    chosen = request.GET.get("a", "")
    form = MeetingForm(
        posted if posted is not None and "answer" in posted else None,
        ways=[(key, masked(way.value)) for key, way in ways.items()],
        initial={"answer": side.said or (chosen if chosen in {"yes", "no"} else "")},
    )
    relay = RelayForm(posted if posted is not None and "text" in posted else None)
    refusal = ""
    try:
        if posted is not None and "end" in posted:
            actions.end_meeting(side=side, by=request.actor, at=request.at)
            return redirect(here)
        if form.is_bound and form.is_valid():
            actions.say_to_meeting(
                side=side,
                yes=form.cleaned_data["answer"] == "yes",
                way=ways.get(form.cleaned_data["way"]),
                by=request.actor,
                at=request.at,
            )
            return redirect(here)
        if relay.is_bound and relay.is_valid():
            actions.write_through_us(
                side=side,
                text=relay.cleaned_data["text"],
                language=get_language() or "en",
                by=request.actor,
                at=request.at,
            )
            return redirect(f"{here}?sent=1")
    except Refused as refused:
        refusal = str(refused)
    other = meetings.other(side, at=request.at)
    context = {
        "side": side,
        "meeting": side.meeting,
        "name": side.person.shown_name,
        "other": other,
        "address": other.way.value if other is not None and other.way is not None else "",
        "messages": meetings.messages(side, at=request.at) if other else [],
        "form": form,
        "relay": relay,
        "refusal": refusal,
        "sent": "sent" in request.GET,
        "open": side.meeting.state == Meeting.State.ASKED
        and (not side.said or "again" in request.GET),
        "waiting": side.meeting.state == Meeting.State.ASKED and bool(side.said),
    }
    return render(request, "engagement/meeting.html", context)
