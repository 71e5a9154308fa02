"""Who may bring lists in, ask their people, and answer when asked."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.intake.models import Asked, Import, ListRound
from commonroot.people.permissions import SCHOOL_ONLY, came_for


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


@by_sign_in
def can_ask_all(actor: Actor) -> bool:
    """Those whose mandate for the school includes both bringing lists in and writing letters."""
    return can_import(actor) and holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY)


@by_sign_in
def can_see_list_round(actor: Actor, list_round: ListRound) -> bool:
    """Whoever may ask: a round is the school's, not one person's."""
    return can_ask_all(actor)


def can_answer_asked(actor: Actor, asked: Asked) -> bool:
    """Whoever came by the link of the letter that asked them."""
    return actor.person_id == asked.person_id and came_for(actor, f"asked:{asked.key}")
