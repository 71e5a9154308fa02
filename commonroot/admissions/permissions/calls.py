"""Who may make a call and its form."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import FormQuestion
from commonroot.programmes.models import Programme
from commonroot.programmes.permissions import can_edit_programme


@by_sign_in
def can_edit_call(actor: Actor, programme: Programme) -> bool:
    """Whoever may edit the programme people apply for."""
    return can_edit_programme(actor, programme)


@by_sign_in
def can_edit_form_question(actor: Actor, question: FormQuestion) -> bool:
    """Whoever may edit the call it is asked in."""
    return can_edit_call(actor, question.call.programme)
