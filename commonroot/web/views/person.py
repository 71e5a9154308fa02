"""One person: what we hold, what happened, what is next; and corrections."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.people.actions import add_way, edit, typed_way
from commonroot.people.forms import EditPersonForm
from commonroot.people.models import ContactWay, Person
from commonroot.people.permissions import can_edit_register
from commonroot.people.queries import person as find_person
from commonroot.web.permissions import can_open_person
from commonroot.web.queries import person as queries
from commonroot.web.queries.zones import today_of, zone_of


@require_safe
@guarded(can_open_person, find=find_person)
def person(request: ActorRequest, person: Person) -> HttpResponse:
    """Who they are, one timeline, what is next. That it was read is written down."""
    reach = queries.reach(person, actor=request.actor, at=request.at)
    if not reach:
        raise Http404
    facts = {"reach": "register" if reach.register else "programme"}
    note("person read", person, by=request.actor, at=request.at, person_key=person.key, facts=facts)
    today, zone = today_of(request), zone_of(request)
    happened = queries.timeline(person, reach=reach, at=request.at)
    shown = happened if "all" in request.GET else happened[: queries.SHOWN]
    state, age = queries.freshness_words(person, at=request.at)
    language = get_language() or "en"
    words = {
        "person": person,
        "reach": reach,
        "country": country_name(person.country, language) if person.country else "",
        "state": state,
        "age": age,
        "ways": ContactWay.objects.filter(person=person).order_by("kind", "-preferred", "pk"),
        "details": queries.details(person, at=request.at, language=language)
        if reach.register
        else [],
        "circles": queries.circles_of(person) if reach.register else [],
        "following": queries.rows(
            queries.following(person, reach=reach, at=request.at, today=today),
            today=today,
            zone=zone,
        ),
        "timeline": queries.rows(shown, today=today, zone=zone),
        "more": len(happened) - len(shown),
        "may_edit": reach.register and can_edit_register(request.actor),
    }
    return render(request, "web/person.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register, find=find_person)
def person_edit(request: ActorRequest, person: Person) -> HttpResponse:
    """Correct details; what stood there before is kept in the history for 30 days."""
    if not may(person, Purpose.REGISTER, SCHOOL, at=request.at):
        raise Http404
    now = {field: getattr(person, field) for field in EditPersonForm.base_fields if field != "way"}
    form = EditPersonForm(request.POST or None, initial=now)
    if form.is_valid():
        changes = dict(form.cleaned_data)
        way = changes.pop("way")
        try:
            with transaction.atomic():
                if way:
                    kind, value = typed_way(way)
                    add_way(person=person, kind=kind, value=value, at=request.at)
                edit(person=person, changes=changes, cause="edit", by=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error("way", str(refusal))
        else:
            return redirect("web:person", key=person.key)
    return render(request, "web/person_edit.html", {"form": form, "person": person})
