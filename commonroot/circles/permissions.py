"""Who may let others sign in."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.circles.models import Circle, Mandate


@by_sign_in
def can_see_access(actor: Actor) -> bool:
    """Stewards of the school, or of any circle."""
    return holds(actor, Permission.INVITE)


def can_invite(actor: Actor, circle: Circle) -> bool:
    """Stewards, into the circle they are steward of; those of the school into any."""
    return holds(actor, Permission.INVITE, within=circle.pk)


@by_sign_in
def can_end_mandate(actor: Actor, mandate: Mandate) -> bool:
    """Whoever may invite into its circle."""
    return can_invite(actor, mandate.circle)
