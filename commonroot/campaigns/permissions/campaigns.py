"""Who may open a campaign, work in it, lead it, and read which of its tools.

Organisers have no right of their own: they see what was shared as far as where they stand.
"""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor
from commonroot.campaigns.models import Campaign, Member
from commonroot.campaigns.models.tools import Tool
from commonroot.campaigns.queries.reading import member_of, reader_of, step_of
from commonroot.people.models import Link

__all__ = ["member_of", "step_of"]


@by_sign_in
def can_open_campaign(actor: Actor, campaign: Campaign) -> bool:
    """Its team, whoever is asked to join it, and those as far as whom it is shared."""
    return step_of(actor, campaign) is not None or member_of(campaign, actor) is not None


@by_sign_in
def can_read_campaign(actor: Actor, campaign: Campaign) -> bool:
    """Its team, and those as far as whom it is shared; whoever is only asked to join reads
    nothing.
    """
    return step_of(actor, campaign) is not None


@by_sign_in
def can_see_team_pages(actor: Actor, campaign: Campaign) -> bool:
    """The team alone, also of what it threw away: who is in it, how far it is shared, history."""
    place = member_of(campaign, actor)
    return place is not None and place.joined_at is not None


@by_sign_in
def can_work_in(actor: Actor, campaign: Campaign) -> bool:
    """Everybody of the team writes, until it is thrown away."""
    return campaign.thrown_at is None and can_see_team_pages(actor, campaign)


@by_sign_in
def can_lead(actor: Actor, campaign: Campaign) -> bool:
    """Whoever leads it: invites, shares, throws away and takes back."""
    place = member_of(campaign, actor)
    return place is not None and place.joined_at is not None and place.leads


def can_read_part(actor: Actor, campaign: Campaign, *, tool: Tool) -> bool:
    """The team, and those as far as whom the tool is shared; notes on dangers those alone whom
    the team lets read them.
    """
    reader = reader_of(actor, campaign)
    return reader is not None and reader.reads(tool)


@by_sign_in
def can_join(actor: Actor, campaign: Campaign) -> bool:
    """Whoever was asked and has not answered."""
    place = member_of(campaign, actor)
    return place is not None and place.joined_at is None and campaign.thrown_at is None


@by_sign_in
def can_settle_place(actor: Actor, member: Member) -> bool:
    """Whoever leads the campaign: takes somebody out and in again, lets them lead."""
    return can_lead(actor, member.campaign)


@by_sign_in
def can_start(actor: Actor) -> bool:
    """Whoever opened their own page, or signed in as somebody whom the register knows."""
    by_page = actor.kind == "link" and actor.scope == Link.Scope.PAGE
    return actor.person_id is not None and (by_page or actor.kind == "account")
