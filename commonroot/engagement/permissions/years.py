"""Who may look after people in the years after, offer pathways, and hand things over."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.engagement.models import (
    Introduction,
    MeetingSide,
    OneToOne,
    Participation,
    Pathway,
    Promise,
)
from commonroot.engagement.queries.pathways import ours
from commonroot.people.models import Person
from commonroot.people.permissions import came_by_page, came_for


@by_sign_in
def can_follow_people(actor: Actor) -> bool:
    """Those whose mandate lets them edit programmes, of the school or a team; the lists themselves
    show only people of their own courses.
    """
    return holds(actor, Permission.EDIT_PROGRAMMES)


@by_sign_in
def can_follow_person(actor: Actor, person: Person) -> bool:
    """Whoever edits programmes in a team in whose closed courses `person` took part; the page
    itself asks the gate.
    """
    theirs = in_circles_of(
        Participation.objects.filter(person=person, programme__closed_at__isnull=False),
        "programme__run_by",
        actor=actor,
        permission=Permission.EDIT_PROGRAMMES,
    )
    return can_follow_people(actor) and theirs.exists()


@by_sign_in
def can_move_introduction(actor: Actor, introduction: Introduction) -> bool:
    """Whoever follows the person, in the team whose course or offer it comes of."""
    theirs = ours(Introduction.objects.filter(pk=introduction.pk), actor)
    return can_follow_person(actor, introduction.person) and theirs.exists()


@by_sign_in
def can_change_pathway(actor: Actor, pathway: Pathway) -> bool:
    """Whoever edits programmes in the team that offers it."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=pathway.run_by_id)


@by_sign_in
def can_open_one_to_one(actor: Actor, one_to_one: OneToOne) -> bool:
    """The organiser who keeps it, and nobody else."""
    return actor.account_id is not None and one_to_one.account_id == actor.account_id


@by_sign_in
def can_hand_over(actor: Actor) -> bool:
    """Those who may let others sign in: of the school."""
    return holds(actor, Permission.INVITE)


def can_answer_pathway(actor: Actor, introduction: Introduction) -> bool:
    """Whoever came by the link of the letter that asked, or by that to the person's page."""
    return came_for(actor, f"pathway:{introduction.key}") or (
        introduction.pathway_id is not None and came_by_page(actor, introduction.person_id)
    )


def can_say_how_it_went(actor: Actor, introduction: Introduction) -> bool:
    """The person introduced and the contact, by the links of their letters."""
    return came_for(actor, f"introduced:{introduction.key}")


def can_answer_meeting(actor: Actor, side: MeetingSide) -> bool:
    """Whoever came by the link of a letter about it, or by that to the person's page."""
    return came_for(actor, f"meeting:{side.key}") or came_by_page(actor, side.person_id)


def can_answer_promise(actor: Actor, promise: Promise) -> bool:
    """Whoever came by the link of the letter that brought it back, or by that to the page."""
    return came_for(actor, f"promise_back:{promise.key}") or came_by_page(actor, promise.person_id)
