"""Who may ask circles before a course, and who may answer for one."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.engagement.models import Liaison
from commonroot.engagement.permissions.circle_desk import is_circle
from commonroot.people.permissions import came_for
from commonroot.programmes.models import Programme


@by_sign_in
def can_ask_circles(actor: Actor, programme: Programme) -> bool:
    """Those whose mandate lets them write letters, in the team that runs the programme."""
    return holds(actor, Permission.WRITE_LETTERS, within=programme.run_by_id)


@by_sign_in
def can_ask_circle(actor: Actor, liaison: Liaison) -> bool:
    """Whoever asks the circles of its programme."""
    return can_ask_circles(actor, liaison.programme)


@by_sign_in
def can_answer_liaison(actor: Actor, liaison: Liaison) -> bool:
    """Whoever came by the link of a letter about it, or signed in for the circle that is asked."""
    if liaison.asked_at is None:
        return False
    return came_for(actor, f"liaison:{liaison.key}") or is_circle(actor, liaison.circle)
