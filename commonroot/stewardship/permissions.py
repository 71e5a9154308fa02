"""Who may ask people about their details and who may answer; who keeps house."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.people.permissions import (
    SCHOOL_ONLY,
    came_by_page,
    came_for,
    can_edit_register,
    can_see_register,
)
from commonroot.people.personal import Declaration
from commonroot.stewardship.models import DetailsQuestion, DetailsRound


@by_sign_in
def can_ask_details(actor: Actor, thing: DetailsRound | DetailsQuestion | None = None) -> bool:
    """Organisers of the school itself who see the register and write letters."""
    return can_see_register(actor) and holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY)


def can_answer_details(actor: Actor, question: DetailsQuestion) -> bool:
    """Whoever came by its link, or by the link to the page of the person it asks."""
    of = question.person_id
    asked = actor.person_id == of and came_for(actor, f"details_question:{question.key}")
    return asked or came_by_page(actor, of)


@by_sign_in
def can_see_careful(actor: Actor) -> bool:
    """Organisers of the school itself: what goes when, backups, what is held and why."""
    return can_see_register(actor)


@by_sign_in
def can_keep_house(actor: Actor, declaration: Declaration | None = None) -> bool:
    """Organisers of the school itself who may change details: they also say how long they stay."""
    return can_edit_register(actor)
