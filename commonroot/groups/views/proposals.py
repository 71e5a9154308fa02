"""One proposal, or the groups that stand: who is where and why; moved by hand, locked, chosen."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.groups import actions, queries
from commonroot.groups.models import Formation, GroupMember, SmallGroup
from commonroot.groups.permissions import can_export_groups, can_move_member, can_see_formation
from commonroot.groups.queries import words
from commonroot.groups.queries.calendar import group_name
from commonroot.groups.queries.choosing import TOLD_AFTER, may_undo
from commonroot.groups.queries.dates import clashes
from commonroot.groups.queries.forming import groups_of, locked_keys, mark_of, shown_members
from commonroot.groups.queries.people import measure_of
from commonroot.groups.queries.repairing import gone, late, left_since
from commonroot.groups.queries.showing import apart_for, shown_groups
from commonroot.groups.rules.asking import asked_of
from commonroot.groups.rules.describing import rules_of
from commonroot.groups.rules.measure import Measure
from commonroot.groups.rules.moving import Effect, effects
from commonroot.groups.views.forming import said_by

State = Formation.State


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_formation, find=queries.formation)
def proposal(request: ActorRequest, formation: Formation) -> HttpResponse:
    """A proposal: its groups, why everybody is there, what is not kept; or those that stand."""
    if "repairs" in formation.plan:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            where = _do(request, formation)
        except Refused as refusal:
            refused = str(refusal)
            formation.refresh_from_db()
        else:
            return redirect(where)
    zone = request.zone or formation.programme.time_zone
    groups = shown_groups(formation, at=request.at, zone=zone)
    pairs, met = apart_for(formation, by=said_by(request))
    stands = formation.state == State.CHOSEN
    context = {
        "formation": formation,
        "programme": formation.programme,
        "groups": groups,
        "people": sum(one.size for one in groups),
        "lines": words.lines(asked_of(formation.plan), formation.worth.get("rules", {})),
        "wishes": formation.worth.get("wishes", 0),
        "done": formation.worth.get("done", 0),
        "pairs": pairs,
        "met": met,
        "seen": mark_of(formation),
        "stands": stands,
        "may_export": stands and can_export_groups(request.actor, formation),
        "refused": refused,
        **(_standing(request, formation) if stands else {}),
    }
    if "print" in request.GET:
        return render(request, "groups/groups_sheet.html", context)
    return render(request, "groups/proposal.html", context, status=409 if refused else 200)


def _standing(request: ActorRequest, formation: Formation) -> dict[str, Any]:
    """What groups that stand still ask for."""
    assert formation.chosen_at is not None  # it stands
    gathered = queries.to_be_grouped(formation.programme, at=request.at)
    zone = request.zone or formation.programme.time_zone
    return {
        "gone": gone(formation, at=request.at).count(),
        "left": left_since(formation),
        "late": len(late(formation, gathered=gathered)),
        "undo_until": words.moment_words(formation.chosen_at + TOLD_AFTER, zone=zone)
        if may_undo(formation, at=request.at)
        else "",
        "clashes": [
            {
                "group": group_name(one.gathering.group.name, one.gathering.group.number),
                "when": words.moment_words(one.gathering.starts_at, zone=zone),
                "session": one.session.title,
                "people": one.people,
                "url": reverse("groups:dates", args=[one.gathering.group.key]),
            }
            for one in clashes(groups_of(formation), at=request.at)
            if one.gathering.starts_at is not None
        ],
    }


def _do(request: ActorRequest, formation: Formation) -> str:
    """What was pressed; where to go then."""
    by, at = request.actor, request.at
    wish, _colon, key = request.POST.get("do", "").partition(":")
    seen = request.POST.get("seen", "")
    here = reverse("groups:proposal", args=[formation.key])
    if wish == "choose":
        actions.choose(formation=formation, seen=seen, by=by, at=at)
    elif wish == "undo":
        actions.unchoose(formation=formation, by=by, at=at)
    elif wish == "search":
        actions.search_on(formation=formation, seen=seen, by=by, at=at)
        return reverse("groups:groups", args=[formation.programme.key])
    elif wish == "aside":
        actions.put_aside(formation=formation, by=by, at=at)
        return reverse("groups:groups", args=[formation.programme.key])
    elif wish in {"lock", "unlock"}:
        member = queries.member(key)
        if member is None or member.group.formation_id != formation.pk:
            raise Http404
        actions.lock_member(member=member, locked=wish == "lock", by=by, at=at)
        return f"{here}#g-{member.group.key}"
    elif wish in {"close", "open"}:
        group = queries.group(key)
        if group is None or group.formation_id != formation.pk:
            raise Http404
        actions.lock_group(group=group, locked=wish == "close", by=by, at=at)
        return f"{here}#g-{group.key}"
    else:
        raise Http404
    return here


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_move_member, find=queries.member)
def move(request: ActorRequest, member: GroupMember) -> HttpResponse:
    """Where somebody could go, with what it would do, before it is done."""
    formation = member.group.formation
    if member.pk not in shown_members(formation, at=request.at):
        raise Http404
    refused = ""
    if request.method == "POST":
        to = queries.group(request.POST.get("to", ""))
        back = queries.member(request.POST["instead"]) if request.POST.get("instead") else None
        if to is None:
            raise Http404
        try:
            actions.move(
                member=member,
                to=to,
                instead=[back] if back is not None else [],
                seen=request.POST.get("seen", ""),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            refused = str(refusal)
            if not GroupMember.objects.filter(pk=member.pk, left_at=None).exists():
                return redirect("groups:proposal", key=formation.key)
        else:
            return redirect(f"{reverse('groups:proposal', args=[formation.key])}#g-{to.key}")
    measure = measure_of(formation, at=request.at)
    groups = groups_of(formation)
    found = effects(
        measure,
        queries.people_in(groups),
        key=member.person.key,
        locked=locked_keys(groups),
        closed=[n for n, group in enumerate(groups) if group.locked],
    )
    wanted = request.GET.get("to", "")
    context = {
        "formation": formation,
        "programme": formation.programme,
        "member": member,
        "group": group_name(member.group.name, member.group.number),
        "rows": effect_rows(
            found,
            measure=measure,
            formation=formation,
            groups=groups,
            only=wanted,
            request=request,
        ),
        "narrowed": bool(wanted),
        "wishes": formation.worth.get("wishes", 0),
        "locked": member.locked or member.group.locked,
        "stands": formation.state == State.CHOSEN,
        "seen": mark_of(formation),
        "refused": refused,
    }
    return render(request, "groups/move.html", context, status=409 if refused else 200)


def effect_rows(
    found: list[Effect],
    *,
    measure: Measure,
    formation: Formation,
    groups: list[SmallGroup],
    only: str,
    request: ActorRequest,
) -> list[dict[str, Any]]:
    """Effects as a page shows them; `only`: the key of one group."""
    bits = [measure.bits(keys) for keys in queries.people_in(groups)]
    people = sum(group.bit_count() for group in bits)
    now = measure.worth(measure.total(bits), people)
    before, wishes = rules_of(now), now.wishes
    seen = shown_members(formation, at=request.at)
    by_key = {one.person.key: one for group in groups for one in group.present}  # type: ignore[attr-defined]  # prefetched
    rows = []
    for one in found:
        group = groups[one.to]
        back = [by_key[key] for key in one.instead]
        hidden = any(other.pk not in seen for other in back)
        if hidden or (only and group.key != only):
            continue
        rows.append(
            {
                "group": group,
                "name": group_name(group.name, group.number),
                "size": len(group.present) + (0 if back else 1),  # type: ignore[attr-defined]  # prefetched
                "back": back[0] if back else None,
                "changes": words.changes(before, rules_of(one.worth)),
                "wishes": one.worth.wishes,
                "change": one.worth.wishes - wishes,
            }
        )
    return rows
