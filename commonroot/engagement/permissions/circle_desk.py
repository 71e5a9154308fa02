"""Who may open the page of a circle, and speak for it."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import ROLES, Actor, Permission
from commonroot.circles.models import Circle
from commonroot.people.models import Membership
from commonroot.people.permissions import came_for, can_see_register


def speaks_for(actor: Actor, circle: Circle | None) -> bool:
    """Whether somebody signed in as the contact of that very circle; the school's own eyes are not
    the circle's.
    """
    return circle is not None and any(
        held.circle_id == circle.pk and not held.is_school
        for held in actor.held
        if held.role in ROLES and Permission.SEE_CIRCLE in ROLES[held.role].permissions
    )


def came_as_contact(actor: Actor, circle: Circle | None, *, kind: str) -> bool:
    """Whether they came by the link of a letter to a contact of that circle, and still are one."""
    if circle is None or not came_for(actor, f"{kind}:{circle.key}"):
        return False
    return Membership.objects.filter(
        person=actor.person_id, circle=circle, role=Membership.Role.CONTACT, until=None
    ).exists()


def is_circle(actor: Actor, circle: Circle | None) -> bool:
    """Whether they are the circle: signed in for it, or by the link to its page."""
    return speaks_for(actor, circle) or came_as_contact(actor, circle, kind="circle_desk")


@by_sign_in
def can_open_circle_desk(actor: Actor, circle: Circle) -> bool:
    """The circle itself, and organisers of the school, who see it as the circle does."""
    return is_circle(actor, circle) or can_see_register(actor)


@by_sign_in
def can_say_for_circle(actor: Actor, circle: Circle) -> bool:
    """The circle itself, also by the link of the letter that asked what may be public."""
    return is_circle(actor, circle) or came_as_contact(actor, circle, kind="circle_public")
