"""Who may open the pages of the desk that show several areas."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.permissions import can_open_desk
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.admissions.permissions.reading import can_open_reading
from commonroot.circles.models import Circle
from commonroot.groups.permissions.space import can_open_own_groups
from commonroot.messaging.models import Letter
from commonroot.people.models import Membership, Organisation, Person
from commonroot.people.permissions import SCHOOL_ONLY, can_edit_register, can_see_register
from commonroot.programmes.models import Programme
from commonroot.registration.permissions import can_open_my_page


@by_sign_in
def can_see_letters(actor: Actor, letter: Letter | None = None) -> bool:
    """Whoever writes letters for the school itself: the outbox holds everybody's."""
    return holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY)


@by_sign_in
def can_see_programme(actor: Actor, programme: Programme) -> bool:
    """Whoever may see who comes, in the school or the team that runs it."""
    return can_open_desk(actor) and holds(actor, Permission.SEE_ROSTER, within=programme.run_by_id)


@by_sign_in
def can_open_person(actor: Actor, person: Person) -> bool:
    """Organisers of the school, and whoever may see who comes to something.

    What of the person opens then, if anything, the gate says: `queries.person.reach`.
    """
    return can_see_register(actor) or holds(actor, Permission.SEE_ROSTER)


@by_sign_in
def can_see_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Whoever sees the register."""
    return can_see_register(actor)


@by_sign_in
def can_see_circle(actor: Actor, circle: Circle) -> bool:
    """Whoever sees the register; the school and its teams are no such circle."""
    return circle.kind in {"country", "theme", "region"} and can_see_register(actor)


@by_sign_in
def can_change_part(actor: Actor, membership: Membership) -> bool:
    """Whoever may change the register."""
    return can_edit_register(actor)


@by_sign_in
def can_see_numbers(actor: Actor) -> bool:
    """Circle contacts and regions, each for their own countries: numbers, never people."""
    return holds(actor, Permission.SEE_COUNTS)


@by_sign_in
def can_begin(actor: Actor) -> bool:
    """Whoever finds something after signing in: the desk, numbers, applications to read, or a
    group they lead.
    """
    own = can_open_reading(actor) or can_open_own_groups(actor)
    return can_open_desk(actor) or can_see_numbers(actor) or own


@by_sign_in
def can_see_programme_trail(actor: Actor, programme: Programme) -> bool:
    """Who runs a programme sees what was done in it, by whom."""
    return holds(actor, Permission.SEE_TRAIL, within=programme.run_by_id)


@by_sign_in
def can_see_trail(actor: Actor) -> bool:
    """Organisers of the school itself see everything that was done."""
    return holds(actor, Permission.SEE_TRAIL, within=SCHOOL_ONLY)


def can_choose_themes(actor: Actor) -> bool:
    """Whoever holds the link of a letter about it, or of their own page."""
    asked = actor.scope == "answer" and actor.thing.startswith("themes:")
    return actor.person_id is not None and (asked or can_open_my_page(actor))
