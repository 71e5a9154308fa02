"""Who chooses, who signs what was chosen, and who answers an offer."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.admissions.models import Application, Call, Offer
from commonroot.admissions.permissions.reading import (
    can_run_panel,
    can_see_applications,
    may_judge,
)
from commonroot.admissions.rules.choosing import HOLDING
from commonroot.people.permissions import came_by_page, came_for


@by_sign_in
def can_choose(actor: Actor, call: Call) -> bool:
    """Organisers and student liaison of the circle that runs the programme."""
    within = call.programme.run_by_id
    return can_see_applications(actor, call) and holds(actor, Permission.GIVE_PLACES, within=within)


@by_sign_in
def can_sign(actor: Actor, call: Call) -> bool:
    """Organisers there: what is looked for, the signature, the letters."""
    return can_run_panel(actor, call)


@by_sign_in
def can_decide(actor: Actor, application: Application) -> bool:
    """Whoever chooses there and may judge this one."""
    return can_choose(actor, application.call) and may_judge(actor, application)


@by_sign_in
def can_write_reply(actor: Actor, application: Application) -> bool:
    """Whoever sends the letters there and may judge this one."""
    return can_sign(actor, application.call) and may_judge(actor, application)


@by_sign_in
def can_see_money(actor: Actor, call: Call) -> bool:
    """Organisers and student liaison: who asked for help, and why. Never the panel."""
    return can_see_applications(actor, call)


@by_sign_in
def can_print_invitation(actor: Actor, application: Application) -> bool:
    """Whoever sees the journeys there, of those who hold a place and whom they may judge."""
    return (
        application.state in HOLDING
        and can_see_money(actor, application.call)
        and may_judge(actor, application)
    )


def can_answer_offer(actor: Actor, offer: Offer) -> bool:
    """Whoever wrote the application: by the link of the letter, or by one to their page."""
    writer = offer.application.person_id
    asked = actor.person_id == writer and came_for(actor, f"offer:{offer.key}")
    return asked or came_by_page(actor, writer)
