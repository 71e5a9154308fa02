"""Who may do what with programmes."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.programmes.models import Programme


@by_sign_in
def can_edit_programme(actor: Actor, programme: Programme) -> bool:
    """Those whose mandate lets them edit programmes, in the team that runs it."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=programme.run_by_id)


@by_sign_in
def can_make_programmes(actor: Actor) -> bool:
    """Whoever edits the programmes of the whole school."""
    return holds(actor, Permission.EDIT_PROGRAMMES)


@by_sign_in
def can_answer_enquiries(actor: Actor, enquiry: object | None = None) -> bool:
    """Whoever edits programmes reads and answers what visitors ask: one shared inbox."""
    return holds(actor, Permission.EDIT_PROGRAMMES)
