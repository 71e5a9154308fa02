"""The letter on the morning on which something is due. It names neither campaign nor task."""

from datetime import datetime

from commonroot.campaigns.emails.team import post_to
from commonroot.campaigns.models import Member
from commonroot.messaging.models import Letter


def post_due(member: Member, *, count: int, token: str, at: datetime) -> Letter | None:
    """Say that so many things are due which somebody looks after; once a day for a campaign."""
    return post_to(
        member.person,
        "due",
        once=f"campaign_due:{member.key}:{at.date().isoformat()}",
        values={"count": count},
        token=token,
        at=at,
    )
