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
def can_read_enquiries(actor: Actor) -> bool:
    """Whoever answers what visitors ask, in the school or a team; which of it,
    `queries.open_enquiries` says.
    """
    return holds(actor, Permission.ANSWER_QUESTIONS)


@by_sign_in
def can_answer_enquiry(actor: Actor, enquiry: Enquiry) -> bool:
    """The team that runs the programme asked about; the school's own people answer the rest."""
    run_by = enquiry.programme.run_by_id if enquiry.programme is not None else SCHOOL_ONLY
    return holds(actor, Permission.ANSWER_QUESTIONS, within=run_by)
