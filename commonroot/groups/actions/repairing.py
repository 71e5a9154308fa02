"""Groups that stand are mended after somebody left: asked for, shown as moves, accepted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.groups import queries
from commonroot.groups.actions.dates import renew_dates
from commonroot.groups.actions.forming import (
    ChangedMeanwhile,
    NotNow,
    locked,
    next_number,
    renew,
)
from commonroot.groups.actions.telling import tell_of_group
from commonroot.groups.models import Formation, GroupMember, SmallGroup
from commonroot.groups.queries.forming import groups_of, mark_of
from commonroot.groups.queries.people import measure_of
from commonroot.groups.queries.repairing import gone, moves_of
from commonroot.groups.rules.asking import asked_of

State = Formation.State


@transaction.atomic
def ask_for_repair(*, formation: Formation, by: Actor, at: datetime) -> Formation:
    """Ask for the fewest moves that mend these groups; found in the background. Raises NotNow."""
    formation = locked(formation)
    if formation.state != State.CHOSEN:
        raise NotNow(_("Only groups that stand can be mended."))
    Formation.objects.filter(programme=formation.programme, plan__repairs=formation.key).delete()
    number = next_number(formation.programme)
    made = Formation.objects.create(
        programme=formation.programme,
        number=number,
        seed=number,
        plan=asked_of(formation.plan).as_json()
        | {"repairs": formation.key, "mark": mark_of(formation)},
        made_at=at,
    )
    note("groups proposed", formation.programme, by=by, at=at, facts={"proposals": 1})
    return made


@transaction.atomic
def accept_repair(*, repair: Formation, by: Actor, at: datetime) -> int:
    """Do what a repair proposes; how many people moved. Who left goes out of their group.

    Raises ChangedMeanwhile when the groups are others than those it was made for, NotNow.
    """
    standing = queries.chosen(repair.programme)
    if standing is None or repair.plan.get("repairs") != standing.key:
        raise NotNow(_("These groups do not stand any more."))
    formation = locked(standing)
    repair = locked(repair)
    if repair.state != State.PROPOSED:
        raise NotNow(_("This repair is not ready."))
    if repair.plan.get("mark") != mark_of(formation):
        raise ChangedMeanwhile(
            _("Somebody changed the groups meanwhile. Nothing was moved: look for a repair again.")
        )
    for one in gone(formation, at=at):
        one.left_at = at
        one.save(update_fields=("left_at",))
    numbers = {group.number: group for group in formation.groups.all()}
    moves = moves_of(repair, formation=formation)
    for step in moves:
        step.member.left_at = at
        step.member.save(update_fields=("left_at",))
        GroupMember.objects.create(group=numbers[step.to], person=step.member.person, since=at)
    for group in groups_of(formation):
        if not group.present:  # type: ignore[attr-defined]  # prefetched
            SmallGroup.objects.filter(pk=group.pk).update(ended_at=at)
    measure = measure_of(formation, at=at)
    everywhere = list(formation.groups.filter(ended_at=None))
    renew(formation, measure=measure, changed={one.pk for one in everywhere})
    renew_dates(groups=everywhere, measure=measure, at=at)
    note("groups mended", formation, by=by, at=at, facts={"people": len(moves)})
    repair.delete()
    for step in moves:
        tell_of_group(formation, person_id=step.member.person_id, at=at)
    return len(moves)
