"""What of campaigns stands on somebody's own page: where they are in the team, what they do."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from commonroot.campaigns.models import Campaign, Member
from commonroot.campaigns.models.tools import KINDS, TOOL_OF, Tool
from commonroot.campaigns.queries.entries import looked_after_by, own_name
from commonroot.people.models import Person

AT_ONCE = 5  # things to do of one campaign; its own page shows all


@dataclass(frozen=True)
class Todo:
    """Something they look after, and until when."""

    name: str
    tool: Tool
    key: str
    due_on: date | None
    is_late: bool


@dataclass(frozen=True)
class Own:
    """A campaign of theirs. `asked`: they were asked to join and have not said yes yet."""

    campaign: Campaign
    asked: bool
    todo: list[Todo] = field(default_factory=list)


def own_campaigns(person: Person, *, today: date) -> list[Own]:
    """Their campaigns, the liveliest first, each with what is theirs to do; two queries.

    Of notes on dangers nothing stands here: others may look over a shoulder at one's own page.
    """
    places = Member.objects.filter(person=person, left_at=None, campaign__thrown_at=None)
    found = list(places.select_related("campaign").order_by("-campaign__touched_at", "-pk"))
    todo: dict[int, list[Todo]] = defaultdict(list)
    for task in looked_after_by([one for one in found if one.joined_at is not None]):
        kind = KINDS.get(task.entry.kind)
        if kind is not None and not kind.restricted:
            late = task.due_on is not None and task.due_on < today
            todo[task.member_id].append(
                Todo(own_name(task.entry) or str(kind.name), TOOL_OF[kind.code], task.entry.key,
                     task.due_on, is_late=late)
            )  # fmt: skip
    return [
        Own(one.campaign, asked=one.joined_at is None, todo=todo[one.pk][:AT_ONCE]) for one in found
    ]
