"""Who may keep what they typed into a blank tool."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor
from commonroot.campaigns.permissions.campaigns import can_start
from commonroot.campaigns.queries.blanks import own_campaigns


@by_sign_in
def can_keep(actor: Actor) -> bool:
    """Whoever may start a campaign, or came by what opens one of theirs."""
    return can_start(actor) or bool(own_campaigns(actor))
