"""Who may open the space of a group, write in it, and read what groups report."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.groups.models import Formation, GroupMember, GroupNote, MonthReport, SmallGroup
from commonroot.groups.queries import space
from commonroot.people.permissions import came_by_page, came_for
from commonroot.programmes.models import Programme


def is_of(actor: Actor, group: SmallGroup) -> bool:
    """Whoever is in the group, by a link of theirs: to their page, or from a letter about it."""
    by_link = came_by_page(actor, actor.person_id) or came_for(actor, *_letters(group))
    return by_link and _is_real(group) and space.is_member(actor, group)


def _letters(group: SmallGroup) -> list[str]:
    """What the links of letters about a group open."""
    return [f"{kind}:{group.key}" for kind in ("group", "group_report")]


def leads(actor: Actor, group: SmallGroup) -> bool:
    """Whoever leads the group: signed in with that role where the course is run, or by link."""
    place = space.member_of(group, actor.person_id)
    if place is None or not place.leads:
        return False
    within = group.formation.programme.run_by_id
    return is_of(actor, group) or (
        actor.kind == "account"
        and _is_real(group)
        and holds(actor, Permission.LEAD_GROUP, within=within)
    )


@by_sign_in
def can_open_group(actor: Actor, group: SmallGroup) -> bool:
    """Its members by link, its lead signed in, and the organisers of the course."""
    return is_of(actor, group) or leads(actor, group) or can_help_group(actor, group)


@by_sign_in
def can_write_in_group(actor: Actor, group: SmallGroup) -> bool:
    """Its members and its lead; organisers read."""
    return group.ended_at is None and (is_of(actor, group) or leads(actor, group))


@by_sign_in
def can_write_to_group(actor: Actor, group: SmallGroup) -> bool:
    """One letter to everybody in it: its lead, and the organisers of the course."""
    return group.ended_at is None and (leads(actor, group) or can_help_group(actor, group))


@by_sign_in
def can_change_note(actor: Actor, note: GroupNote) -> bool:
    """Whoever wrote it, while they are in the group."""
    return actor.person_id == note.person_id and can_write_in_group(actor, note.group)


def can_say_of_themselves(actor: Actor, member: GroupMember) -> bool:
    """The member alone: what the others see of them, leaving, and coming back."""
    by_link = came_by_page(actor, actor.person_id) or came_for(actor, *_letters(member.group))
    signed_in = actor.kind == "account" and member.leads
    return actor.person_id == member.person_id and (by_link or signed_in)


@by_sign_in
def can_help_group(actor: Actor, group: SmallGroup) -> bool:
    """Organisers of the circle that runs the course."""
    within = group.formation.programme.run_by_id
    return _is_real(group) and holds(actor, Permission.EDIT_PROGRAMMES, within=within)


@by_sign_in
def can_settle_help(actor: Actor, report: MonthReport) -> bool:
    """Organisers of the course say that somebody turned to the group."""
    return can_help_group(actor, report.group)


@by_sign_in
def can_see_groups(actor: Actor, programme: Programme) -> bool:
    """Whoever sees who comes: organisers, student liaison, facilitators of the course."""
    return holds(actor, Permission.SEE_ROSTER, within=programme.run_by_id)


@by_sign_in
def can_open_own_groups(actor: Actor) -> bool:
    """Whoever signs in as the lead of a group."""
    return actor.kind == "account" and holds(actor, Permission.LEAD_GROUP)


def _is_real(group: SmallGroup) -> bool:
    return group.formation.state == Formation.State.CHOSEN
