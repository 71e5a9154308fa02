"""Who may answer what they are asked, and who looks after agreements at the desk."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor
from commonroot.consent.models import Objection, Renewal
from commonroot.people.models import Person
from commonroot.people.permissions import came_by_page, came_for, can_edit_register


def can_answer_renewal(actor: Actor, renewal: Renewal) -> bool:
    """Whoever came by its link, or by the link to the page of the person it asks."""
    of = renewal.person_id
    asked = actor.person_id == of and came_for(actor, f"renewal:{renewal.key}")
    return asked or came_by_page(actor, of)


def can_take_objection_back(actor: Actor, objection: Objection) -> bool:
    """The person themself, by a link to their page."""
    return came_by_page(actor, objection.person_id)


@by_sign_in
def can_answer_objections(actor: Actor, objection: Objection | None = None) -> bool:
    """Organisers of the school itself who may change its register."""
    return can_edit_register(actor)


@by_sign_in
def can_act_for(actor: Actor, person: Person | None = None) -> bool:
    """Organisers of the school itself who may change its register, for whoever asks them to.

    Also for people who are on no list: a guest, or somebody who paused everything. Each time it
    is written down how it was made sure that it is them.
    """
    return can_edit_register(actor)
