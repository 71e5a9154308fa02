"""Who may do what at the close of a course, and with what people made there."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.engagement.models import ChangeCard, Experience, Maker, Participation, Project
from commonroot.engagement.queries.gallery import is_public
from commonroot.engagement.queries.letters import letter as letter_of
from commonroot.engagement.rules.closing import shows_picture
from commonroot.people.models import Link
from commonroot.people.permissions import came_by_page, came_for


@by_sign_in
def can_follow_card(actor: Actor, card: ChangeCard) -> bool:
    """Whoever follows the programme that asks for the change."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=card.programme.run_by_id)


@by_sign_in
def can_follow_account(actor: Actor, experience: Experience) -> bool:
    """Whoever follows the programme it tells of."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=experience.programme.run_by_id)


def can_say_of_course(actor: Actor, participation: Participation) -> bool:
    """Whoever came by the link of the letter that asks for a promise, or that to their page."""
    return came_for(actor, f"promise:{participation.key}") or came_by_page(
        actor, participation.person_id
    )


def can_decide_naming(actor: Actor, maker: Maker) -> bool:
    """Each maker for themself: by the link of the letter that asks, or the link to their page."""
    return came_for(actor, f"made:{maker.key}") or came_by_page(actor, maker.person_id)


def can_write_account(actor: Actor, experience: Experience) -> bool:
    """Whoever was asked for it: by the link of the letter, or the link to their page."""
    return came_for(actor, f"experience:{experience.key}") or came_by_page(
        actor, experience.person_id
    )


def can_see_picture(actor: Actor, project: Project) -> bool:
    """The team; its makers by their link; a circle whose letter tells of it, and everybody once it
    is in the gallery: both only when nobody's face is in it against their will.
    """
    if holds(actor, Permission.EDIT_PROGRAMMES, within=project.programme.run_by_id):
        return True
    if _is_makers(actor, project):
        return True
    if not shows_picture(project.faces):
        return False
    shown = project.gallery_at is not None and project.programme.published_at is not None
    return _is_told_of(actor, project) or (shown and is_public(project))


def _is_makers(actor: Actor, project: Project) -> bool:
    if actor.kind != "link" or actor.person_id is None:
        return False
    return project.makers.filter(person_id=actor.person_id).exists()


def _is_told_of(actor: Actor, project: Project) -> bool:
    kind, _colon, key = (actor.thing or "").partition(":")
    if actor.scope != Link.Scope.ANSWER or kind != "circle_letter":
        return False
    letter = letter_of(key)
    works = (letter.facts or {}).get("works", ()) if letter is not None else ()
    return any(work["key"] == project.key for work in works)
