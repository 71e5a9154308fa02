"""Who may write an application, be part of one, and take one in by hand."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.admissions.models import Applicant, Application, Call
from commonroot.admissions.permissions.reading import can_see_applications
from commonroot.people.permissions import came_by_page, came_for


def can_write(actor: Actor, application: Application) -> bool:
    """Whoever began it: by the link of its letters, or by a link to their own page."""
    return came_for(actor, f"application:{application.key}") or came_by_page(
        actor, application.person_id
    )


def can_join(actor: Actor, applicant: Applicant) -> bool:
    """Whoever was named: by the link of the letter that asks them, or by their own page."""
    return came_for(actor, f"applicant:{applicant.key}") or came_by_page(actor, applicant.person_id)


@by_sign_in
def can_take_in(actor: Actor, call: Call) -> bool:
    """Whoever gives places in the circle that runs the programme, and reads its applications."""
    within = call.programme.run_by_id
    return can_see_applications(actor, call) and holds(actor, Permission.GIVE_PLACES, within=within)


@by_sign_in
def can_take_in_late(actor: Actor, application: Application) -> bool:
    """Whoever takes applications in by hand there."""
    return can_take_in(actor, application.call)
