"""Letters to the people of groups, each with a link of its own."""

from datetime import datetime

from commonroot.groups import emails
from commonroot.groups.models import Formation, Gathering, GroupMember
from commonroot.people.actions import answer_link
from commonroot.people.rules import PAGE_DAYS


def tell(
    *,
    member: GroupMember,
    template: str,
    gathering: Gathering | None = None,
    due_at: datetime | None = None,
    at: datetime,
) -> None:
    """Write to somebody about their group: "placed", "changed", or "dates" with a gathering."""
    token = answer_link(
        person=member.person, thing=f"group:{member.group.key}", days=PAGE_DAYS, at=at
    )
    emails.post_group(
        member=member, template=template, token=token, gathering=gathering, due_at=due_at, at=at
    )


def tell_of_group(formation: Formation, *, person_id: int, at: datetime) -> None:
    """Tell somebody which group is theirs now."""
    member = GroupMember.objects.select_related("group__formation__programme", "person").get(
        group__formation=formation, person_id=person_id, left_at=None
    )
    tell(member=member, template="changed", at=at)
