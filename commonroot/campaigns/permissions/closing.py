"""Who makes the closing gathering of a course, and who reads what its campaigns bring."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.campaigns.models import ClosingGathering, Member
from commonroot.campaigns.queries.reading import programmes_of
from commonroot.people.models import Link
from commonroot.programmes.models import Programme

# The answer links of letters that go to the people of a course.
OF_A_COURSE = ("closing", "campaign", "telling", "group", "group_report", "preparing")


@by_sign_in
def can_hold_closing(actor: Actor, programme: Programme) -> bool:
    """Whoever changes the programme."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=programme.run_by_id)


@by_sign_in
def can_read_gathering(actor: Actor, gathering: ClosingGathering) -> bool:
    """Once it is opened, everybody of the course; its organisers before, too."""
    if can_hold_closing(actor, gathering.programme):
        return True
    return gathering.shown_at is not None and is_of_course(actor, gathering.programme)


def is_of_course(actor: Actor, programme: Programme) -> bool:
    """Whoever took part in the course or is in a team of it: by a link of theirs, or signed in."""
    kind = actor.thing.partition(":")[0]
    comes = actor.kind == "account" or (
        actor.kind == "link" and (actor.scope == Link.Scope.PAGE or kind in OF_A_COURSE)
    )
    if not comes or actor.person_id is None:
        return False
    teams = Member.objects.filter(
        person=actor.person_id, left_at=None, joined_at__isnull=False, campaign__programme=programme
    )
    return teams.exists() or programmes_of(actor.person_id).filter(pk=programme.pk).exists()
