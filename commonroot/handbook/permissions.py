"""Who reads the handbook, and who writes in it."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.handbook.models import ChapterTemplate, CheckItem
from commonroot.programmes.models import Programme


@by_sign_in
def can_read_handbook(actor: Actor, programme: Programme) -> bool:
    """What a course answers: everybody at the desk of the team that runs it."""
    return holds(actor, Permission.SEE_DESK, within=programme.run_by_id)


@by_sign_in
def can_write_handbook(actor: Actor, programme: Programme) -> bool:
    """Whoever edits the course answers, confirms and keeps its list."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=programme.run_by_id)


@by_sign_in
def can_change_item(actor: Actor, item: CheckItem) -> bool:
    """Whoever keeps the list of its course."""
    return can_write_handbook(actor, item.programme)


@by_sign_in
def can_open_handbook(actor: Actor) -> bool:
    """The chapters without a course: everybody at the desk."""
    return holds(actor, Permission.SEE_DESK)


@by_sign_in
def can_keep_templates(actor: Actor, template: ChapterTemplate | None = None) -> bool:
    """Texts of the school: whoever edits programmes anywhere; they are everybody's."""
    return holds(actor, Permission.EDIT_PROGRAMMES)
