"""How tools stood on earlier days."""

from typing import Any

from django.db.models import QuerySet

from commonroot.campaigns.models import Campaign, Entry, Snapshot
from commonroot.campaigns.models.tools import Tool


def snapshots(campaign: Campaign, tool: Tool) -> QuerySet[Snapshot]:
    """The days of a tool that were kept, the newest first.

    Their names and rows are the team's: whoever shows them to others leaves out what is not open.
    """
    rows = Snapshot.objects.filter(campaign=campaign, tool=tool.code)
    return rows.order_by("-taken_at", "-pk")


def snapshot(campaign: Campaign, tool: Tool, *, key: str) -> Snapshot | None:
    """One of them."""
    return snapshots(campaign, tool).filter(key=key).first()


def rows_now(campaign: Campaign, tool: Tool) -> list[dict[str, Any]]:
    """All of a tool as it stands, for keeping: [{key, kind, parent, place, team_only, said}]."""
    kinds = [kind.code for kind in tool.kinds]
    rows = Entry.objects.filter(campaign=campaign, kind__in=kinds).select_related("parent")
    return [
        {
            "key": one.key,
            "kind": one.kind,
            "parent": one.parent.key if one.parent else None,
            "place": one.place,
            "team_only": one.team_only,
            "said": one.said,
        }
        for one in rows.order_by("kind", "place", "pk")
    ]
