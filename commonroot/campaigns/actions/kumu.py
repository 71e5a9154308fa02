"""Bringing a list of elements and connections onto the power map, and taking the map along."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import NoMoreRoom, held, touch
from commonroot.campaigns.actions.removing import remove
from commonroot.campaigns.actions.snapshots import take
from commonroot.campaigns.models import Campaign, Change, Entry, Member, Snapshot
from commonroot.campaigns.models.tools import Kind
from commonroot.campaigns.models.tools.power import ACTOR, POWER, TIE
from commonroot.campaigns.queries.power.lists import plan_of, untouched
from commonroot.campaigns.rules.kumu.reading import Listed
from commonroot.campaigns.rules.values import cleaned
from commonroot.core.errors import Refused


class NothingNew(Refused):
    """Everything on the list is on the map already."""


@transaction.atomic
def bring(
    *, campaign: Campaign, listed: Listed, member: Member, by: Actor, at: datetime
) -> Snapshot:
    """Put onto the map what is new on a list; the map as it stood before is kept first.

    Whoever is on the map already stays as they are. Raises NothingNew, NoMoreRoom.
    """
    campaign = held(campaign)
    plan = plan_of(campaign, listed)
    if not plan.actors and not plan.ties:
        raise NothingNew(_("Everything on this list is on the map already. Nothing was changed."))
    kept = take(campaign=campaign, tool=POWER, by=by, at=at)
    actors = _put(
        [(listed.actors[place].said, listed.actors[place].team_only) for place in plan.actors],
        kind=ACTOR, campaign=campaign, member=member, at=at,
    )  # fmt: skip
    keys = list(plan.places)
    for place, entry in zip(plan.actors, actors, strict=True):
        keys[place] = entry.key
    _put(
        [
            (tie.said | {"from": keys[tie.start], "to": keys[tie.end]}, tie.team_only)
            for tie in (listed.ties[number] for number in plan.ties)
        ],
        kind=TIE, campaign=campaign, member=member, at=at,
    )  # fmt: skip
    touch(campaign, at=at)
    return kept


def _put(
    rows: list[tuple[Mapping[str, Any], bool]],
    *,
    kind: Kind,
    campaign: Campaign,
    member: Member,
    at: datetime,
) -> list[Entry]:
    """Many of a kind at once, last among their like, each with its line in the history."""
    like = Entry.objects.filter(campaign=campaign, kind=kind.code)
    there = like.count()
    if there + len(rows) > kind.most:
        raise NoMoreRoom(
            _(
                "The list has %(new)d of “%(kind)s”, and %(there)d are here already: %(most)d fit."
                " Nothing was changed. Bring a shorter list."
            )
            % {"new": len(rows), "kind": kind.several, "there": there, "most": kind.most}
        )
    first = (like.aggregate(last=Max("place"))["last"] or 0) + 1
    entries = []
    for place, (said, team_only) in enumerate(rows, start=first):
        values = {field.code: cleaned(field, said.get(field.code)) for field in kind.fields}
        entries.append(
            Entry(
                campaign=campaign,
                kind=kind.code,
                place=place,
                said={code: value for code, value in values.items() if value is not None},
                team_only=team_only,
                made_at=at,
                changed_at=at,
            )
        )
    Entry.objects.bulk_create(entries, batch_size=200)
    Change.objects.bulk_create(
        (
            Change(
                campaign=campaign,
                entry_key=entry.key,
                kind=entry.kind,
                did=Change.Did.ADDED,
                after=entry.said,
                member=member,
                at=at,
            )
            for entry in entries
        ),
        batch_size=200,
    )
    return entries


@transaction.atomic
def take_out(*, kept: Snapshot, member: Member, by: Actor, at: datetime) -> int:
    """Take off the map what came with a list; how many. What somebody wrote in since then stays."""
    held(kept.campaign)
    rows = untouched(kept)
    for entry in rows:
        remove(entry=entry, member=member, by=by, at=at)
    return len(rows)


@transaction.atomic
def take_along(
    *,
    campaign: Campaign,
    kind: str,
    with_team_only: bool,
    actors: int,
    ties: int,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write down that somebody takes the map along, as which kind of file, how much, and why."""
    facts = {
        "reason": reason,
        "kind": kind,
        "team_only": with_team_only,
        "actors": actors,
        "ties": ties,
    }
    note("power map taken along", campaign, by=by, at=at, facts=facts)
