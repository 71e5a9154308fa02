"""What was removed from the tools of a campaign, and can be put back with all below it."""

from typing import Any

from commonroot.campaigns.models import Campaign, Change, Entry

LOOKED_AT = 300  # removals, the newest first: what is older was put out long ago


def removal(campaign: Campaign, key: str) -> Change | None:
    """The change by which an entry went, alone or with what it belonged to."""
    own = Change.objects.filter(campaign=campaign, entry_key=key, did=Change.Did.REMOVED)
    found = own.order_by("-pk").first()
    if found is not None:
        return found
    gone = Change.objects.filter(campaign=campaign, did=Change.Did.REMOVED).order_by("-pk")
    return next((one for one in gone[:LOOKED_AT] if row_of(one, key) is not None), None)


def is_gone(campaign: Campaign, key: str) -> bool:
    """Whether that entry was removed and has not come back."""
    there = Entry.objects.filter(campaign=campaign, key=key)
    return bool(key) and not there.exists() and removal(campaign, key) is not None


def row_of(change: Change, key: str) -> dict[str, Any] | None:
    """{key, kind, parent, place, team_only, said, made_at, task} of an entry that went."""
    rows = (change.before or {}).get("rows", ())
    return next((row for row in rows if row["key"] == key), None)


def said(campaign: Campaign, key: str) -> dict[str, Any]:
    """What stood in an entry when it was removed; {} when nobody knows any more."""
    change = removal(campaign, key)
    row = row_of(change, key) if change else None
    return {**row["said"], **row["of_task"]} if row else {}


def ghost(campaign: Campaign, key: str) -> Entry | None:
    """An entry that was removed, as it was, for showing what met it; never saved."""
    change = removal(campaign, key)
    row = row_of(change, key) if change else None
    if change is None or row is None:
        return None
    return Entry(
        campaign=campaign,
        key=key,
        kind=row["kind"],
        place=row["place"],
        team_only=row["team_only"],
        said=row["said"],
        made_at=change.at,
        changed_at=change.at,
    )
