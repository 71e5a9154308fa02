"""Before a course, on the desk: the board of its countries and themes, and each of them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.circles.models import Circle
from commonroot.circles.queries import circle as circle_of
from commonroot.core.errors import Refused
from commonroot.core.places import language_name
from commonroot.engagement import actions, queries
from commonroot.engagement.forms.liaison import BriefingForm, LiaisonAnswerForm, WhyForm
from commonroot.engagement.models import Liaison
from commonroot.engagement.permissions.liaison import can_ask_circle, can_ask_circles
from commonroot.engagement.queries import before
from commonroot.engagement.queries import liaison as reading
from commonroot.engagement.queries.letters import contacts
from commonroot.people.queries import way_for
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words

State = Liaison.State
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
AT_ONCE: dict[str, Callable[..., Any]] = {
    "back": actions.take_liaison_back,
    "nudge": actions.nudge,
    "start": actions.start_circle,
    "open": actions.open_again,
    "settle": actions.settle_answer,
}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_ask_circles, find=queries.programme)
def board(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Every country and theme of a course: its circle, whom it may hear of, how far that is."""
    words = before.own_words(programme)
    languages = _languages(programme)
    form = BriefingForm(
        request.POST if request.POST.get("do") == "words" else None,
        languages=languages,
        initial=words,
    )
    if request.method == "POST":
        if request.POST.get("do") == "find":
            actions.make_liaisons(programme=programme, by=request.actor, at=request.at)
            return redirect("engagement:circles", key=programme.key)
        if form.is_valid():
            actions.say_briefing(
                programme=programme, words=form.cleaned_data, by=request.actor, at=request.at
            )
            return redirect("engagement:circles", key=programme.key)
    language = get_language() or "en"
    found = reading.board(programme, language=language, at=request.at)
    today = request.at.date()
    begins = reading.begins_on(programme)
    context = {
        "programme": programme,
        "board": found,
        "rows": [_line(row) for row in found.rows],
        "form": form,
        "missing": [language_name(code, language) for code in languages if not words.get(code)],
        "has_words": bool(words),
        "ask_by": day_words(found.ask_by, today=today) if found.ask_by else "",
        "begins": day_words(begins, today=today) if begins else "",
        "alike": any(not row.may_tell and row.liaison.state == State.OPEN for row in found.rows),
    }
    return render(request, "engagement/board.html", context, status=400 if form.errors else 200)


def _languages(programme: Programme) -> list[str]:
    """In which these letters may be written: the programme's first, then those of its circles."""
    ours = dict(settings.LANGUAGES)
    wanted = list(programme.languages)
    for one in Liaison.objects.filter(programme=programme).select_related("circle").order_by("pk"):
        if one.circle is not None:
            wanted.append(before.language_for(one.circle))
    return [code for code in dict.fromkeys(wanted) if code in ours]


def _line(row: reading.Row) -> dict[str, Any]:
    sign, words = reading.state_words(row)
    why = reading.why_open(row)
    return {"row": row, "liaison": row.liaison, "sign": sign, "state": words, "why": why}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_ask_circles, find=queries.programme)
@proven_lately
def circles_write(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Count and look, then write to every circle for which nobody has to decide anything."""
    found = reading.board(programme, language=get_language() or "en", at=request.at)
    if request.method == "POST":
        actions.send_liaisons(programme=programme, by=request.actor, at=request.at)
        return redirect("engagement:circles", key=programme.key)
    first = found.ready[0] if found.ready else None
    context = {
        "programme": programme,
        "ready": found.ready,
        "letters": sum(row.contacts for row in found.ready),
        "named": sum(row.agreed for row in found.ready),
        "not_named": sum(row.people - row.agreed for row in found.ready),
        "others": [
            row for row in found.rows if row.liaison.state == State.OPEN and not row.is_ready
        ],
        **(_sheet(first.liaison, request) if first is not None else {}),
    }
    return render(request, "engagement/circles_write.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_ask_circles, find=queries.programme)
@proven_lately
def circles_alike(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The letter that goes to every circle alike: what it says, to how many, then send."""
    circles = list(
        Circle.objects.filter(kind__in=("country", "theme"))
        .exclude(state__in=(Circle.State.CLOSED, Circle.State.DORMANT))
        .order_by("sort_key", "pk")
    )
    numbers = reading.contacts_now([one.pk for one in circles], at=request.at)
    to = [one for one in circles if numbers.get(one.pk)]
    if request.method == "POST":
        actions.announce(programme=programme, by=request.actor, at=request.at)
        return redirect("engagement:circles", key=programme.key)
    language = get_language() or "en"
    context = {
        "programme": programme,
        "circles": to,
        "letters": sum(numbers[one.pk] for one in to),
        "sheet": before.news(programme, circle=to[0], language=language) if to else None,
        "letter_language": language,
        "direction_of_letter": "rtl" if language in RIGHT_TO_LEFT else "ltr",
    }
    return render(request, "engagement/circles_alike.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_ask_circle, find=reading.liaison)
def liaison(request: ActorRequest, liaison: Liaison) -> HttpResponse:
    """One country or theme: the letter as it will be read, whom it names, what can be decided."""
    asked = request.POST.get("do", "")
    why = WhyForm(request.POST if asked == "leave" else None)
    answer = LiaisonAnswerForm(request.POST if asked == "answer" else None)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            done = _do(request, liaison, why=why, answer=answer)
        except Refused as error:
            refused = error
        else:
            if done:
                return redirect("engagement:liaison", key=liaison.key)
    context = {
        **_context(request, liaison),
        "why": why,
        "answer": answer,
        "refusal": str(refused) if refused else "",
        "quiet_refused": isinstance(refused, actions.QuietCircle),
    }
    failed = bool(why.errors or answer.errors)
    return render(
        request,
        "engagement/liaison.html",
        context,
        status=409 if refused else 400 if failed else 200,
    )


def _do(
    request: ActorRequest, liaison: Liaison, *, why: WhyForm, answer: LiaisonAnswerForm
) -> bool:
    """What was pressed; False where something is missing."""
    by, at = request.actor, request.at
    pressed = request.POST.get("do", "")
    if pressed == "write":
        quiet_too = bool(request.POST.get("quiet_too"))
        actions.send_liaison(liaison=liaison, quiet_too=quiet_too, by=by, at=at)
    elif pressed == "region":
        region = circle_of(request.POST.get("region", ""))
        if region is None or region.kind != Circle.Kind.REGION:
            raise Http404
        actions.ask_region_before(liaison=liaison, region=region, by=by, at=at)
    elif pressed == "leave":
        if not why.is_valid():
            return False
        actions.leave_out(liaison=liaison, why=why.cleaned_data["why"], by=by, at=at)
    elif pressed == "answer":
        if not answer.is_valid():
            return False
        actions.answer_liaison(liaison=liaison, **answer.cleaned_data, by=by, at=at)
    elif pressed in AT_ONCE and not (pressed == "start" and liaison.theme_id):
        AT_ONCE[pressed](liaison=liaison, by=by, at=at)
    else:
        raise Http404
    return True


def _context(request: ActorRequest, liaison: Liaison) -> dict[str, Any]:
    language = get_language() or "en"
    found = reading.board(liaison.programme, language=language, at=request.at)
    row = next(one for one in found.rows if one.liaison.pk == liaison.pk)
    today = request.at.date()
    to = contacts(liaison.circle, at=request.at) if liaison.circle is not None else []
    sign, state = reading.state_words(row)
    return {
        "liaison": liaison,
        "programme": liaison.programme,
        "row": row,
        "sign": sign,
        "state": state,
        "called": reading.place_name(liaison, language),
        "contacts": [
            {
                "person": one.person,
                "since": one.since,
                "language": language_name(
                    before.language_for(liaison.circle, one.language), language
                )
                if liaison.circle
                else "",
                "by_mail": (way := way_for(one)) is not None and way.kind == "mail",
                "has_way": way is not None,
                "answered_on": one.answered_on,
            }
            for one in to
        ],
        "regions": reading.regions_with_contact(at=request.at) if not liaison.theme_id else [],
        "answers": reading.answers_of(liaison),
        "asked_on": day_words(liaison.asked_at.date(), today=today) if liaison.asked_at else "",
        "leaves": liaison.sendings.filter(post__ended_at=None, post__isnull=False)
        .exclude(post__state="unknown")
        .exists(),
        "own_circle": liaison.circle is not None and liaison.circle.kind != Circle.Kind.REGION,
        "ask_by": day_words(found.ask_by, today=today) if found.ask_by else "",
        **_sheet(liaison, request),
    }


def _sheet(liaison: Liaison, request: ActorRequest) -> dict[str, Any]:
    """The letter as it would be written now; none while there is no circle."""
    circle = liaison.circle
    if circle is None:
        return {"sheet": None}
    to = contacts(circle, at=request.at)
    language = before.language_for(circle, to[0].language if to else "")
    people = list(reading.to_be_named(liaison, circle, at=request.at))
    return {
        "sheet": before.before_course(
            liaison,
            circle=circle,
            people=people,
            of_country=actions.may_tell(liaison, at=request.at),
            language=language,
        ),
        "letter_language": language,
        "direction_of_letter": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "in_language": language_name(language, get_language() or "en"),
    }
