"""Who may bring lists in."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.intake.models import Import
from commonroot.people.permissions import SCHOOL_ONLY


@by_sign_in
def can_import(actor: Actor) -> bool:
    """Those whose mandate for the school itself includes bringing lists in: into its register."""
    return holds(actor, Permission.IMPORT, within=SCHOOL_ONLY)


@by_sign_in
def can_see_import(actor: Actor, batch: Import) -> bool:
    """Whoever may bring lists in sees what each of them says: they are the school's, not one
    person's.
    """
    return can_import(actor)
