"""Who may answer what they are asked, and who looks after agreements at the desk."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor
from commonroot.consent.models import Objection, Renewal
from commonroot.people.models import Link, Person
from commonroot.people.permissions import can_edit_register


def can_answer_renewal(actor: Actor, renewal: Renewal) -> bool:
    """Whoever came by its link, or by the link to the page of the person it asks."""
    if actor.kind != "link" or actor.person_id != renewal.person_id:
        return False
    by_page = actor.scope == Link.Scope.PAGE
    return by_page or (actor.scope == Link.Scope.ANSWER and actor.thing == f"renewal:{renewal.key}")


def can_take_objection_back(actor: Actor, objection: Objection) -> bool:
    """The person themself, by a link to their page."""
    by_page = actor.kind == "link" and actor.scope == Link.Scope.PAGE
    return by_page and actor.person_id == objection.person_id


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
