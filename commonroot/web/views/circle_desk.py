"""The page of a circle for the circle itself, and what it lets everybody read."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.campaigns.queries.listing import of_circle
from commonroot.circles import queries as circle_queries
from commonroot.circles.actions import answer_public_page
from commonroot.circles.models import Circle
from commonroot.core.places import country_name, language_name
from commonroot.engagement import actions as engagement
from commonroot.engagement import queries as engagement_queries
from commonroot.engagement.permissions.circle_desk import (
    can_open_circle_desk,
    can_say_for_circle,
    is_circle,
)
from commonroot.engagement.queries import circle_desk as reading
from commonroot.people.models import Person
from commonroot.people.queries import person as person_of
from commonroot.programmes.queries.words import day_words
from commonroot.web.forms.circles import PublicPageForm
from commonroot.web.permissions import can_see_numbers
from commonroot.web.queries.circles import state_word
from commonroot.web.queries.zones import today_of


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_open_circle_desk, find=circle_queries.circle)
def circle_desk(request: ActorRequest, circle: Circle) -> HttpResponse:
    """What concerns the circle now, on one page to print; by link, or signed in.

    Whoever stands there and was never told of is told of now: it is written down for them. Not when
    organisers look at it.
    """
    theirs = is_circle(request.actor, circle)
    if request.method == "POST":
        _ask_to_meet(request, circle, theirs=theirs)
        return redirect("web:circle_desk", key=circle.key)
    if theirs and request.method == "GET":
        engagement.told_by_desk(circle=circle, at=request.at)
    people, total = reading.agreed(circle, at=request.at)
    language, today = get_language() or "en", today_of(request)
    context = {
        "circle": circle,
        "called": engagement_queries.circle_words(circle, language),
        "theirs": theirs,
        "people": people,
        "total": total,
        "waiting": reading.waiting(circle, at=request.at),
        "letters": [
            {
                "letter": one,
                "day": day_words((one.sent_at or one.drafted_at).date(), today=today, short=True),
            }
            for one in reading.letters_to(circle)[:10]
        ],
        "courses": [
            {
                "programme": one,
                "title": one.title.chosen((language, *one.languages))[0],
                "day": _begins(one.starts_on, today=today),
                "words": one.schedule_words.chosen((language, *one.languages))[0],
            }
            for one in reading.courses_ahead(at=request.at)
        ],
        "today": today,
        "others": [one for one in circle_queries.circles_of(request.actor) if one != circle],
        "public": getattr(circle, "public_page", None),
        "may_see_numbers": can_see_numbers(request.actor),
        "campaigns": of_circle(circle, actor=request.actor),
    }
    return render(request, "web/circle_desk.html", context)


def _ask_to_meet(request: ActorRequest, circle: Circle, *, theirs: bool) -> None:
    """Only the circle asks, and only for whom it may hear of; whoever left meanwhile is gone."""
    who = person_of(request.POST.get("person", ""))
    if not theirs or who is None:
        raise Http404
    contact = Person.objects.filter(pk=request.actor.person_id or 0).first()
    with suppress(engagement.NotNamed):
        engagement.ask_to_meet(
            circle=circle, person=who, contact=contact, by=request.actor, at=request.at
        )


def _begins(day: date | None, *, today: date) -> str:
    """When a course begins, or that it goes on already."""
    if day is None:
        return ""
    return _("now") if day <= today else day_words(day, today=today, short=True)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_say_for_circle, find=circle_queries.circle)
def circle_says(request: ActorRequest, circle: Circle) -> HttpResponse:
    """What everybody may read about the circle: it decides, writes, and takes it back."""
    page = getattr(circle, "public_page", None)
    form = PublicPageForm(
        request.POST if request.method == "POST" else None, initial=_initial(request, page)
    )
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        answer_public_page(
            circle=circle,
            **{**said, "is_open": said["is_open"] == "yes"},
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{reverse('web:circle_says', args=[circle.key])}?said=1")
    context = {
        "circle": circle,
        "called": engagement_queries.circle_words(circle, get_language() or "en"),
        "form": form,
        "page": page,
        "said": "said" in request.GET and page is not None and page.answered_at is not None,
        "has_desk": is_circle(request.actor, circle),
    }
    return render(request, "web/circle_says.html", context, status=400 if form.errors else 200)


def _initial(request: ActorRequest, page: Any) -> dict[str, Any]:
    asked = request.GET.get("a", "")
    if page is None or page.answered_at is None:
        return {"is_open": asked}
    return {
        "is_open": asked or ("yes" if page.is_open else "no"),
        "words": page.words,
        "reach": page.reach,
        "web": page.web,
        "shows_state": page.shows_state,
        "shows_languages": page.shows_languages,
    }


@require_safe
@public
def circles_public(request: ActorRequest) -> HttpResponse:
    """Circles that said yes to a public page, by name."""
    found = (
        Circle.objects.filter(public_page__is_open=True)
        .exclude(state=Circle.State.CLOSED)
        .select_related("public_page")
        .order_by("kind", "sort_key", "pk")
    )
    return render(request, "web/circles_public.html", {"circles": found})


@require_safe
@public
def circle_public(request: ActorRequest, key: str) -> HttpResponse:
    """What a circle says of itself, and nothing else; not found without its yes."""
    circle = circle_queries.circle(key)
    page = getattr(circle, "public_page", None)
    if circle is None or page is None or not page.is_open or circle.state == Circle.State.CLOSED:
        raise Http404
    language = get_language() or "en"
    context = {
        "circle": circle,
        "page": page,
        "place": country_name(circle.country, language) if circle.country else "",
        "state": state_word(circle.state) if page.shows_state else "",
        "spoken": [language_name(code, language) for code in circle.languages]
        if page.shows_languages
        else [],
    }
    return render(request, "web/circle_public.html", context)
