"""Groups that stand: mended after somebody left, late ones placed, dates."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.time import zone_words
from commonroot.groups import actions, queries
from commonroot.groups.forms import GatheringForm, GroupForm
from commonroot.groups.models import Formation, Gathering, GroupMember, SmallGroup
from commonroot.groups.permissions import (
    can_change_gathering,
    can_change_group,
    can_see_formation,
)
from commonroot.groups.queries import words
from commonroot.groups.queries.calendar import group_name
from commonroot.groups.queries.dates import gathering as find_gathering
from commonroot.groups.queries.dates import gatherings, measured, rotation
from commonroot.groups.queries.forming import groups_of, mark_of, shown_members
from commonroot.groups.queries.people import measure_of
from commonroot.groups.queries.repairing import gone, moves_of, repair_of
from commonroot.groups.queries.repairing import late as late_ones
from commonroot.groups.rules.asking import asked_of
from commonroot.groups.rules.moving import effects
from commonroot.groups.views.proposals import effect_rows

State = Formation.State


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_formation, find=queries.formation)
def mend(request: ActorRequest, formation: Formation) -> HttpResponse:
    """Who left, and the fewest moves that mend the groups, shown before they are made."""
    if formation.state != State.CHOSEN:
        return redirect("groups:proposal", key=formation.key)
    repair = repair_of(formation)
    refused = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "find":
                actions.ask_for_repair(formation=formation, by=request.actor, at=request.at)
                return redirect("groups:mend", key=formation.key)
            if request.POST.get("do") != "accept" or repair is None:
                raise Http404
            actions.accept_repair(repair=repair, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
            repair = repair_of(formation)
        else:
            return redirect("groups:proposal", key=formation.key)
    seen = shown_members(formation, at=request.at)
    left = list(gone(formation, at=request.at))
    ready = repair is not None and repair.state == State.PROPOSED
    moves = moves_of(repair, formation=formation) if repair is not None and ready else []
    names = {group.number: group_name(group.name, group.number) for group in groups_of(formation)}
    context = {
        "formation": formation,
        "programme": formation.programme,
        "left": [
            {
                "name": one.person.shown_name if one.pk in seen else "",
                "group": names.get(one.group.number, ""),
            }
            for one in left
        ],
        "repair": repair,
        "ready": ready,
        "moves": [
            {
                "name": one.member.person.shown_name if one.member.pk in seen else "",
                "here": names[one.member.group.number],
                "there": names[one.to],
            }
            for one in moves
        ],
        "lines": words.lines(asked_of(repair.plan), repair.worth.get("rules", {}))
        if repair is not None and ready
        else [],
        "done": repair.worth.get("done", 0) if repair is not None else 0,
        "changed": ready and repair is not None and repair.plan.get("mark") != mark_of(formation),
        "refused": refused,
    }
    return render(request, "groups/mend.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_formation, find=queries.formation)
def late(request: ActorRequest, formation: Formation) -> HttpResponse:
    """Who came after the groups were formed, and which group suits each best."""
    if formation.state != State.CHOSEN:
        return redirect("groups:proposal", key=formation.key)
    gathered = queries.to_be_grouped(formation.programme, at=request.at)
    waiting = late_ones(formation, gathered=gathered)
    asked = request.POST.get("person") or request.GET.get("person", "")
    person = next((one for one in waiting if one.key == asked), None)
    refused = ""
    if request.method == "POST":
        to = queries.group(request.POST.get("to", ""))
        if person is None or to is None:
            raise Http404
        try:
            actions.place(
                formation=formation,
                person=person,
                to=to,
                seen=request.POST.get("seen", ""),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("groups:late", key=formation.key)
    person = person or (waiting[0] if waiting else None)
    rows: list[dict[str, Any]] = []
    if person is not None:
        groups = groups_of(formation)
        measure = measure_of(formation, at=request.at)
        found = effects(
            measure,
            queries.people_in(groups),
            key=person.key,
            closed=[n for n, group in enumerate(groups) if group.locked],
        )
        rows = effect_rows(
            found,
            measure=measure,
            formation=formation,
            groups=groups,
            only="",
            request=request,
        )
    context = {
        "formation": formation,
        "programme": formation.programme,
        "waiting": waiting,
        "person": person,
        "rows": rows,
        "seen": mark_of(formation),
        "refused": refused,
    }
    return render(request, "groups/late.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_change_group, find=queries.group)
def dates(request: ActorRequest, group: SmallGroup) -> HttpResponse:
    """When a group meets, who bears which nights, what it is called and where it meets."""
    saves = request.POST.get("do") == "save"
    form = GroupForm(
        request.POST if saves else None,
        initial={"name": group.name, "join_address": group.join_address},
    )
    if request.method == "POST":
        by, at = request.actor, request.at
        if request.POST.get("do") == "share":
            actions.share_nights_again(group=group, by=by, at=at)
            return redirect("groups:dates", key=group.key)
        if form.is_valid():
            said = form.cleaned_data
            actions.name_group(group=group, name=said["name"], by=by, at=at)
            if said["join_address"] != group.join_address:
                actions.say_join_address(group=group, address=said["join_address"], by=by, at=at)
            return redirect("groups:dates", key=group.key)
    found = gatherings(group)
    formation = group.formation
    zone = request.zone or formation.programme.time_zone
    members = shown(formation, group, request=request)
    context = {
        "group": group,
        "formation": formation,
        "programme": formation.programme,
        "name": group_name(group.name, group.number),
        "form": form,
        "rows": [
            {
                "gathering": one,
                "when": words.moment_words(one.starts_at, zone=zone) if one.starts_at else "",
                "over": one.starts_at is not None and one.starts_at <= request.at,
                "cannot": [
                    member.person.shown_name
                    for member in members
                    if member.person.key in one.missing
                ],
            }
            for one in found
        ],
        "rotation": rotation(members, of=found),
        "nights": any(one.night for one in found),
        "stands": formation.state == State.CHOSEN,
    }
    return render(request, "groups/dates.html", context, status=400 if form.errors else 200)


def shown(formation: Formation, group: SmallGroup, *, request: ActorRequest) -> list[GroupMember]:
    """The members of a group whom those who run the programme may see."""
    seen = shown_members(formation, at=request.at)
    rows = GroupMember.objects.filter(group=group, left_at=None, pk__in=seen)
    return list(rows.select_related("person").order_by("person__sort_key", "pk"))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_change_gathering, find=find_gathering)
def gathering(request: ActorRequest, gathering: Gathering) -> HttpResponse:
    """Another hour for one gathering: first who could not come and whose night it is."""
    group = gathering.group
    formation = group.formation
    zone = formation.programme.time_zone
    sent = request.POST if request.method == "POST" else request.GET
    there = (gathering.starts_at or request.at).astimezone(ZoneInfo(zone))
    form = GatheringForm(
        sent if "day" in sent else None, initial={"day": there.date(), "hour": there.time()}
    )
    refused, effect = "", None
    if form.is_valid():
        said = form.cleaned_data
        starts_at = datetime.combine(said["day"], said["hour"], ZoneInfo(zone))
        if request.method == "POST":
            try:
                actions.set_gathering(
                    gathering=gathering, starts_at=starts_at, by=request.actor, at=request.at
                )
            except Refused as refusal:
                refused = str(refusal)
            else:
                return redirect("groups:dates", key=group.key)
        effect = _effect(request, gathering, starts_at=starts_at)
    context = {
        "gathering": gathering,
        "group": group,
        "programme": formation.programme,
        "name": group_name(group.name, group.number),
        "now": words.moment_words(gathering.starts_at, zone=zone) if gathering.starts_at else "",
        "zone": zone_words(
            zone, gathering.starts_at or request.at, language=get_language() or "en"
        ),
        "form": form,
        "effect": effect,
        "refused": refused,
        "back": reverse("groups:dates", args=[group.key]),
    }
    status = 409 if refused else 400 if form.errors else 200
    return render(request, "groups/gathering.html", context, status=status)


def _effect(request: ActorRequest, gathering: Gathering, *, starts_at: datetime) -> dict[str, Any]:
    """What another hour would mean for the people of the group."""
    formation = gathering.group.formation
    members = shown(formation, gathering.group, request=request)
    names = {one.person.key: one.person.shown_name for one in members}
    found = measured(
        measure_of(formation, at=request.at),
        names,
        starts_at=starts_at,
        minutes=gathering.minutes,
    )
    return {
        "when": words.moment_words(starts_at, zone=formation.programme.time_zone),
        "cannot": [names[key] for key in found.missing],
        "night": [{"name": names[key], "minutes": n} for key, n in found.night.items()],
        "people": len(members),
    }
