"""Proposals: asked for, made in the background, put aside, searched on."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.groups import queries
from commonroot.groups.models import Formation, GroupMember, SmallGroup
from commonroot.groups.queries.forming import chosen, groups_of, mark_of
from commonroot.groups.rules.asking import Asked, asked_of
from commonroot.groups.rules.describing import described, why
from commonroot.groups.rules.forming import FEWEST, Proposal
from commonroot.groups.rules.measure import Measure
from commonroot.programmes.models import Programme

State = Formation.State
AT_ONCE = 3


class NobodyToPlace(Refused):
    """There is nobody, or only one."""


class NotNow(Refused):
    """It is being made, was put aside, or stands already."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the groups since the page was opened."""


def locked(formation: Formation, *, seen: str = "") -> Formation:
    """The row as it is now, locked. `seen`: the mark of what the page showed.

    Raises ChangedMeanwhile, NotNow when it was deleted.
    """
    row = (
        Formation.objects.select_for_update(of=("self",))
        .select_related("programme__run_by")
        .filter(pk=formation.pk)
        .first()
    )
    if row is None:
        raise NotNow(_("This proposal is gone. Look at those there are."))
    if seen and seen != mark_of(row):
        raise ChangedMeanwhile(
            _("Somebody else changed these groups a moment ago. Nothing was changed: look again.")
        )
    return row


@transaction.atomic
def ask_for_proposals(
    *, programme: Programme, asked: Asked, number: int = AT_ONCE, by: Actor, at: datetime
) -> list[Formation]:
    """Ask for so many proposals, each with a seed of its own; they are made in the background.

    Raises NobodyToPlace, NotNow while groups stand.
    """
    if chosen(programme) is not None:
        raise NotNow(_("The groups stand. Move people between them, or mend them."))
    if len(queries.to_be_grouped(programme, at=at).members) < FEWEST:
        raise NobodyToPlace(_("There are no two people to put into groups yet."))
    first = next_number(programme)
    made = [
        Formation.objects.create(
            programme=programme,
            number=first + n,
            seed=first + n,
            plan=asked.as_json(),
            made_at=at,
        )
        for n in range(number)
    ]
    note("groups proposed", programme, by=by, at=at, facts={"proposals": number})
    return made


def next_number(programme: Programme) -> int:
    """The number of the next proposal; the row of the programme is locked for it."""
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    last = Formation.objects.filter(programme=programme).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def search_on(*, formation: Formation, seen: str = "", by: Actor, at: datetime) -> Formation:
    """Another proposal that begins at this one: who is locked stays. Raises NotNow."""
    formation = locked(formation, seen=seen)
    if formation.state != State.PROPOSED:
        raise NotNow(_("Only a proposal that waits to be chosen can be searched on."))
    number = next_number(formation.programme)
    made = Formation.objects.create(
        programme=formation.programme,
        number=number,
        seed=number,
        plan=asked_of(formation.plan).as_json() | {"from": formation.key},
        made_at=at,
    )
    note("groups proposed", formation.programme, by=by, at=at, facts={"proposals": 1})
    return made


@transaction.atomic
def begin_formation(*, formation: Formation, at: datetime) -> bool:
    """Take on the making of a proposal; False: somebody else is at it."""
    mine = queries.formations_to_make(at=at).filter(pk=formation.pk).update(begun_at=at)
    if mine:
        formation.refresh_from_db()
    return bool(mine)


def tell_progress(*, formation: Formation, done: int) -> None:
    """How far the search is, in hundredths."""
    Formation.objects.filter(pk=formation.pk, state=State.WORKING).update(worth={"done": done})


@transaction.atomic
def keep_formation(
    *, formation: Formation, proposal: Proposal, measure: Measure, at: datetime
) -> None:
    """Keep the groups that were found; names and locks are those of the groups it began from."""
    formation = locked(formation)
    if formation.state != State.WORKING:
        return
    begun = begun_from(formation)
    before = groups_of(begun) if begun is not None else []
    fixed = {one.person_id for group in before for one in group.present if one.locked}  # type: ignore[attr-defined]  # prefetched
    people = queries.to_be_grouped(formation.programme, at=at).people
    last = max((group.number for group in before), default=0)
    for place, keys in enumerate(proposal.groups):
        if not keys:
            continue
        old = before[place] if place < len(before) else None
        last += old is None
        group = SmallGroup.objects.create(
            formation=formation,
            number=old.number if old else last,
            name=old.name if old else "",
            locked=bool(old and old.locked),
        )
        told = why(measure, measure.bits(keys))
        GroupMember.objects.bulk_create(
            GroupMember(
                group=group,
                person=people[key],
                reasons=told[key],
                locked=people[key].pk in fixed,
                since=at,
            )
            for key in keys
            if key in people
        )
    formation.state = State.PROPOSED
    formation.worth = described(measure, [keys for keys in proposal.groups if keys])
    formation.begun_at = None
    formation.save(update_fields=("state", "worth", "begun_at"))


def begun_from(formation: Formation) -> Formation | None:
    """What this one began from: a proposal searched on, or the groups it mends."""
    key = formation.plan.get("from") or formation.plan.get("repairs")
    return Formation.objects.filter(programme=formation.programme_id, key=key).first()


@transaction.atomic
def fail_formation(*, formation: Formation, why: str, at: datetime) -> None:
    """A proposal that came to nothing, with the reason as people read it."""
    Formation.objects.filter(pk=formation.pk, state=State.WORKING).update(
        state=State.FAILED, why_failed=why, begun_at=None, worth={}
    )


@transaction.atomic
def put_aside(*, formation: Formation, by: Actor, at: datetime) -> None:
    """Take a proposal out of sight for now. Raises NotNow for groups that stand."""
    row = locked(formation)
    if row.state == State.CHOSEN:
        raise NotNow(_("These groups stand. Undo the choice first."))
    row.state = State.DISCARDED
    row.save(update_fields=("state",))


@transaction.atomic
def take_up_again(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Bring back what was put aside; how many."""
    rows = Formation.objects.filter(programme=programme, state=State.DISCARDED)
    back = [one.pk for one in rows if "repairs" not in one.plan and one.worth.get("groups")]
    return Formation.objects.filter(pk__in=back).update(state=State.PROPOSED)


@transaction.atomic
def forget_formation(*, formation: Formation) -> None:
    """Delete a proposal that was not taken, with who would have been where."""
    formation.delete()


@transaction.atomic
def name_group(*, group: SmallGroup, name: str, by: Actor, at: datetime) -> None:
    """What a group is called; "" for its number."""
    group.name = name
    group.save(update_fields=("name",))


def renew(formation: Formation, *, measure: Measure, changed: set[int]) -> None:
    """Write anew what the groups are worth, and the reasons in those that changed."""
    groups = groups_of(formation)
    keys = queries.people_in(groups)
    told: dict[str, Any] = described(measure, keys)
    formation.worth = told
    formation.save(update_fields=("worth",))
    for group, inside in zip(groups, keys, strict=True):
        if group.pk not in changed:
            continue
        reasons = why(measure, measure.bits(inside))
        for one in group.present:  # type: ignore[attr-defined]  # prefetched
            one.reasons = reasons.get(one.person.key, [])
        GroupMember.objects.bulk_update(group.present, ("reasons",))  # type: ignore[attr-defined]  # prefetched
