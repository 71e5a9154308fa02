"""Letters about groups that were chosen, and until when the choice can be taken back."""

from datetime import datetime, timedelta

from commonroot.groups.models import Formation, GroupMember
from commonroot.messaging.models import Letter

TOLD_AFTER = timedelta(minutes=30)


def once(member: GroupMember, template: str, *, at: datetime) -> str:
    """By what a letter to a member is known, so that it is written once."""
    return f"group {template}:{member.key}:{at.isoformat()}"


def letters_of(formation: Formation) -> list[Letter]:
    """Letters that told members of the choice."""
    assert formation.chosen_at is not None  # asked before
    members = GroupMember.objects.filter(group__formation=formation)
    marks = [once(one, "placed", at=formation.chosen_at) for one in members.order_by("pk")]
    return list(Letter.objects.filter(once__in=marks))


def may_undo(formation: Formation, *, at: datetime) -> bool:
    """Whether the choice can still be taken back."""
    chosen = formation.chosen_at
    return chosen is not None and at < chosen + TOLD_AFTER
