"""How far a campaign and its tools are shared: further, and back at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import held
from commonroot.campaigns.actions.team import letter_link
from commonroot.campaigns.emails import team as emails
from commonroot.campaigns.models import Campaign, Member, Part, PublicAsk
from commonroot.campaigns.queries import team as queries
from commonroot.campaigns.queries.sharing import SHARABLE, shared_now
from commonroot.campaigns.rules import sharing as rules
from commonroot.campaigns.rules.sharing import Shared
from commonroot.campaigns.rules.team import needs_second
from commonroot.core.errors import Refused


class NeedsAnother(Refused):
    """Whoever asked cannot be the one who says yes."""


class NothingAsked(Refused):
    """There is nothing to say yes to any more."""


@transaction.atomic
def share(
    *, campaign: Campaign, wanted: Shared, member: Member, by: Actor, at: datetime
) -> PublicAsk | None:
    """Share the campaign and its tools so far and no further; what goes back, goes back at once.

    What would become open to everybody waits for the yes of another one of the team, where there
    is one: then this is what they are asked. An older question of the kind is gone.
    """
    campaign = held(campaign)
    wanted, was = wanted.of(SHARABLE), shared_now(campaign)
    PublicAsk.objects.filter(campaign=campaign).delete()
    waits = rules.opens_to_everybody(was, wanted) and needs_second(queries.joined(campaign).count())
    _put(campaign, rules.before_everybody(was, wanted) if waits else wanted, by=by, at=at)
    if not waits:
        return None
    ask = PublicAsk.objects.create(
        campaign=campaign,
        member=member,
        shared_to=wanted.to,
        parts=dict(wanted.parts),
        asked_at=at,
    )
    for other in queries.joined(campaign).exclude(pk=member.pk).filter(person__frozen_at=None):
        emails.post_public_ask(other, ask=ask, token=letter_link(other, at=at), at=at)
    note("sharing with everybody asked", campaign, by=by, at=at)
    return ask


def _put(campaign: Campaign, wanted: Shared, *, by: Actor, at: datetime) -> None:
    was = shared_now(campaign)
    if was == wanted:
        return
    Part.objects.filter(campaign=campaign).exclude(tool__in=wanted.parts).delete()
    for tool, step in wanted.parts.items():
        if was.parts.get(tool) != step:
            Part.objects.update_or_create(
                campaign=campaign, tool=tool, defaults={"shared_to": step, "changed_at": at}
            )
    campaign.shared_to, campaign.touched_at = wanted.to, at
    campaign.save(update_fields=["shared_to", "touched_at"])
    note(
        "campaign shared", campaign, by=by, at=at,
        facts={"to": wanted.to, "tools": dict(wanted.parts)},
    )  # fmt: skip


@transaction.atomic
def say_yes(*, campaign: Campaign, member: Member, by: Actor, at: datetime) -> None:
    """Another one of the team says yes: from now on everybody reads it.

    Raises NeedsAnother, NothingAsked.
    """
    campaign = held(campaign)
    ask = _asked(campaign)
    if ask.member_id == member.pk:
        raise NeedsAnother(_("Somebody else of your team has to say yes."))
    ask.delete()
    note("sharing with everybody agreed", campaign, by=by, at=at, person_key=member.person.key)
    _put(campaign, Shared(ask.shared_to, ask.parts).of(SHARABLE), by=by, at=at)


def _asked(campaign: Campaign) -> PublicAsk:
    ask = PublicAsk.objects.filter(campaign=campaign).first()
    if ask is None:
        raise NothingAsked(_("This was answered or taken back meanwhile. Look at it again."))
    return ask


@transaction.atomic
def say_no(*, campaign: Campaign, member: Member, by: Actor, at: datetime) -> None:
    """Somebody of the team says no, or whoever asked takes it back: what waited is not shared.

    Raises NothingAsked.
    """
    campaign = held(campaign)
    _asked(campaign).delete()
    note("sharing with everybody refused", campaign, by=by, at=at, person_key=member.person.key)
