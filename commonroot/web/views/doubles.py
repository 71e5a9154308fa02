"""Two of the register at a time: the same person, different people, or not sure."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.text import isolated
from commonroot.intake.queries import came_with
from commonroot.people.actions import decide, look_at_everybody, take_back_decision
from commonroot.people.models import Pair, Person
from commonroot.people.permissions import can_edit_register, can_settle_pair
from commonroot.people.queries import full_look, last_said, who_stays
from commonroot.people.queries.reasons import why
from commonroot.people.queries.sides import compared_rows
from commonroot.web.queries import doubles as queries
from commonroot.web.queries.merging import listed_merges

DONE = "doubles done"  # in the session: how many were answered in this sitting
ANSWERS = ("same", "different", "unsure")


@require_safe
@guarded(can_edit_register)
def doubles(request: ActorRequest) -> HttpResponse:
    """The next pair to look at, after the one just seen; `?unsure`: those nobody was sure of."""
    state = Pair.State.UNSURE if "unsure" in request.GET else Pair.State.OPEN
    ahead = queries.ahead(state, at=request.at)
    seen = queries.pair(request.GET.get("after", ""))
    found = ahead.after(seen.pk if seen else None)
    if found is None:
        return _at_the_end(request)
    shown = Pair.objects.select_related("left", "right").get(pk=found)
    return _shown(request, shown, ahead=ahead)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_settle_pair, find=queries.pair)
def double(request: ActorRequest, pair: Pair) -> HttpResponse:
    """One pair, to be answered; after an answer the next one."""
    if not queries.may_be_shown(pair, at=request.at):
        raise Http404
    ahead = queries.ahead(pair.state, at=request.at)
    said, refusal = request.POST.get("answer", ""), ""
    if request.method == "POST" and said in ANSWERS:
        following = ahead.after(pair.pk)
        place = _queue(pair.state)
        try:
            decide(pair=pair, answer=said, by=request.actor, at=request.at)
        except Refused as error:
            refusal = str(error)
        else:
            request.session[DONE] = request.session.get(DONE, 0) + 1
            # Making two one may have settled the pair that would have come next.
            left = Pair.objects.exclude(pk=pair.pk).filter(pk=following or 0)
            key = left.values_list("key", flat=True).first()
            return redirect("web:double", key=key) if key else redirect(place)
    return _shown(request, pair, ahead=ahead, refusal=refusal)


@require_POST
@guarded(can_edit_register)
def double_undo(request: ActorRequest) -> HttpResponse:
    """Take back what this organiser answered last, and show its pair again."""
    try:
        pair = take_back_decision(by=request.actor, at=request.at)
    except Refused as error:
        return _at_the_end(request, refusal=str(error))
    request.session[DONE] = max(request.session.get(DONE, 0) - 1, 0)
    return redirect("web:double", key=pair.key) if pair else redirect("web:doubles")


@require_POST
@guarded(can_edit_register)
def look_for_doubles(request: ActorRequest) -> HttpResponse:
    """Compare everybody with everybody once more, in the background."""
    look_at_everybody(by=request.actor, at=request.at)
    return redirect("web:doubles")


def _queue(state: str) -> str:
    return reverse("web:doubles") + ("?unsure" if state == Pair.State.UNSURE else "")


def _shown(
    request: ActorRequest, pair: Pair, *, ahead: queries.Ahead, refusal: str = ""
) -> HttpResponse:
    """The page of one pair."""
    done = request.session.get(DONE, 0)
    into, other = who_stays(pair.left, pair.right)
    sides = queries.sides([into, other], at=request.at)
    following = ahead.after(pair.pk)
    came = came_with([into, other])
    place = _queue(pair.state)
    words: dict[str, Any] = {
        "pair": pair,
        "into": into,
        "gone": other,
        "refusal": refusal,
        "far": _far(done + 1, total=done + ahead.total, left=ahead.total),
        "answered": done,
        "total": done + ahead.total,
        "why": why(pair.band, pair.reasons),
        "rows": compared_rows(*sides, language=get_language() or "en"),
        "one": _head(into, came=came),
        "other": _head(other, came=came),
        "short_one": _("first"),
        "short_other": _("second"),
        "answer_url": reverse("web:double", args=[pair.key]),
        "undo_url": reverse("web:double_undo"),
        "undo": _undo_words() if last_said(request.actor, at=request.at) else "",
        "stop_url": reverse("web:people"),
        "next_url": f"{place}{'&' if '?' in place else '?'}after={pair.key}"
        if following not in {None, pair.pk}
        else "",
        "options": _options(pair),
        "effects": [
            (_("Same:"), _("one page with everything of both; the better details stand.")),
            (_("Different:"), _("they stay two, and nobody is asked again.")),
            (_("Not sure:"), _("they stay two; the pair waits aside.")),
        ],
        "at_once": queries.certain(at=request.at),
    }
    return render(request, "web/double.html", words, status=409 if refusal else 200)


def _undo_words() -> str:
    # The words that also stand for several answers: a catalogue keeps both under one entry.
    return ngettext("Undo the last one", "Undo the last %(n)d", 1) % {"n": 1}


def _head(person: Person, *, came: Mapping[int, str]) -> str:
    """Their name, and the list they came with or since when they are known."""
    known = _("since %(year)d") % {"year": person.created_at.year}
    if person.pk in came:
        known = _("from %(list)s") % {"list": isolated(came[person.pk])}
    return format_html("<bdi>{}</bdi> <small>{}</small>", person.shown_name, known)


def _far(number: int, *, total: int, left: int) -> str:
    """ "12 of 47, about 6 minutes"."""
    minutes = queries.minutes(left)
    about = ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}
    return _("%(number)d of %(total)d, %(about)s") % {
        "number": min(number, total),
        "total": total,
        "about": about,
    }


def _options(pair: Pair) -> list[dict[str, Any]]:
    words = (
        ("same", _("Same"), f"{_('S')} 1"),
        ("different", _("Different"), f"{_('D')} 2"),
        ("unsure", _("Not sure"), f"{_('N')} 3"),
    )
    return [
        {"value": value, "label": label, "key": key, "chosen": pair.state == value}
        for value, label, key in words
    ]


def _at_the_end(request: ActorRequest, *, refusal: str = "") -> HttpResponse:
    """Nothing waits, or nothing was to be taken back."""
    look = full_look()
    words = {
        "refusal": refusal,
        "waiting": queries.ahead(Pair.State.OPEN, at=request.at).total,
        "unsure": queries.ahead(Pair.State.UNSURE, at=request.at).total,
        "different": queries.shown_pairs(Pair.State.DIFFERENT, at=request.at).count(),
        "done": request.session.pop(DONE, 0),
        "made_one": listed_merges(at=request.at).exists(),
        "undo": _undo_words() if last_said(request.actor, at=request.at) else "",
        "look": look[0] if look else None,
        "looked_at": look[0].people - look[1] if look else 0,
    }
    return render(request, "web/doubles_end.html", words, status=409 if refusal else 200)
