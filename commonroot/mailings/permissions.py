"""Who writes to many, who lets such letters leave, and who reads what was sent to them."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.mailings.models import Group, Mailing, Recipient, Template
from commonroot.people.models import Link
from commonroot.people.permissions import SCHOOL_ONLY, came_by_page, came_for


@by_sign_in
def can_write_to_many(actor: Actor, mailing: Mailing | None = None) -> bool:
    """Whoever writes letters for the school itself: such letters go to people of all courses."""
    return holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY)


@by_sign_in
def can_let_leave(actor: Actor, mailing: Mailing) -> bool:
    """The same, for letters that somebody else sent."""
    return can_write_to_many(actor) and mailing.asked_by != f"{actor.kind}:{actor.key}"


@by_sign_in
def can_word(actor: Actor, template: Template | None = None) -> bool:
    """Whoever writes letters for the school words what they begin from."""
    return can_write_to_many(actor)


@by_sign_in
def can_keep_groups(actor: Actor, group: Group | None = None) -> bool:
    """Whoever writes letters for the school makes and closes the groups of its alumni."""
    return can_write_to_many(actor)


def can_read(actor: Actor, recipient: Recipient) -> bool:
    """Whom a letter was for, by its own link or the link to their page."""
    of = recipient.person_id
    own = actor.person_id == of and came_for(actor, f"mailing:{recipient.key}")
    return own or came_by_page(actor, of)


def can_choose_groups(actor: Actor) -> bool:
    """Whoever comes by the link to their page, or by that of a letter to many."""
    if actor.kind != "link" or actor.person_id is None:
        return False
    by_letter = actor.scope == Link.Scope.ANSWER and actor.thing.startswith("mailing:")
    return by_letter or actor.scope == Link.Scope.PAGE
