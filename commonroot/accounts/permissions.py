"""Who may open the desk at all."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds


@by_sign_in
def can_open_desk(actor: Actor) -> bool:
    """Everybody with a mandate that includes the desk."""
    return holds(actor, Permission.SEE_DESK)
