"""Who may ask people about their details and who may answer; who keeps house."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.people.models import Link
from commonroot.people.permissions import SCHOOL_ONLY, can_edit_register, can_see_register
from commonroot.people.personal import Declaration
from commonroot.stewardship.models import DetailsQuestion, DetailsRound


@by_sign_in
def can_ask_details(actor: Actor, thing: DetailsRound | DetailsQuestion | None = None) -> bool:
    """Organisers of the school itself who see the register and write letters."""
    return can_see_register(actor) and holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY)


def can_answer_details(actor: Actor, question: DetailsQuestion) -> bool:
    """Whoever came by its link, or by the link to the page of the person it asks."""
    if actor.kind != "link" or actor.person_id != question.person_id:
        return False
    if actor.scope == Link.Scope.PAGE:
        return True
    return actor.scope == Link.Scope.ANSWER and actor.thing == f"details_question:{question.key}"


@by_sign_in
def can_see_careful(actor: Actor) -> bool:
    """Organisers of the school itself: what goes when, backups, what is held and why."""
    return can_see_register(actor)


@by_sign_in
def can_keep_house(actor: Actor, declaration: Declaration | None = None) -> bool:
    """Organisers of the school itself who may change details: they also say how long they stay."""
    return can_edit_register(actor)
