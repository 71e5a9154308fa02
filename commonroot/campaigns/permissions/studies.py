"""Who may write, read before they are public, and publish case studies; who says how they stand."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.campaigns.models import CaseStudy, StudyPerson
from commonroot.people.permissions import came_by_page, came_for
from commonroot.programmes.models import Session

SEEN_BY_ORGANISERS = (
    CaseStudy.State.ASKED,
    CaseStudy.State.PUBLISHED,
    CaseStudy.State.WITHDRAWN,
)


@by_sign_in
def can_write_studies(actor: Actor) -> bool:
    """Whoever changes programmes, of the school or a team: the library is everybody's."""
    return holds(actor, Permission.EDIT_PROGRAMMES)


@by_sign_in
def can_edit_study(actor: Actor, study: CaseStudy) -> bool:
    """Whoever changes programmes; of one that a team tells, once it was handed over, and where the
    team's course is run.
    """
    if study.campaign is None:
        return can_write_studies(actor)
    programme = study.campaign.programme
    within = programme.run_by_id if programme is not None else None
    return study.state in SEEN_BY_ORGANISERS and holds(
        actor, Permission.EDIT_PROGRAMMES, within=within
    )


@by_sign_in
def can_choose_studies(actor: Actor, session: Session) -> bool:
    """Whoever changes the programme of the session."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=session.programme.run_by_id)


def can_say_how_they_stand(actor: Actor, place: StudyPerson) -> bool:
    """Whoever it is, for themself: by the link of the letter that asks, or that to their page."""
    return came_for(actor, f"study_person:{place.key}") or came_by_page(actor, place.person_id)
