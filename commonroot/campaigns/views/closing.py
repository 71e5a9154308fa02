"""The closing gathering: organisers make it, teams bring their words, everybody reads one page."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import closing as actions
from commonroot.campaigns.forms.closing import ClosingForm, GatheringForm
from commonroot.campaigns.models import Campaign, ClosingGathering
from commonroot.campaigns.permissions import closing as permissions
from commonroot.campaigns.permissions.campaigns import can_work_in
from commonroot.campaigns.queries import closing, reading
from commonroot.campaigns.views import shared, words_met
from commonroot.core.errors import Refused
from commonroot.core.time import instant, zone_words
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import shown
from commonroot.programmes.queries.words import moment_words


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_hold_closing, find=closing.programme)
def closing_desk(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The gathering of a course: its words and dates, who has written, asking, opening the page."""
    found = closing.gathering(programme.key)
    language = get_language() or "en"
    form = GatheringForm(
        request.POST if request.method == "POST" else None, initial=_initial(found, language)
    )
    if form.is_valid():
        actions.set_gathering(
            programme=programme,
            language=language,
            words=form.cleaned_data["words"],
            starts_at=_moment(form, programme),
            due_on=form.cleaned_data["due_on"],
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{request.path}?said=set")
    lines = closing.lines(found) if found else []
    context = {
        "programme": programme,
        "gathering": found,
        "form": form,
        "zone": zone_words(programme.time_zone, request.at, language=language),
        "lines": lines,
        "given": sum(one.state == "given" for one in lines),
        "campaigns": len(lines),
        "said": request.GET.get("said", ""),
    }
    return render(request, "campaigns/closing_desk.html", context)


def _initial(found: ClosingGathering | None, language: str) -> dict[str, Any]:
    if found is None:
        return {}
    there: dict[str, Any] = {"words": found.words.get(language, ""), "due_on": found.due_on}
    if found.starts_at is not None:
        local = found.starts_at.astimezone(ZoneInfo(found.programme.time_zone))
        there |= {"day": local.date(), "clock": local.time()}
    return there


def _moment(form: GatheringForm, programme: Programme) -> datetime | None:
    day, clock = form.cleaned_data["day"], form.cleaned_data["clock"]
    return instant(day, clock, programme.time_zone) if day and clock else None


@require_POST
@guarded(permissions.can_hold_closing, find=closing.programme)
def closing_do(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Ask the campaigns, open the page for everybody of the course, close it again."""
    found = closing.gathering(programme.key)
    wish = request.POST.get("do", "")
    if found is None or wish not in {"ask", "show", "hide"}:
        raise Http404
    said: dict[str, Any] = {"gathering": found, "by": request.actor, "at": request.at}
    here = reverse("campaigns:closing_desk", args=[programme.key])
    if wish == "ask":
        # How many letters that were is not told: it would say that there are unshared campaigns.
        actions.ask_campaigns(**said)
    else:
        actions.show_gathering(show=wish == "show", **said)
    return redirect(f"{here}?said={wish}")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=reading.campaign)
def closing_words(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Three boxes of a team: what was hard, what it learnt, what it won."""
    found = closing.gathering_of(campaign)
    if found is None:
        raise Http404
    stood = closing.words_in(closing.word_of(campaign, found))
    sent = request.method == "POST"
    picked = words_met.chosen(request.POST, stood=stood) if sent else None
    moves = request.POST.get("do") == "back"
    form = ClosingForm(request.POST if sent and picked is None and not moves else None, stood=stood)
    context = shared.page_context(campaign, shared.reader(request, campaign))
    context |= {"gathering": found, "programme": found.programme}
    refusal, clashes = "", dict[str, str]()
    keep: dict[str, Any] = {
        "campaign": campaign, "gathering": found, "by": request.actor, "at": request.at,
    }  # fmt: skip
    try:
        if moves:
            actions.take_in_back(**keep)
        elif picked is not None:
            said, read, clashes = picked
            clashes |= actions.write_closing(said=said, read=read, **keep)
        elif form.is_valid():
            clashes = actions.write_closing(said=form.said, read=form.read, **keep)
            if not clashes and request.POST.get("do") == "give":
                actions.hand_in(**keep)
    except Refused as refused:
        refusal = str(refused)
    else:
        if clashes:
            return _met(request, context, clashes=clashes)
        if moves or picked is not None or form.is_valid():
            return redirect(f"{request.path}?said={request.POST.get('do', 'keep')}")
    context |= {
        "form": form,
        "word": closing.word_of(campaign, found),
        "stood": stood,
        "refusal": refusal,
        "said": request.GET.get("said", ""),
    }
    status = 409 if refusal else 400 if form.is_bound and form.errors else 200
    return render(request, "campaigns/closing_words.html", context, status=status)


def _met(
    request: ActorRequest, context: dict[str, Any], *, clashes: dict[str, str]
) -> HttpResponse:
    word = closing.word_of(context["campaign"], context["gathering"])
    labels = {code: field.label for code, field in ClosingForm.base_fields.items()}
    met = words_met.beside(clashes, stood=closing.words_in(word), labels=labels)
    return render(request, "campaigns/words_met.html", context | {"met": met}, status=409)


@require_safe
@guarded(permissions.can_read_gathering, find=closing.gathering)
def gathering(request: ActorRequest, gathering: ClosingGathering) -> HttpResponse:
    """One page for everybody of the course: what each campaign brought."""
    programme = gathering.programme
    zone = request.zone or programme.time_zone
    starts = gathering.starts_at
    context = {
        "gathering": gathering,
        "programme": programme,
        "title": shown(programme.title, programme),
        "words": shown(gathering.words, programme),
        "when": moment_words(starts, zone=zone, at=request.at) if starts else "",
        "brought": closing.brought(gathering),
        "is_organiser": permissions.can_hold_closing(request.actor, programme),
    }
    return render(request, "campaigns/gathering.html", context)
