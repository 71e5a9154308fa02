"""The addresses under which the team follows its campaign in calendars."""

import secrets
from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import held
from commonroot.campaigns.models import Campaign


@transaction.atomic
def open_calendar(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Make new addresses, one for each of the team; those made before end."""
    campaign = held(campaign)
    campaign.feed_mark = secrets.token_urlsafe(16)
    campaign.save(update_fields=["feed_mark"])
    note("calendar of a campaign opened", campaign, by=by, at=at)


@transaction.atomic
def close_calendar(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """End all addresses of its calendar."""
    campaign = held(campaign)
    if not campaign.feed_mark:
        return
    campaign.feed_mark = ""
    campaign.save(update_fields=["feed_mark"])
    note("calendar of a campaign closed", campaign, by=by, at=at)
