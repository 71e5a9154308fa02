"""Who may do what with programmes."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.people.permissions import SCHOOL_ONLY
from commonroot.programmes.models import Enquiry, Programme


@by_sign_in
def can_edit_programme(actor: Actor, programme: Programme) -> bool:
    """Those whose mandate lets them edit programmes, in the team that runs it."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=programme.run_by_id)


@by_sign_in
def can_make_programmes(actor: Actor) -> bool:
    """Whoever edits the programmes of the whole school."""
    return holds(actor, Permission.EDIT_PROGRAMMES)


@by_sign_in
def can_answer_enquiries(actor: Actor, enquiry: Enquiry | None = None) -> bool:
    """Whoever answers what visitors ask: in the team that runs the programme they asked about.

    Questions about none are the school's own. Which of them the inbox shows: `open_enquiries`.
    """
    if enquiry is None:
        return holds(actor, Permission.ANSWER_QUESTIONS)
    run_by = enquiry.programme.run_by_id if enquiry.programme is not None else SCHOOL_ONLY
    return holds(actor, Permission.ANSWER_QUESTIONS, within=run_by)
