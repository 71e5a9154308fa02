"""Choosing one proposal: its groups become the groups of the programme."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.groups import queries
from commonroot.groups.actions.dates import give_dates
from commonroot.groups.actions.forming import NotNow, locked
from commonroot.groups.actions.telling import tell
from commonroot.groups.models import Formation, Gathering, GroupMember
from commonroot.groups.queries.choosing import TOLD_AFTER, letters_of
from commonroot.groups.queries.people import measure_of
from commonroot.messaging.actions import take_back
from commonroot.programmes.models import Programme

State = Formation.State


class GroupsStand(Refused):
    """Another proposal was chosen."""


class TooLateToUndo(Refused):
    """The letters have left."""


@transaction.atomic
def choose(*, formation: Formation, seen: str = "", by: Actor, at: datetime) -> None:
    """Make these the groups of the programme, with their dates; members hear half an hour later.

    Raises ChangedMeanwhile, NotNow, GroupsStand.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=formation.programme_id)
    formation = locked(formation, seen=seen)
    standing = queries.chosen(programme)
    if standing is not None and standing.pk != formation.pk:
        raise GroupsStand(_("Somebody chose another proposal already. Its groups stand."))
    if formation.state != State.PROPOSED or "repairs" in formation.plan:
        raise NotNow(_("This proposal cannot be chosen now."))
    formation.state, formation.chosen_at = State.CHOSEN, at
    formation.save(update_fields=("state", "chosen_at"))
    give_dates(formation=formation, measure=measure_of(formation, at=at), at=at)
    members = GroupMember.objects.filter(group__formation=formation, left_at=None)
    rows = list(members.select_related("group__formation__programme", "person").order_by("pk"))
    for member in rows:
        tell(member=member, template="placed", due_at=at + TOLD_AFTER, at=at)
    note("groups chosen", formation, by=by, at=at, facts={"people": len(rows)})


@transaction.atomic
def unchoose(*, formation: Formation, by: Actor, at: datetime) -> None:
    """Take the choice back while no letter has left. Raises NotNow, TooLateToUndo."""
    formation = locked(formation)
    if formation.state != State.CHOSEN or formation.chosen_at is None:
        raise NotNow(_("These groups are not the ones that stand."))
    if at >= formation.chosen_at + TOLD_AFTER:
        raise TooLateToUndo(_("The letters have left. Move people, or mend the groups, instead."))
    take_back(letters=letters_of(formation), why="not chosen after all", at=at)
    Gathering.objects.filter(group__formation=formation).delete()
    formation.state, formation.chosen_at = State.PROPOSED, None
    formation.save(update_fields=("state", "chosen_at"))
    note("groups not chosen after all", formation, by=by, at=at)
