"""Who may ask people about their details, and who may answer."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.people.models import Link
from commonroot.people.permissions import SCHOOL_ONLY, can_see_register
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
