"""Who may do what with programmes."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.people.permissions import SCHOOL_ONLY, came_for
from commonroot.programmes.models import (
    Commitment,
    DateChange,
    DateWish,
    Enquiry,
    Material,
    Presenter,
    Programme,
    Session,
)


@by_sign_in
def can_edit_programme(actor: Actor, programme: Programme) -> bool:
    """Those whose mandate lets them edit programmes, in the team that runs it."""
    return holds(actor, Permission.EDIT_PROGRAMMES, within=programme.run_by_id)


@by_sign_in
def can_edit_session(actor: Actor, session: Session) -> bool:
    """Whoever may edit its programme."""
    return can_edit_programme(actor, session.programme)


@by_sign_in
def can_put_dates_back(actor: Actor, change: DateChange) -> bool:
    """Whoever may edit the programme whose dates were changed."""
    return can_edit_programme(actor, change.programme)


@by_sign_in
def can_edit_presenter(actor: Actor, presenter: Presenter) -> bool:
    """Whoever may edit the programme that somebody was invited to."""
    return can_edit_programme(actor, presenter.session.programme)


@by_sign_in
def can_edit_commitment(actor: Actor, commitment: Commitment) -> bool:
    """Whoever may edit the programme it was made for."""
    return can_edit_programme(actor, commitment.programme)


def can_answer_as_presenter(actor: Actor, presenter: Presenter) -> bool:
    """Whoever came by the link of the letter that invited them."""
    return came_for(actor, f"presenting:{presenter.key}")


def can_drop_wish(actor: Actor, wish: DateWish) -> bool:
    """Whoever came by the link of the letter that kept their wish."""
    return came_for(actor, f"date_wish:{wish.key}")


@by_sign_in
def can_change_material(actor: Actor, material: Material) -> bool:
    """Whoever may edit its programme."""
    return can_edit_programme(actor, material.programme)


@by_sign_in
def can_make_programmes(actor: Actor) -> bool:
    """Whoever edits the programmes of the whole school."""
    return holds(actor, Permission.EDIT_PROGRAMMES)


@by_sign_in
def can_answer_enquiries(actor: Actor, enquiry: Enquiry | None = None) -> bool:
    """Whoever answers what people ask: in the team it was given to, else in the one that runs the
    programme they asked about.

    Questions about none are the school's own. Which of them the inbox shows: `open_enquiries`.
    """
    if enquiry is None:
        return holds(actor, Permission.ANSWER_QUESTIONS)
    run_by = enquiry.programme.run_by_id if enquiry.programme is not None else SCHOOL_ONLY
    return holds(actor, Permission.ANSWER_QUESTIONS, within=enquiry.team_id or run_by)


@by_sign_in
def can_see_mailbox(actor: Actor) -> bool:
    """Whoever answers the school's own questions sees whether its mailbox is read."""
    return holds(actor, Permission.ANSWER_QUESTIONS, within=SCHOOL_ONLY)


def can_read_own_question(actor: Actor, enquiry: Enquiry) -> bool:
    """Whoever came by the link of the letter that answered it."""
    return came_for(actor, f"enquiry:{enquiry.key}")
