"""Bringing old lists in: choose, look at the rows, bring in, take back."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.intake import actions, permissions, queries
from commonroot.intake.forms import ListForm
from commonroot.intake.models import Import, ImportRow
from commonroot.intake.queries import reviewing
from commonroot.intake.views.says import THEN_ASK

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_import)
def lists(request: ActorRequest) -> HttpResponse:
    """Choose files or paste cells; below, the lists that were brought before."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.take_lists(
                files=form.sources(),
                left_out=[f"{name}: {actions.say(why)}" for name, why in form.too_large()],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            for sentence in str(refusal).splitlines():
                form.add_error(None, sentence)
        else:
            address = reverse("intake:says", args=[batch.key])
            is_known = batch.read_at < request.at
            return redirect(f"{address}?again=yes" if is_known else address)
    found = queries.brought()
    account = getattr(request, "account", None)
    words = {
        "form": form,
        "waiting": [_brought(one, pairs=found.pairs.get(one.pk, 0)) for one in found.waiting],
        "inside": [_brought(one) for one in found.inside],
        "over": [_brought(one) for one in found.over],
        "zone": account.time_zone if account else "UTC",
    }
    return render(request, "intake/lists.html", words)


def _brought(batch: Import, *, pairs: int = 0) -> dict[str, Any]:
    """One list as a line: its name, how many people, and what is to be done or became of it."""
    people, known = batch.truth.get("people", 0), batch.truth.get("known", 0)
    parts = [ngettext("%(n)d person", "%(n)d people", people) % {"n": people}] if people else []
    if batch.state == Import.State.APPLIED and people:
        parts.append(_("%(n)d new") % {"n": people - known})
        parts.append(_("%(n)d known before") % {"n": known})
    elif pairs:
        parts.append(
            ngettext("%(n)d pair needs your eye", "%(n)d pairs need your eye", pairs) % {"n": pairs}
        )
    else:
        unread = batch.state == Import.State.UNREADABLE
        parts.append(batch.refusal.split("\n")[0] if unread else batch.get_state_display())
    return {"batch": batch, "name": reviewing.short_name(batch), "said": _(", ").join(parts)}


@require_http_methods(["GET", "HEAD"])
@guarded(permissions.can_see_import, find=queries.import_)
def rows(request: ActorRequest, batch: Import) -> HttpResponse:
    """Every row with what was understood, what was wrong with it, and what it will become."""
    verdict = request.GET.get("verdict", "")
    wanted = verdict if verdict in {"new", "repeat", "known", "look", "refused"} else ""
    page = Paginator(queries.rows(batch, verdict=wanted), PER_PAGE).get_page(
        request.GET.get("page")
    )
    words = [
        ("", _("All")),
        ("new", _("New")),
        ("known", _("In the register already")),
        ("repeat", _("Repeats")),
        ("look", _("Please look")),
        ("refused", _("Cannot be read")),
    ]
    lists_ = [
        {"label": label, "url": f"?verdict={code}", "current": code == wanted}
        for code, label in words
    ]
    verdicts = dict(ImportRow.Verdict.choices) | {"suppressed": ImportRow.Verdict.NEW.label}
    language = get_language() or "en"
    firsts, people = queries.who_it_is(list(page), at=request.at)
    shown = [
        {
            "row": row,
            "verdict": verdicts[row.verdict],
            "repeats": firsts.get(row.pk),
            "person_key": people.get(row.pk, ""),
            "country": country_name((row.fields or {}).get("country") or "", language),
        }
        for row in page
    ]
    return render(
        request,
        "intake/rows.html",
        {
            "batch": batch,
            "name": reviewing.short_name(batch),
            "page": page,
            "shown": shown,
            "lists": lists_,
            "verdict": wanted,
        },
    )


@require_POST
@guarded(permissions.can_see_import, find=queries.import_)
def bring_in(request: ActorRequest, batch: Import) -> HttpResponse:
    """Start bringing the list in; the page then shows how far it is."""
    if request.POST.get("then") == "ask":
        request.session[THEN_ASK] = batch.key
    actions.bring_in(batch=batch, by=request.actor, at=request.at)
    return redirect("intake:says", key=batch.key)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_see_import, find=queries.import_)
def undo(request: ActorRequest, batch: Import) -> HttpResponse:
    """Take the whole list back: how many first, then it is done."""
    refusal = ""
    result = ""
    if request.method == "POST":
        try:
            gone, kept = actions.undo(batch=batch, by=request.actor, at=request.at)
        except Refused as error:
            refusal = str(error)
        else:
            if batch.state == Import.State.UNDOING:
                return redirect("intake:says", key=batch.key)
            result = ngettext(
                "%(n)d person is out of the register again.",
                "%(n)d people are out of the register again.",
                gone,
            ) % {"n": gone}
            if kept:
                result += " " + ngettext(
                    "%(n)d stays: something happened with them since.",
                    "%(n)d stay: something happened with them since.",
                    kept,
                ) % {"n": kept}
    words = {
        "batch": batch,
        "name": reviewing.short_name(batch),
        "refusal": refusal,
        "result": result,
    }
    return render(request, "intake/undo.html", words)
