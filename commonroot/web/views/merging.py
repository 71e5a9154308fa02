"""Making two people one, field by field, and making them two again."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.queries import SCHOOL, may, register
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.people.actions import merge, undo_merge
from commonroot.people.actions.merging import AGAINST
from commonroot.people.models import Merge, Person
from commonroot.people.permissions import can_edit_register, can_undo_merge
from commonroot.people.queries import can_be_undone, later_merge, preview, search, since
from commonroot.people.queries import merge as find_merge
from commonroot.people.queries import person as find_person
from commonroot.web.queries import doubles
from commonroot.web.queries import merging as queries
from commonroot.web.queries.zones import today_of

FOUND = 20
PICKS = {"into", "other"}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register, find=find_person)
def same_as(request: ActorRequest, person: Person) -> HttpResponse:
    """Look for the person who is the same as this one; the likeliest are there already."""
    if not may(person, Purpose.REGISTER, SCHOOL, at=request.at):
        raise Http404
    language = get_language() or "en"
    asked = request.POST.get("q", "").strip()
    found = register(at=request.at).exclude(pk=person.pk)
    if asked:
        people = list(search(asked, found)[:FOUND])
    else:
        near = doubles.about(person, at=request.at).select_related("left", "right")[:FOUND]
        people = [pair.right if pair.left_id == person.pk else pair.left for pair in near]
    rows = [
        {
            "name": one.shown_name,
            "place": ", ".join(
                filter(None, (one.city, country_name(one.country, language) if one.country else ""))
            ),
            "url": reverse("web:merge", args=[person.key, one.key]),
        }
        for one in people
    ]
    words = {"person": person, "asked": asked, "rows": rows, "more": len(rows) == FOUND}
    return render(request, "web/same_as.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register, find=find_person)
def merge_two(  # noqa: PLR0917 - as the address has it
    request: ActorRequest, person: Person, other: str
) -> HttpResponse:
    """Both side by side, each field with the better value chosen; then they are one."""
    gone = find_person(other)
    if gone is None or not all(
        may(one, Purpose.REGISTER, SCHOOL, at=request.at) for one in (person, gone)
    ):
        raise Http404
    chosen = {name: pick for name, pick in request.POST.items() if pick in PICKS}
    refusal = ""
    if request.method == "POST":
        try:
            made = merge(
                other=gone,
                into=person,
                chosen=chosen,
                by=request.actor,
                at=request.at,
                cause="hand",
            )
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("web:merged", key=made.key)
    words = _two(request, into=person, other=gone, chosen=chosen) | {"refusal": refusal}
    return render(request, "web/merge.html", words, status=409 if refusal else 200)


def _two(
    request: ActorRequest, *, into: Person, other: Person, chosen: dict[str, str]
) -> dict[str, Any]:
    found = preview(other=other, into=into)
    return {
        "into": into,
        "other": other,
        "fields": queries.fields(
            found, chosen=chosen, at=request.at, language=get_language() or "en"
        ),
        "alike": queries.alike(found),
        "against": [AGAINST[code] for code in found.against],
        "differing": found.differing,
        "paused": bool(into.frozen_at or other.frozen_at),
        "ways": queries.ways(other=other, into=into),
        "agreements": queries.agreements(found),
        "moving": queries.moving(found),
    }


@require_safe
@guarded(can_edit_register)
def merges(request: ActorRequest) -> HttpResponse:
    """Who was made one in the last 30 days, the newest first, each with its undo."""
    found = list(queries.listed_merges(at=request.at)[: queries.LISTED])
    rows = queries.merged_rows(found, today=today_of(request))
    return render(request, "web/merges.html", {"rows": rows, "more": len(rows) == queries.LISTED})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_undo_merge, find=find_merge)
def merged(request: ActorRequest, merge: Merge) -> HttpResponse:
    """Two are one: what came since, and by one press they are two again."""
    if not may(merge.person, Purpose.REGISTER, SCHOOL, at=request.at):
        raise Http404
    [row] = queries.merged_rows([merge], today=today_of(request))
    words: dict[str, Any] = row | {"refusal": "", "undone": None}
    if request.method == "POST":
        try:
            words["undone"] = undo_merge(merge=merge, by=request.actor, at=request.at)
        except Refused as error:
            words["refusal"] = str(error)
    later = later_merge(merge)
    open_still = not words["undone"] and can_be_undone(merge, at=request.at)
    words |= {
        "later": later,
        "can_undo": open_still,
        "since": queries.since_words(since(merge)) if open_still else [],
        "reason": _("Somebody took it back already.") if merge.undone_at else "",
    }
    return render(request, "web/merged.html", words, status=409 if words["refusal"] else 200)
