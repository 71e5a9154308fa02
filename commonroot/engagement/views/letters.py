"""Letters to circles on the desk: which there are, each with its sheet and margin."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles.models import Circle
from commonroot.circles.queries import circle, school
from commonroot.core.errors import Refused
from commonroot.core.places import language_name
from commonroot.engagement import actions, permissions, queries
from commonroot.engagement.forms import LetterForm
from commonroot.engagement.models import CircleLetter, Introduction
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words

State = CircleLetter.State


@require_GET
@guarded(permissions.can_write_letters, find=queries.programme)
def letters(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Every country and theme of a course with its circle and letter."""
    return _letters(request, programme)


def _letters(request: ActorRequest, programme: Programme, *, refusal: str = "") -> HttpResponse:
    rows = queries.places(programme, language=get_language() or "en", at=request.at)
    sent = sum(
        row.letter is not None and row.letter.state in {State.SENT, State.ANSWERED} for row in rows
    )
    context = {
        "programme": programme,
        "rows": rows,
        "total": len(rows),
        "sent": sent,
        "with_circle": sum(row.circle is not None for row in rows),
        "regions": queries.regions(at=request.at),
        "refusal": refusal,
    }
    return render(request, "engagement/letters.html", context, status=409 if refusal else 200)


@require_POST
@guarded(permissions.can_write_letters, find=queries.programme)
def draft(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Begin the letter to a circle that has none yet."""
    to = circle(request.POST.get("circle", ""))
    if to is None or to.kind not in {Circle.Kind.COUNTRY, Circle.Kind.THEME}:
        raise Http404
    letter = actions.draft_letter(programme=programme, circle=to, by=request.actor, at=request.at)
    return redirect("engagement:letter", key=letter.key)


@require_POST
@guarded(permissions.can_write_letters, find=queries.programme)
def ask_region(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Ask a region who works in a country without a circle."""
    region = circle(request.POST.get("region", ""))
    country = request.POST.get("country", "")
    known = {
        row.country
        for row in queries.places(programme, language="en", at=request.at)
        if row.country
    }
    if region is None or region.kind != Circle.Kind.REGION or country not in known:
        raise Http404
    try:
        actions.ask_region(
            programme=programme, country=country, region=region, by=request.actor, at=request.at
        )
    except Refused as refused:
        return _letters(request, programme, refusal=str(refused))
    return redirect("engagement:letters", key=programme.key)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_write_letter, find=queries.letter)
def letter(request: ActorRequest, letter: CircleLetter) -> HttpResponse:
    """The sheet exactly as it will be read, and what only the margin says. Sending and taking
    back.
    """
    refused: Refused | None = None
    if request.method == "POST":
        try:
            _act(request, letter)
        except Refused as error:
            refused = error
        else:
            return redirect("engagement:letter", key=letter.key)
    context = _context(request, letter)
    context["refusal"] = str(refused) if refused else ""
    context["without_comments"] = isinstance(refused, actions.NothingToTell)
    context["quiet_too"] = isinstance(refused, actions.QuietCircle)
    context["said_quiet"] = request.POST.get("quiet_too", "")
    return render(request, "engagement/letter.html", context, status=409 if refused else 200)


def _act(request: ActorRequest, letter: CircleLetter) -> None:
    if "take_back" in request.POST:
        actions.take_back(letter=letter, by=request.actor, at=request.at)
    elif request.POST.get("language") in dict(settings.LANGUAGES):
        actions.change_letter(
            letter=letter, language=request.POST["language"], by=request.actor, at=request.at
        )
    elif "send" in request.POST:
        actions.send_letter(
            letter=letter,
            quiet_too=bool(request.POST.get("quiet_too")),
            without_comments=bool(request.POST.get("without_comments")),
            by=request.actor,
            at=request.at,
        )


def _context(request: ActorRequest, letter: CircleLetter) -> dict[str, Any]:
    language = get_language() or "en"
    told = queries.content(letter, at=request.at)
    contacts = queries.contacts(letter.circle, at=request.at)
    ways = [working_way(contact.person) for contact in contacts]
    by_mail = sum(1 for way in ways if way is not None and way.kind == ContactWay.Kind.MAIL)
    order = [
        row.letter.pk
        for row in queries.places(letter.programme, language=language, at=request.at)
        if row.letter is not None
    ]
    ours = school()
    offered = [*letter.circle.languages, *(ours.languages if ours else []), letter.language]
    # As on the circle's own page: whoever took their yes back is named no more.
    still = queries.listening(Person.objects.all(), letter.circle, at=request.at)
    introductions = (
        letter.introductions.filter(person__in=still)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    today = request.at.date()
    return {
        "programme": letter.programme,
        "letter": letter,
        "sheet": queries.sheet(letter, told, at=request.at),
        "content": told.content,
        "called": queries.circle_words(letter.circle, language),
        "place": order.index(letter.pk) + 1 if letter.pk in order else None,
        "places": len(order),
        "contacts": len(contacts),
        "by_mail": by_mail,
        "by_hand": len(contacts) - by_mail,
        "own_body": letter.circle.tie != Circle.Tie.SAME,
        "quiet": letter.circle.state == Circle.State.DORMANT,
        "somebody_left": letter.state == State.LEAVING
        and queries.somebody_left(letter, at=request.at),
        "may_take_back": letter.state == State.LEAVING,
        "languages": [
            {
                "code": code,
                "name": language_name(code, language),
                "current": code == letter.language,
            }
            for code in dict.fromkeys(offered)
            if code in dict(settings.LANGUAGES)
        ],
        "answers": [
            {"introduction": one, "said": one.state != Introduction.State.SUGGESTED}
            for one in introductions
        ]
        if letter.state in {State.SENT, State.ANSWERED}
        else [],
        "sent_on": day_words(letter.sent_at.date(), today=today) if letter.sent_at else "",
        "direction_of_letter": "rtl" if letter.language in {"ar", "fa", "he", "ur"} else "ltr",
    }


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_write_letter, find=queries.letter)
def letter_text(request: ActorRequest, letter: CircleLetter) -> HttpResponse:
    """Change the words that are the organisers' own."""
    initial = {"opening": letter.opening, "suggestion": letter.suggestion, "ending": letter.ending}
    form = LetterForm(request.POST or None, initial=initial)
    refusal = ""
    if form.is_valid():
        try:
            actions.change_letter(
                letter=letter, **form.cleaned_data, by=request.actor, at=request.at
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:letter", key=letter.key)
    context = {
        "letter": letter,
        "form": form,
        "refusal": refusal,
        "called": queries.circle_words(letter.circle, get_language() or "en"),
        "in_language": language_name(letter.language, get_language() or "en"),
    }
    return render(request, "engagement/letter_text.html", context)
