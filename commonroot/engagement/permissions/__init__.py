"""Who may do what in the years after a course."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.engagement.models import (
    CircleLetter,
    FollowUp,
    Introduction,
    Participation,
    Project,
    Wave,
)
from commonroot.engagement.permissions.circle_desk import is_circle
from commonroot.people.permissions import came_by_page, came_for
from commonroot.programmes.models import Programme


@by_sign_in
def can_follow_programme(actor: Actor, programme: Programme) -> bool:
    """Those whose mandate lets them edit programmes, in the team that runs it: its people are
    theirs.
    """
    return holds(actor, Permission.EDIT_PROGRAMMES, within=programme.run_by_id)


@by_sign_in
def can_follow_project(actor: Actor, project: Project) -> bool:
    """Whoever follows its programme."""
    return can_follow_programme(actor, project.programme)


@by_sign_in
def can_follow_wave(actor: Actor, wave: Wave) -> bool:
    """Whoever follows its programme."""
    return can_follow_programme(actor, wave.programme)


@by_sign_in
def can_write_letters(actor: Actor, programme: Programme) -> bool:
    """Those whose mandate lets them write letters, in the team that runs the programme."""
    return holds(actor, Permission.WRITE_LETTERS, within=programme.run_by_id)


@by_sign_in
def can_write_letter(actor: Actor, letter: CircleLetter) -> bool:
    """Whoever writes the letters of its programme."""
    return can_write_letters(actor, letter.programme)


def can_open_circle_letter(actor: Actor, letter: CircleLetter) -> bool:
    """Whoever came by the link of that very letter, or is its circle, once it was sent."""
    if letter.state == CircleLetter.State.DRAFT:
        return False
    return came_for(actor, f"circle_letter:{letter.key}") or is_circle(actor, letter.circle)


def can_answer_follow_up(actor: Actor, follow_up: FollowUp) -> bool:
    """Whoever came by its link, or by the link to the page of the person it asks."""
    return came_for(actor, f"follow_up:{follow_up.key}") or came_by_page(actor, follow_up.person_id)


def can_write_promise(actor: Actor, participation: Participation) -> bool:
    """Whoever came by its link, or by the link to the page of that person."""
    return came_for(actor, f"promise:{participation.key}") or came_by_page(
        actor, participation.person_id
    )


def can_answer_questions(actor: Actor, participation: Participation) -> bool:
    """Whoever came by the link of the letter that asked."""
    return came_for(actor, f"questions:{participation.key}")


def can_answer_introduction(actor: Actor, introduction: Introduction) -> bool:
    """Whoever came by the link of the letter that asked, or by the link to the page of that
    person.
    """
    return came_for(actor, f"introduction:{introduction.key}") or came_by_page(
        actor, introduction.person_id
    )
