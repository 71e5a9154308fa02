"""Moving people between groups by hand, placing who came late, locking."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.groups import queries
from commonroot.groups.actions.dates import renew_dates
from commonroot.groups.actions.forming import NotNow, locked, renew
from commonroot.groups.actions.telling import tell_of_group
from commonroot.groups.models import Formation, GroupMember, SmallGroup
from commonroot.groups.queries.forming import groups_of, locked_keys
from commonroot.groups.queries.people import measure_of
from commonroot.groups.rules.moving import effects
from commonroot.people.models import Person

State = Formation.State
OPEN = (State.PROPOSED, State.CHOSEN)


class DoesNotFit(Refused):
    """Locked, full, or not possible for another reason that is nobody's business."""


def _does_not_fit() -> DoesNotFit:
    return DoesNotFit(_("That does not fit any more. Nobody was moved: choose another group."))


@transaction.atomic
def move(
    *,
    member: GroupMember,
    to: SmallGroup,
    instead: Sequence[GroupMember] = (),
    seen: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Somebody to another group, and whoever comes back for them; in groups that stand they hear.

    Raises ChangedMeanwhile, NotNow, DoesNotFit.
    """
    formation = locked(member.group.formation, seen=seen)
    if formation.state not in OPEN:
        raise NotNow(_("These groups cannot be changed now."))
    if to.formation_id != formation.pk or to.pk == member.group_id:
        raise _does_not_fit()
    measure = measure_of(formation, at=at)
    groups = groups_of(formation)
    here = member.group
    possible = effects(
        measure,
        queries.people_in(groups),
        key=member.person.key,
        locked=locked_keys(groups),
        closed=[n for n, group in enumerate(groups) if group.locked],
        every=True,
    )
    back = tuple(sorted(one.person.key for one in instead))
    numbers = {group.pk: n for n, group in enumerate(groups)}
    offered = {(one.to, one.instead) for one in possible}
    if (numbers.get(to.pk), back) not in offered:
        raise _does_not_fit()
    for one, target in [(member, to), *((other, here) for other in instead)]:
        _put(one, target, formation=formation, at=at)
    renew(formation, measure=measure, changed={here.pk, to.pk})
    note("group changed by hand", formation, by=by, at=at, facts={"people": 1 + len(instead)})
    if formation.state == State.CHOSEN:
        renew_dates(groups=(here, to), measure=measure, at=at)
        for key in (member.person_id, *(other.person_id for other in instead)):
            tell_of_group(formation, person_id=key, at=at)


def _put(member: GroupMember, group: SmallGroup, *, formation: Formation, at: datetime) -> None:
    """In a proposal the row moves; in groups that stand the old one ends and a new one begins."""
    if formation.state == State.PROPOSED:
        member.group, member.by_hand = group, True
        member.save(update_fields=("group", "by_hand"))
        return
    member.left_at = at
    member.save(update_fields=("left_at",))
    GroupMember.objects.create(
        group=group, person_id=member.person_id, by_hand=True, locked=False, since=at
    )


@transaction.atomic
def place(
    *, formation: Formation, person: Person, to: SmallGroup, seen: str = "", by: Actor, at: datetime
) -> None:
    """Put somebody who came late into a group that stands or is proposed; they hear of it.

    Raises ChangedMeanwhile, NotNow, DoesNotFit.
    """
    formation = locked(formation, seen=seen)
    if formation.state not in OPEN:
        raise NotNow(_("These groups cannot be changed now."))
    measure = measure_of(formation, at=at)
    groups = groups_of(formation)
    keys = queries.people_in(groups)
    if person.key not in measure.place or any(person.key in inside for inside in keys):
        raise _does_not_fit()
    possible = effects(
        measure, keys, key=person.key, closed=[n for n, one in enumerate(groups) if one.locked]
    )
    if not any(groups[one.to].pk == to.pk for one in possible):
        raise _does_not_fit()
    GroupMember.objects.create(group=to, person=person, by_hand=True, since=at)
    renew(formation, measure=measure, changed={to.pk})
    note("group changed by hand", formation, by=by, at=at, facts={"people": 1})
    if formation.state == State.CHOSEN:
        renew_dates(groups=(to,), measure=measure, at=at)
        tell_of_group(formation, person_id=person.pk, at=at)


@transaction.atomic
def lock_member(*, member: GroupMember, locked: bool, by: Actor, at: datetime) -> None:
    """Somebody stays where they are, or may be moved again."""
    member.locked = locked
    member.save(update_fields=("locked",))


@transaction.atomic
def lock_group(*, group: SmallGroup, locked: bool, by: Actor, at: datetime) -> None:
    """Nobody goes into or out of a group, or they may again."""
    group.locked = locked
    group.save(update_fields=("locked",))
