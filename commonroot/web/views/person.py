"""One person: what we hold, what happened, what is next; corrections and what stood before."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded, to_prove
from commonroot.accounts.queries import has_read_many
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.engagement.permissions.years import can_follow_person
from commonroot.engagement.queries.suggestions import circles_for
from commonroot.people.actions import (
    ChangedMeanwhile,
    add_way,
    correct,
    put_back,
    read_own_names,
    typed_way,
)
from commonroot.people.forms import EditPersonForm
from commonroot.people.models import Person
from commonroot.people.permissions import can_edit_register, can_see_own_names
from commonroot.people.queries import change_of, keepers
from commonroot.people.queries import person as find_person
from commonroot.stewardship.permissions import can_ask_details
from commonroot.web.permissions import can_open_person
from commonroot.web.queries import person as queries
from commonroot.web.queries.happenings import timeline
from commonroot.web.queries.history import history
from commonroot.web.queries.labels import value_words
from commonroot.web.queries.timeline import KINDS, Shown, rows
from commonroot.web.queries.zones import today_of, zone_of


@require_safe
@guarded(can_open_person, find=find_person)
def person(request: ActorRequest, person: Person) -> HttpResponse:
    """Who they are, one timeline, what is next. That it was read is written down.

    Whoever opened many people within an hour shows once more who they are.
    """
    reach = queries.reach(person, actor=request.actor, at=request.at)
    if not reach:
        raise Http404
    if reach.with_ways and has_read_many(request.actor, at=request.at):
        asked = to_prove(request)
        if asked is not None:
            return asked
    facts = {"reach": "register" if reach.register else "programme"}
    note("person read", person, by=request.actor, at=request.at, person_key=person.key, facts=facts)
    today, zone = today_of(request), zone_of(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    page = timeline(
        person, reach=reach, at=request.at, kind=kind, number=_number(request.GET.get("page", ""))
    )
    state, age = queries.freshness_words(person, at=request.at)
    language = get_language() or "en"
    may_edit = reach.register and can_edit_register(request.actor)
    words = {
        "person": person,
        "reach": reach,
        "country": country_name(person.country, language) if person.country else "",
        "state": state,
        "age": age,
        "ways": queries.ways(person, at=request.at)
        if reach.with_ways and (not person.is_high or can_see_own_names(request.actor, person))
        else [],
        "own_names": read_own_names(person=person, by=request.actor, at=request.at)
        if person.kept_apart and can_see_own_names(request.actor, person)
        else [],
        "keepers": [one for one in keepers(at=request.at) if one.pk != person.keeper_id]
        if person.kept_apart and person.keeper_id == request.actor.account_id
        else [],
        "channel": value_words("channel", person.channel),
        "details": queries.details(person, at=request.at, language=language)
        if reach.register
        else [],
        "circles": queries.circles_of(person) if reach.register else [],
        "suggestions": circles_for([person], language=language, at=request.at)[person.pk]
        if reach.register
        else [],
        "following": rows(
            queries.following(person, reach=reach, at=request.at, today=today),
            today=today,
            zone=zone,
        ),
        "timeline": rows(page.entries, today=today, zone=zone),
        "page": page,
        "kinds": _kinds(page, kind),
        "newer_url": _address(kind, page.number - 1) if page.number > 1 else "",
        "older_url": _address(kind, page.number + 1) if page.number < page.pages else "",
        "years_url": reverse("engagement:alumna", args=[person.key])
        if reach.register and can_follow_person(request.actor, person)
        else "",
        "may_edit": may_edit,
        "may_ask": may_edit and can_ask_details(request.actor),
        "said": request.GET.get("said", ""),
    }
    return render(request, "web/person.html", words)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004 - no life has more pages


def _address(kind: str, number: int = 1) -> str:
    asked = {"kind": kind} if kind else {}
    if number > 1:
        asked["page"] = str(number)
    return f"?{urlencode(asked)}#happened"


def _kinds(page: Shown, kind: str) -> list[dict[str, Any]]:
    """The kinds of which there is something, each with its number; none when there is one kind."""
    there = [(code, page.counts[code]) for code in KINDS if page.counts[code]]
    if len(there) <= 1 and not kind:
        return []
    everything = {
        "label": _("All %(n)s") % {"n": page.total},
        "url": _address(""),
        "current": not kind,
    }
    return [everything] + [
        {"label": f"{KINDS[code]} {number}", "url": _address(code), "current": code == kind}
        for code, number in there
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register, find=find_person)
def person_edit(request: ActorRequest, person: Person) -> HttpResponse:
    """Correct details; what stood there before is kept in the history for 30 days.

    Whoever corrects the same at the same time is not overwritten: both are shown.
    """
    if not may(person, Purpose.REGISTER, SCHOOL, at=request.at):
        raise Http404
    now = {field: getattr(person, field) for field in EditPersonForm.base_fields if field != "way"}
    form = EditPersonForm(request.POST or None, initial=now)
    was = form.was()
    whose = queries.whose_words(person, today=today_of(request))
    for name, words in whose.items():
        if name in form.fields:
            form.fields[name].help_text = words
    if form.is_valid():
        try:
            written = _correct(request, person, form=form, was=was)
        except ChangedMeanwhile as clash:
            for field, value in clash.now.items():
                form.add_error(field, _both(field, value))
            was |= clash.now
        except Refused as refusal:
            form.add_error("way", str(refusal))
        else:
            said = "?said=theirs" if _were_theirs(person, written) else ""
            return redirect(f"{reverse('web:person', args=[person.key])}{said}")
    context = {"form": form, "person": person, "was": was.items()}
    return render(request, "web/person_edit.html", context)


def _correct(
    request: ActorRequest, person: Person, *, form: EditPersonForm, was: dict[str, str]
) -> list[str]:
    wanted = dict(form.cleaned_data)
    way = wanted.pop("way")
    with transaction.atomic():
        if way:
            kind, value = typed_way(way)
            add_way(person=person, kind=kind, value=value, at=request.at, source=request.actor.kind)
        return correct(
            person=person, was=was, wanted=wanted, cause="edit", by=request.actor, at=request.at
        )


def _both(field: str, value: str) -> str:
    """That somebody else wrote something else, in words, with what they wrote."""
    words = value_words(field, value) or _("nothing")
    return _(
        "While you were writing, somebody else changed this to “%(theirs)s”. "
        "Yours stands here: save again to keep it, or write theirs."
    ) % {"theirs": words}


def _were_theirs(person: Person, fields: list[str]) -> bool:
    """Whether one of these was the person's own words until now."""
    before = (person.provenance.get(field, ["", ""])[0] for field in fields)
    return any(source in queries.OWN_WORDS for source in before)


@require_safe
@guarded(can_edit_register, find=find_person)
def person_history(request: ActorRequest, person: Person) -> HttpResponse:
    """What stood in each field before, who changed it and when."""
    if not may(person, Purpose.REGISTER, SCHOOL, at=request.at):
        raise Http404
    context = {
        "person": person,
        "entries": history(person, at=request.at, today=today_of(request), zone=zone_of(request)),
        "said": request.GET.get("said", ""),
        "refused": request.GET.get("refused", ""),
    }
    return render(request, "web/person_history.html", context)


@require_POST
@guarded(can_edit_register, find=find_person)
def person_put_back(request: ActorRequest, person: Person) -> HttpResponse:
    """Let stand again what stood there before."""
    if not may(person, Purpose.REGISTER, SCHOOL, at=request.at):
        raise Http404
    change = change_of(person, request.POST.get("change", ""))
    if change is None:
        raise BadRequest
    try:
        put_back(
            change=change, field=request.POST.get("field", ""), by=request.actor, at=request.at
        )
    except Refused as refusal:
        entries = history(person, at=request.at, today=today_of(request), zone=zone_of(request))
        context = {"person": person, "entries": entries, "refused": str(refusal), "said": ""}
        return render(request, "web/person_history.html", context, status=409)
    return redirect(f"{reverse('web:person_history', args=[person.key])}?said=back")
