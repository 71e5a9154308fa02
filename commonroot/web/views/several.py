"""What a person has several of: other names, languages, organisations, themes, offers.

The same page for organisers and, by a link, for the person.
"""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.people.actions import add_detail, change_detail, end_detail
from commonroot.people.forms import DETAIL_FORMS
from commonroot.people.models import Person
from commonroot.people.permissions import can_edit_register
from commonroot.people.queries import person as find_person
from commonroot.people.queries import several
from commonroot.registration.permissions import can_open_my_page
from commonroot.web.queries.several import TITLES, sections
from commonroot.web.queries.zones import today_of
from commonroot.web.views.me import comes_by_link, fresh_only, own_link

Bound = tuple[str, str, forms.Form]


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register, find=find_person)
def person_more(request: ActorRequest, person: Person) -> HttpResponse:
    """Further details of somebody, by an organiser."""
    if not may(person, Purpose.REGISTER, SCHOOL, at=request.at):
        raise Http404
    bound = _write(request, person, cause="edit") if request.method == "POST" else None
    if request.method == "POST" and bound is None:
        return redirect("web:person_more", key=person.key)
    return render(request, "web/person_more.html", _context(request, person, bound=bound))


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
@fresh_only
def me_more(request: ActorRequest) -> HttpResponse:
    """Further details of mine."""
    person = own_link(request).person
    bound = _write(request, person, cause="page") if request.method == "POST" else None
    if request.method == "POST" and bound is None:
        return redirect("web:me_more")
    return render(request, "web/me_more.html", _context(request, person, bound=bound))


def _context(request: ActorRequest, person: Person, *, bound: Bound | None) -> dict[str, Any]:
    return {
        "person": person,
        "sections": sections(person, today=today_of(request), bound=bound),
        "again": bound is not None,
    }


def _write(request: ActorRequest, person: Person, *, cause: str) -> Bound | None:
    """Add, change or take out one detail; what has to be shown again, if something is wrong."""
    kind, key = request.POST.get("kind", ""), request.POST.get("row", "")
    if kind not in TITLES:
        raise Http404
    about: dict[str, Any] = {"by": request.actor, "at": request.at, "cause": cause}
    row = _row(person, kind, key=key) if key else None
    if row is not None and "end" in request.POST:
        end_detail(detail=row, **about)
        return None
    form = DETAIL_FORMS[kind](request.POST, prefix=key or f"new-{kind}")
    if not form.is_valid():
        return kind, key, form
    try:
        if row is None:
            add_detail(person=person, kind=kind, values=form.cleaned_data, **about)
        else:
            change_detail(detail=row, values=form.cleaned_data, **about)
    except Refused as refusal:
        form.add_error(next(iter(form.fields)), str(refusal))
        return kind, key, form
    return None


def _row(person: Person, kind: str, *, key: str) -> Any:
    """Their own detail of that kind and key; anything else is not found."""
    rows = getattr(several(person), f"{kind}s")
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise Http404
    return found
