"""Where what was typed into a blank tool can be kept, and what it was, in a few words."""

from collections.abc import Mapping, Sequence
from typing import Any

from commonroot.accounts.roles import Actor
from commonroot.campaigns.models import Campaign, Step
from commonroot.campaigns.models.tools import Tool
from commonroot.campaigns.queries.reading import readable_campaigns

Rows = Sequence[tuple[str, Mapping[str, Any]]]


def own_campaigns(actor: Actor) -> list[Campaign]:
    """The campaigns in whose team somebody is, the one changed last first."""
    nearest = {"step": Step.TEAM}  # named by the annotation of readable_campaigns
    mine = readable_campaigns(actor).filter(**nearest, thrown_at=None)
    return list(mine.order_by("-touched_at")) if actor.person_id is not None else []


def is_own(campaign: Campaign, actor: Actor) -> bool:
    """Whether somebody may keep something in it."""
    return campaign in own_campaigns(actor)


def summed_up(tool: Tool, rows: Rows) -> list[tuple[str, int]]:
    """(what, how many) of what was typed, in the order of the tool."""
    counted = [
        (
            str(kind.name if kind.single else kind.several),
            sum(1 for code, _ in rows if code == kind.code),
        )
        for kind in tool.kinds
    ]
    return [one for one in counted if one[1]]
