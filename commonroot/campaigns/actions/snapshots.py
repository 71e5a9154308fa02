"""Keeping how a tool stands, to lay beside another day."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import held, touch
from commonroot.campaigns.models import Campaign, Snapshot
from commonroot.campaigns.models.tools import Tool
from commonroot.campaigns.queries.snapshots import rows_now


@transaction.atomic
def take(*, campaign: Campaign, tool: Tool, name: str = "", by: Actor, at: datetime) -> Snapshot:
    """Keep a tool as it stands, all of it, under a name if they gave one."""
    campaign = held(campaign)
    kept = Snapshot.objects.create(
        campaign=campaign, tool=tool.code, name=name, rows=rows_now(campaign, tool), taken_at=at
    )
    touch(campaign, at=at)
    return kept


@transaction.atomic
def rename(*, kept: Snapshot, name: str, by: Actor, at: datetime) -> None:
    """Call a day otherwise; "" takes its name away."""
    kept.name = name
    kept.save(update_fields=["name"])
    touch(kept.campaign, at=at)


@transaction.atomic
def drop(*, kept: Snapshot, by: Actor, at: datetime) -> None:
    """Forget how a tool stood that day; the tool itself stays as it is. Twice changes nothing."""
    Snapshot.objects.filter(pk=kept.pk).delete()
    touch(kept.campaign, at=at)
