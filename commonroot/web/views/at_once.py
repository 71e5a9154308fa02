"""Making identical pairs one at a stroke: count, sample, what is left out, and its undo."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.people.actions import merge_identical, undo_stroke
from commonroot.people.models import BulkMerge, Pair
from commonroot.people.permissions import can_edit_register, can_undo_stroke
from commonroot.people.queries import bulk_merge, identical, who_stays
from commonroot.people.queries.reasons import why
from commonroot.people.queries.sides import compared_rows
from commonroot.web.queries import doubles as queries


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register)
def at_once(request: ActorRequest) -> HttpResponse:
    """How many pairs are surely one person, five of them side by side, which are not taken."""
    found = identical(queries.shown_pairs(Pair.State.OPEN, at=request.at))
    refusal = ""
    if request.method == "POST":
        try:
            bulk = merge_identical(
                preview=found,
                shown=request.POST.get("shown", ""),
                by=request.actor,
                at=request.at,
            )
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("web:stroke", key=bulk.key)
    ends = [who_stays(pair.left, pair.right) for pair in found.sample]
    sides = queries.sides([person for two in ends for person in two], at=request.at)
    language = get_language() or "en"
    words = {
        "take": len(found.pairs),
        "shown": found.shown,
        "refusal": refusal,
        "left": _left_words(found.left_out),
        "left_count": sum(found.left_out.values()),
        "sample": [
            {
                "why": why(pair.band, pair.reasons),
                "one": ends[place][0].shown_name,
                "other": ends[place][1].shown_name,
                "rows": compared_rows(sides[2 * place], sides[2 * place + 1], language=language),
            }
            for place, pair in enumerate(found.sample)
        ],
    }
    return render(request, "web/at_once.html", words, status=409 if refusal else 200)


def _left_words(left_out: Mapping[str, int]) -> list[str]:
    """How many are not taken at one stroke, by reason."""
    found = {
        "high_care": ngettext(
            "%(n)d needs somebody's look.",
            "%(n)d need somebody's look.",
            left_out.get("high_care", 0),
        ),
        "differing": ngettext(
            "%(n)d agreed to different things.",
            "%(n)d agreed to different things.",
            left_out.get("differing", 0),
        ),
        "accounts": ngettext(
            "%(n)d is of two who both sign in to this desk.",
            "%(n)d are of two who both sign in to this desk.",
            left_out.get("accounts", 0),
        ),
        "different": ngettext(
            "%(n)d was said to be two people.",
            "%(n)d were said to be two people.",
            left_out.get("different", 0),
        ),
        "twice": ngettext(
            "%(n)d shares somebody with another of these pairs, and waits for it.",
            "%(n)d share somebody with another of these pairs, and wait for it.",
            left_out.get("twice", 0),
        ),
    }
    return [found[code] % {"n": number} for code, number in left_out.items() if code in found]


@require_safe
@guarded(can_undo_stroke, find=bulk_merge)
def stroke(request: ActorRequest, bulk: BulkMerge) -> HttpResponse:
    """How far a stroke is; afterwards how many, and its undo."""
    goes_on = bulk.state in {BulkMerge.State.MERGING, BulkMerge.State.UNDOING}
    words = {"bulk": bulk, "goes_on": goes_on, "merged": bulk.done - bulk.left}
    return render(request, "web/stroke.html", words)


@require_POST
@guarded(can_undo_stroke, find=bulk_merge)
def stroke_undo(request: ActorRequest, bulk: BulkMerge) -> HttpResponse:
    """Make all of them two again, in the background."""
    undo_stroke(bulk=bulk, by=request.actor, at=request.at)
    return redirect("web:stroke", key=bulk.key)
