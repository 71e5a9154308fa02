"""Two of a list at a time: the same person, different people, or not sure."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.text import isolated
from commonroot.intake import permissions, rules
from commonroot.intake.actions import reviewing as actions
from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.intake.queries import import_
from commonroot.intake.queries import reviewing as queries
from commonroot.intake.queries.settled import truth_now
from commonroot.intake.rules.reviewing import spread
from commonroot.people.queries.reasons import why
from commonroot.people.queries.sides import compared_rows


@require_safe
@guarded(permissions.can_see_import, find=import_)
def pairs(request: ActorRequest, batch: Import) -> HttpResponse:
    """The next pair that nobody answered, after the one just seen; at the end what comes next."""
    if batch.state != Import.State.READ:
        return redirect("intake:says", key=batch.key)
    review = queries.review(batch, at=request.at)
    seen = queries.pair(batch, request.GET.get("after", ""))
    found = review.queue.after(seen.pk if seen else None)
    if found is None:
        return _at_the_end(request, review)
    [shown] = queries.pairs(batch, pks=[found])
    return _shown(request, review, pair=shown)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_import, find=import_)
def pair(  # noqa: PLR0917 - as the address has it
    request: ActorRequest, batch: Import, pair: str
) -> HttpResponse:
    """One pair, to be answered or looked at again; after an answer the next one."""
    shown = queries.pair(batch, pair)
    review = queries.review(batch, at=request.at)
    if shown is None or shown.pk not in {one.pk for one in review.pairs}:
        raise Http404
    refusal = ""
    if request.method == "POST":
        said = request.POST.get("answer", "")
        if said in RowPair.Said.values and said:
            try:
                actions.answer(pair=shown, said=said, by=request.actor, at=request.at)
            except Refused as error:
                refusal = str(error)
            else:
                return redirect(_address("intake:pairs", batch, after=shown.key))
    return _shown(request, review, pair=shown, refusal=refusal)


@require_POST
@guarded(permissions.can_see_import, find=import_)
def pair_undo(request: ActorRequest, batch: Import) -> HttpResponse:
    """Take the last answer back and show its pair again; of many taken at once, their page."""
    try:
        taken = actions.take_back(batch=batch, by=request.actor)
    except Refused:
        return redirect("intake:says", key=batch.key)
    if len(taken) == 1:
        return redirect("intake:pair", key=batch.key, pair=taken[0].key)
    return redirect("intake:likely" if taken else "intake:pairs", key=batch.key)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_import, find=import_)
def likely(request: ActorRequest, batch: Import) -> HttpResponse:
    """Take all very likely pairs as one: how many, five of them side by side, which not and why."""
    if batch.state != Import.State.READ:
        return redirect("intake:says", key=batch.key)
    refusal = ""
    if request.method == "POST":
        try:
            actions.accept_likely(
                batch=batch, shown=request.POST.get("shown", ""), by=request.actor, at=request.at
            )
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("intake:pairs", key=batch.key)
    found = queries.likely(queries.review(batch, at=request.at))
    sample = queries.pairs(batch, pks=spread(found.take))
    sides = queries.sides(sample, at=request.at)
    came = queries.came_with([one.person for one in sample if one.person])
    words = {
        "batch": batch,
        "name": queries.short_name(batch),
        "take": len(found.take),
        "digest": queries.digest(found.take),
        "refusal": refusal,
        "left": _left_words(list(found.left.values())),
        "left_count": len(found.left),
        "sample": [
            {"pair": one, "why": why(one.band, one.reasons)}
            | _heads(one, batch=batch, came=came)
            | {"rows": compared_rows(*sides[one.pk], language=_language())}
            for one in sample
        ],
    }
    return render(request, "intake/likely.html", words, status=400 if refusal else 200)


def _left_words(reasons: Sequence[str]) -> list[str]:
    """How many very likely pairs are not taken at one stroke, by reason."""
    found = {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}
    words = {
        "two people": ngettext(
            "%(n)d would make two people of the register one.",
            "%(n)d would make two people of the register one.",
            found.get("two people", 0),
        ),
        "chain": ngettext(
            "%(n)d hangs together only through somebody in between.",
            "%(n)d hang together only through somebody in between.",
            found.get("chain", 0),
        ),
        "account": ngettext(
            "%(n)d concerns somebody who signs in to this desk.",
            "%(n)d concern somebody who signs in to this desk.",
            found.get("account", 0),
        ),
        "care": ngettext(
            "%(n)d needs somebody's look.",
            "%(n)d need somebody's look.",
            found.get("care", 0),
        ),
    }
    return [words[reason] % {"n": number} for reason, number in found.items()]


def _address(name: str, batch: Import, *more: str, after: str = "") -> str:
    place = reverse(name, args=[batch.key, *more])
    return f"{place}?after={after}" if after else place


def _language() -> str:
    return get_language() or "en"


def _shown(
    request: ActorRequest, review: queries.Review, *, pair: RowPair, refusal: str = ""
) -> HttpResponse:
    """The page of one pair."""
    batch, asked = review.batch, review.queue
    sides = queries.sides([pair], at=request.at)[pair.pk]
    before, after = asked.before(pair.pk), asked.after(pair.pk)
    keys = {one.pk: one.key for one in queries.pairs(batch, pks=[pk for pk in (before,) if pk])}
    taken = queries.last_said(batch, by=request.actor).count()
    words = {
        "batch": batch,
        "name": queries.short_name(batch),
        "refusal": refusal,
        "far": _far(asked.number(pair.pk), total=asked.total, left=len(asked.open)),
        "answered": asked.answered,
        "total": asked.total,
        "why": why(pair.band, pair.reasons),
        "rows": compared_rows(*sides, language=_language()),
        "answer_url": _address("intake:pair", batch, pair.key),
        "undo_url": _address("intake:pair_undo", batch),
        "undo": _undo_words(taken),
        "stop_url": _address("intake:says", batch),
        "back_url": _address("intake:pair", batch, keys[before]) if before else "",
        "next_url": _address("intake:pairs", batch, after=pair.key)
        if after not in (None, pair.pk)
        else "",
        "options": _options(pair),
        "effects": _effects(pair),
        "written": [
            (_place(row), queries.written(batch, row)) for row in (pair.other, pair.row) if row
        ],
        "very_likely": len(queries.likely(review).take),
        "hidden": review.hidden,
    } | _heads(pair, batch=batch, came=queries.came_with([pair.person] if pair.person else []))
    return render(request, "intake/pair.html", words, status=409 if refusal else 200)


def _far(number: int, *, total: int, left: int) -> str:
    """ "Pair 12 of 47, about 6 minutes"; for what is not in the queue only the minutes."""
    minutes = rules.minutes_for(left)
    about = ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}
    if not number:
        return about
    return _("Pair %(number)d of %(total)d, %(about)s") % {
        "number": number,
        "total": total,
        "about": about,
    }


def _undo_words(taken: int) -> str:
    if not taken:
        return ""
    return ngettext("Undo the last one", "Undo the last %(n)d", taken) % {"n": taken}


def _options(pair: RowPair) -> list[dict[str, Any]]:
    words = (
        (RowPair.Said.SAME.value, _("Same"), f"{_('S')} 1"),
        (RowPair.Said.DIFFERENT.value, _("Different"), f"{_('D')} 2"),
        (RowPair.Said.UNSURE.value, _("Not sure"), f"{_('N')} 3"),
    )
    return [
        {"value": value, "label": label, "key": key, "chosen": pair.said == value}
        for value, label, key in words
    ]


def _effects(pair: RowPair) -> list[tuple[str, str]]:
    """What each answer leads to, in a sentence."""
    if pair.person:
        same = _(
            "the row joins the person in the register. All addresses are kept, and what stands "
            "there stays unless the row is newer."
        )
    else:
        same = _("both rows become one person. All addresses are kept; the newer details stand.")
    return [
        (_("Same:"), same),
        (_("Different:"), _("two people, and nobody is asked again.")),
        (_("Not sure:"), _("two people for now; the question waits in the register.")),
    ]


def _heads(pair: RowPair, *, batch: Import, came: Mapping[int, str]) -> dict[str, Any]:
    """What stands above the two sides, and beside each line on a phone."""
    if pair.person:
        since = _("since %(year)d") % {"year": pair.person.created_at.year}
        if pair.person.pk in came:
            since = _("from %(list)s") % {"list": isolated(came[pair.person.pk])}
        one, short = _head(_("In the register"), since), _("register")
    else:
        assert pair.other is not None  # a pair has two ends
        one, short = _row_head(pair.other, batch), _line(pair.other)
    return {
        "one": one,
        "other": _row_head(pair.row, batch),
        "short_one": short,
        "short_other": _line(pair.row),
    }


def _row_head(row: ImportRow, batch: Import) -> SafeString:
    """ "In the list row 61, 3 May 2014"; of an import with several sheets the name of this one."""
    words = ((word,) for word in (_line(row), queries.said_on(row)) if word)
    title = _("In the list") if row.sheet == batch.name else row.sheet
    return _head(title, format_html_join(_(", "), "<bdi>{}</bdi>", words))


def _head(title: str, muted: str) -> SafeString:
    return format_html("<bdi>{}</bdi> <small>{}</small>", title, muted)


def _line(row: ImportRow) -> str:
    return _("row %(n)d") % {"n": row.number}


def _place(row: ImportRow) -> str:
    """ "Row 61 as it stands in 2014.xlsx"."""
    sheet = _("Pasted cells") if row.sheet == rules.PASTED else isolated(row.sheet)
    return _("Row %(n)d as it stands in %(sheet)s") % {"n": row.number, "sheet": sheet}


def _at_the_end(request: ActorRequest, review: queries.Review) -> HttpResponse:
    """Nothing left to answer, or nothing to answer at all."""
    batch = review.batch
    taken = queries.last_said(batch, by=request.actor).count()
    words = {
        "batch": batch,
        "name": queries.short_name(batch),
        "counts": queries.said_counts(batch),
        "total": review.queue.total,
        "follows": len(review.queue.follows),
        "hidden": review.hidden,
        "undo": _undo_words(taken),
        "people": truth_now(batch).get("people", 0),
    }
    return render(request, "intake/pairs_end.html", words)
