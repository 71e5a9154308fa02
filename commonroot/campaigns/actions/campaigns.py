"""A campaign begins, is described, goes from stage to stage, is thrown away and taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import held
from commonroot.campaigns.actions.team import ask_to_join
from commonroot.campaigns.models import Campaign, Member, PublicAsk
from commonroot.campaigns.queries import team as queries
from commonroot.campaigns.rules import stages as rules
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.groups.models import SmallGroup
from commonroot.people.models import Person
from commonroot.programmes.models import Programme

# What says what a campaign is; each is written by itself.
DESCRIBED = ("name", "summary", "service", "level", "country", "place", "languages", "time_zone")


class ChangedMeanwhile(Refused):
    """Somebody else wrote other words into `fields` since this page was opened."""

    def __init__(self, words: str, fields: tuple[str, ...]) -> None:
        super().__init__(words)
        self.fields = fields


class NoSuchWay(Refused):
    """From where the campaign is, it does not go there."""


class GoneForGood(Refused):
    """It was thrown away too long ago."""


@transaction.atomic
def start(
    *,
    said: Mapping[str, Any],
    person: Person,
    group: SmallGroup | None = None,
    programme: Programme | None = None,
    circle: Circle | None = None,
    by: Actor,
    at: datetime,
) -> Campaign:
    """A new campaign, which its maker leads and nobody else knows of.

    A group's campaign is of its course, and everybody in the group is asked to join.
    """
    campaign = Campaign.objects.create(
        **{field: said[field] for field in DESCRIBED if field in said},
        group=group,
        programme=group.formation.programme if group is not None else programme,
        circle=circle,
        stage_at=at,
        made_at=at,
        touched_at=at,
    )
    Member.objects.create(
        campaign=campaign, person=person, leads=True, reads_risks=True,
        invited_by=f"{by.kind}:{by.key}", invited_at=at, joined_at=at,
    )  # fmt: skip
    note("campaign begun", campaign, by=by, at=at, person_key=person.key)
    if group is not None:
        for one in queries.fellows(group, at=at):
            if one.person_id != person.pk:
                ask_to_join(campaign=campaign, person=one.person, host=person, by=by, at=at)
    return campaign


@transaction.atomic
def describe(
    *,
    campaign: Campaign,
    was: Mapping[str, Any],
    wanted: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Say what the campaign is. `was`: what stood there when the page was opened.

    Raises ChangedMeanwhile, and writes nothing, where somebody else changed the same to other
    words.
    """
    campaign = held(campaign)
    mine = [field for field in DESCRIBED if field in wanted and wanted[field] != was.get(field)]
    met = tuple(
        field for field in mine if getattr(campaign, field) not in (was.get(field), wanted[field])
    )
    if met:
        raise ChangedMeanwhile(
            _("Somebody wrote here since you opened this page. Nothing of yours was lost: read "
              "what stands there now, and save again what shall stand there."),
            met,
        )  # fmt: skip
    for field in mine:
        setattr(campaign, field, wanted[field])
    if mine:
        campaign.touched_at = at
        campaign.save(update_fields=[*mine, "touched_at"])


@transaction.atomic
def go_to(*, campaign: Campaign, stage: str, by: Actor, at: datetime) -> None:
    """Say where the campaign is now. Going where it is changes nothing. Raises NoSuchWay."""
    campaign = held(campaign)
    if campaign.stage == stage:
        return
    if stage not in rules.WAYS[campaign.stage]:
        raise NoSuchWay(_("Somebody moved the campaign on meanwhile. Look where it is now."))
    was = campaign.stage
    campaign.ended_at = rules.ended_at(stage, ended_before=campaign.ended_at, at=at)
    campaign.stage, campaign.stage_at, campaign.touched_at = stage, at, at
    campaign.save(update_fields=["stage", "stage_at", "ended_at", "touched_at"])
    note("campaign moved on", campaign, by=by, at=at, facts={"from": was, "to": stage})


@transaction.atomic
def throw_away(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Throw a campaign away: from now on its team alone knows of it, and in two weeks nobody."""
    campaign = held(campaign)
    if campaign.thrown_at is not None:
        return
    PublicAsk.objects.filter(campaign=campaign).delete()
    campaign.thrown_at = at
    campaign.save(update_fields=["thrown_at"])
    note("campaign thrown away", campaign, by=by, at=at)


@transaction.atomic
def take_back(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Take a campaign back that was thrown away. Raises GoneForGood after two weeks."""
    campaign = held(campaign)
    if campaign.thrown_at is None:
        return
    if rules.is_gone(campaign.thrown_at, at=at):
        raise GoneForGood(_("The two weeks are over. The campaign is being deleted."))
    campaign.thrown_at = None
    campaign.save(update_fields=["thrown_at"])
    note("campaign taken back", campaign, by=by, at=at)


@transaction.atomic
def delete(*, campaign: Campaign, at: datetime) -> None:
    """Delete a campaign with all that stands in it; case studies that tell of it stay."""
    note("campaign deleted", campaign, by=Actor.system(), at=at)
    campaign.delete()
