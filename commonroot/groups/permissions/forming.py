"""Who forms groups on the desk."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.groups.models import Apart, Formation, Gathering, GroupMember, SmallGroup
from commonroot.programmes.models import Programme


@by_sign_in
def can_form_groups(actor: Actor, programme: Programme) -> bool:
    """Those whose mandate lets them give places, in the team that runs the programme."""
    return holds(actor, Permission.GIVE_PLACES, within=programme.run_by_id)


@by_sign_in
def can_see_formation(actor: Actor, formation: Formation) -> bool:
    """Whoever forms the groups of its programme."""
    return can_form_groups(actor, formation.programme)


@by_sign_in
def can_export_groups(actor: Actor, formation: Formation) -> bool:
    """Whoever forms them and may take lists along."""
    within = formation.programme.run_by_id
    return can_see_formation(actor, formation) and holds(actor, Permission.EXPORT, within=within)


@by_sign_in
def can_change_group(actor: Actor, group: SmallGroup) -> bool:
    """Whoever forms the groups of its programme."""
    return can_form_groups(actor, group.formation.programme)


@by_sign_in
def can_move_member(actor: Actor, member: GroupMember) -> bool:
    """Whoever forms the groups of that programme."""
    return can_form_groups(actor, member.group.formation.programme)


@by_sign_in
def can_change_gathering(actor: Actor, gathering: Gathering) -> bool:
    """Whoever forms the groups of that programme."""
    return can_form_groups(actor, gathering.group.formation.programme)


@by_sign_in
def can_change_pair(actor: Actor, apart: Apart) -> bool:
    """Whoever said that the two must not meet, while they form the groups; nobody else."""
    said = apart.by == f"{actor.kind}:{actor.key}"
    return said and can_form_groups(actor, apart.programme)
