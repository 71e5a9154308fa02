"""Writing in what a campaign has one of: made by whoever writes in it first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import add, held, write
from commonroot.campaigns.models import Campaign, Clash, Entry, Member


@transaction.atomic
def write_single(
    *,
    campaign: Campaign,
    kind: str,
    said: Mapping[str, Any],
    seen: int | Mapping[str, int],
    member: Member,
    by: Actor,
    at: datetime,
) -> list[Clash]:
    """Write fields of the one entry of a kind as `entries.write` does; nothing makes no entry.

    Two who write first at once meet as in any other entry: it begins empty.
    """
    campaign = held(campaign)
    entry = Entry.objects.filter(campaign=campaign, kind=kind).first()
    if entry is None:
        if all(value is None for value in said.values()):
            return []
        entry = add(campaign=campaign, kind=kind, said={}, member=member, by=by, at=at)
    return write(entry=entry, said=said, seen=seen, member=member, by=by, at=at)
