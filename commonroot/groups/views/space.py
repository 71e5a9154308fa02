"""The space of a group: its members by link, its lead signed in. Phone first, little data."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.time import zone_or
from commonroot.groups.actions import space as actions
from commonroot.groups.forms.space import MessageForm, NoteForm
from commonroot.groups.models import Gathering, GroupMember, GroupNote, SmallGroup
from commonroot.groups.permissions import space as permissions
from commonroot.groups.queries import group as find_group
from commonroot.groups.queries import reports, space
from commonroot.people.models import Person

NOTES_SHOWN = 20


def person_of(request: ActorRequest) -> Person | None:
    """Who writes: by their link, or whose account it is."""
    found = request.actor.person_id
    return Person.objects.filter(pk=found).first() if found is not None else None


def address_of(group: SmallGroup, said: str = "") -> str:
    """The space of a group; `said` tells what was just done."""
    here = reverse("groups:space", args=[group.key])
    return f"{here}?said={said}" if said else here


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_open_group, find=find_group)
def open_space(request: ActorRequest, group: SmallGroup) -> HttpResponse:
    """The next date, the month's report, who is in it, notes; a note is written here."""
    may_write = permissions.can_write_in_group(request.actor, group)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not may_write:
        raise Http404
    if form.is_valid():
        person = person_of(request)
        if person is None:
            raise Http404
        actions.write_note(
            group=group,
            person=person,
            text=form.cleaned_data["text"],
            gathering=_gathering(request, group),
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{address_of(group, 'note')}#notes")
    return render(
        request, "groups/space.html", _context(request, group, form=form, may_write=may_write)
    )


def _gathering(request: ActorRequest, group: SmallGroup) -> Gathering | None:
    """The meeting a note is about: the one before last opened, if it was chosen."""
    return Gathering.objects.filter(group=group, key=request.POST.get("gathering", "")).first()


def _context(
    request: ActorRequest, group: SmallGroup, *, form: NoteForm, may_write: bool
) -> dict[str, Any]:
    at = request.at
    place = space.member_of(group, request.actor.person_id)
    fellows = space.fellows(group, at=at)
    own_zone = place.person.time_zone if place is not None else ""
    zone = zone_or(request.zone or own_zone, group.formation.programme.time_zone)
    dates = space.dates(group, zone=zone, others=space.zones(fellows, mine=zone), at=at)
    standing = reports.standings([group], at=at)[group.pk]
    here = reports.month_of(at, group)
    draft = reports.report_of(group, standing.due or here)
    return {
        "group": group,
        "programme": group.formation.programme,
        "place": place,
        "name": place.person.shown_name if place is not None else "",
        "fellows": fellows,
        "next": space.next_date(dates),
        "dates": dates,
        "undated": bool(dates) and not any(one.when.day for one in dates),
        "standing": standing,
        "due": standing.due,
        "draft": draft if draft is not None and draft.given_at is None else None,
        "help": reports.open_help(group),
        "given": reports.given_reports(group),
        "notes": space.notes(group)[:NOTES_SHOWN],
        "form": form,
        "may_write": may_write,
        "may_write_to": permissions.can_write_to_group(request.actor, group),
        "is_organiser": place is None,
        "by_page": request.actor.kind == "link" and request.actor.scope == "page",
        "said": request.GET.get("said", ""),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_change_note, find=space.note)
def note(request: ActorRequest, note: GroupNote) -> HttpResponse:
    """One's own note: other words, or none any more."""
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": note.text})
    if form.is_valid():
        text = "" if request.POST.get("do") == "away" else form.cleaned_data["text"]
        actions.change_note(kept=note, text=text, by=request.actor, at=request.at)
        return redirect(f"{address_of(note.group, 'note')}#notes")
    context = {"note": note, "group": note.group, "form": form, "name": note.person.shown_name}
    return render(request, "groups/note.html", context)


@require_POST
@guarded(permissions.can_say_of_themselves, find=space.place)
def shown(request: ActorRequest, member: GroupMember) -> HttpResponse:
    """Whether the group sees how to reach somebody: they alone decide."""
    actions.show_way(
        member=member,
        shows=request.POST.get("shows") == "yes",
        by=request.actor,
        at=request.at,
    )
    return redirect(f"{address_of(member.group, 'shown')}#people")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_say_of_themselves, find=space.place)
def leave(request: ActorRequest, member: GroupMember) -> HttpResponse:
    """Leave the group; come back by the same page."""
    refusal = ""
    if request.method == "POST":
        change = actions.come_back if "back" in request.POST else actions.leave_group
        try:
            change(member=member, by=request.actor, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("groups:leave", key=member.key)
    context = {
        "member": member,
        "group": member.group,
        "programme": member.group.formation.programme,
        "name": member.person.shown_name,
        "refusal": refusal,
    }
    return render(request, "groups/leave.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_to_group, find=find_group)
def write(request: ActorRequest, group: SmallGroup) -> HttpResponse:
    """One letter to everybody in the group, from its lead or the organisers."""
    place = space.member_of(group, request.actor.person_id)
    form = MessageForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if form.is_valid():
        writer = place.person.shown_name if place is not None else _("The team of your course")
        try:
            sent = actions.write_to_group(
                group=group,
                text=form.cleaned_data["text"],
                writer=writer,
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{reverse('groups:write', args=[group.key])}?sent={sent}")
    people = [
        one
        for one in space.reached(group, at=request.at)
        if place is None or one.pk != place.person_id
    ]
    context = {
        "group": group,
        "programme": group.formation.programme,
        "form": form,
        "refusal": refusal,
        "count": len(people),
        "sent": int(said) if (said := request.GET.get("sent", "")).isdecimal() else None,
        "name": place.person.shown_name if place is not None else "",
    }
    return render(request, "groups/write.html", context, status=409 if refusal else 200)


@require_safe
@guarded(permissions.can_open_own_groups)
def mine(request: ActorRequest) -> HttpResponse:
    """The groups that somebody who signed in leads."""
    places = [one for one in space.groups_of(request.actor.person_id) if one.leads]
    if len(places) == 1:
        return redirect("groups:space", key=places[0].group.key)
    return render(request, "groups/mine.html", {"places": places})
