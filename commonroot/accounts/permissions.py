"""Who may open the desk at all, and who may change what they sign in with."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.models import Factor, Session
from commonroot.accounts.roles import Actor, Permission, holds


@by_sign_in
def can_open_desk(actor: Actor) -> bool:
    """Everybody with a mandate that includes the desk."""
    return holds(actor, Permission.SEE_DESK)


@by_sign_in
def can_keep_sign_in(actor: Actor) -> bool:
    """Everybody who is signed in, for themself."""
    return actor.kind == "account" and actor.account_id is not None


@by_sign_in
def can_remove_factor(actor: Actor, factor: Factor) -> bool:
    """Whoever it proves, nobody else."""
    return can_keep_sign_in(actor) and factor.account_id == actor.account_id


@by_sign_in
def can_end_session(actor: Actor, session: Session) -> bool:
    """Whoever is signed in there."""
    return can_keep_sign_in(actor) and session.account_id == actor.account_id
