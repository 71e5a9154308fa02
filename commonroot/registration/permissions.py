"""Who may see and change places."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.people.permissions import came_by_page, came_for, can_edit_register
from commonroot.programmes.models import Material, Programme, Question, Session
from commonroot.programmes.permissions import can_edit_programme
from commonroot.registration import queries
from commonroot.registration.models import (
    Certificate,
    FeedbackAsked,
    Message,
    Registration,
    Report,
)


@by_sign_in
def can_see_roster(actor: Actor, session: Session) -> bool:
    """Those whose mandate lets them see rosters, in the team that runs the programme."""
    return holds(actor, Permission.SEE_ROSTER, within=session.programme.run_by_id)


@by_sign_in
def can_give_places(actor: Actor, session: Session) -> bool:
    """Those whose mandate lets them give places, in the team that runs the programme."""
    return holds(actor, Permission.GIVE_PLACES, within=session.programme.run_by_id)


@by_sign_in
def can_export_registrations(actor: Actor, session: Session) -> bool:
    """Those whose mandate lets them take lists along, in the team that runs the programme."""
    within = session.programme.run_by_id
    return can_see_roster(actor, session) and holds(actor, Permission.EXPORT, within=within)


@by_sign_in
def can_see_report(actor: Actor, report: Report) -> bool:
    """Whoever may tick who came to its session."""
    return can_see_roster(actor, report.session)


def can_see_needs(actor: Actor, session: Session) -> bool:
    """What somebody needs to take part is read by those who give the places and prepare them."""
    return can_give_places(actor, session)


@by_sign_in
def can_settle_pair(actor: Actor, registration: Registration) -> bool:
    """Whoever may edit the school's register says whether two are one person, while that is open.

    A team alone does not: whom they may be need have nothing to do with its programmes. Nor is
    anybody shown who paused everything.
    """
    known = registration.may_be
    return known is not None and known.frozen_at is None and can_edit_register(actor)


@by_sign_in
def can_change_question(actor: Actor, question: Question) -> bool:
    """Whoever gives the places of the session in which it is asked."""
    return can_give_places(actor, question.session)


@by_sign_in
def can_see_claim(actor: Actor, registration: Registration) -> bool:
    """Whoever gives places there reads what was answered, unless the person is on no list."""
    return can_give_places(actor, registration.session) and registration.person.frozen_at is None


@by_sign_in
def can_write_to(actor: Actor, session: Session) -> bool:
    """Those whose mandate lets them write letters, in the team that runs the programme."""
    return holds(actor, Permission.WRITE_LETTERS, within=session.programme.run_by_id)


@by_sign_in
def can_see_message(actor: Actor, message: Message) -> bool:
    """Whoever may write to that session."""
    return can_write_to(actor, message.session)


@by_sign_in
def can_see_brought(actor: Actor, programme: Programme) -> bool:
    """Whoever sees who comes to the sessions of the programme."""
    return holds(actor, Permission.SEE_ROSTER, within=programme.run_by_id)


def can_open_my_page(actor: Actor) -> bool:
    """Whoever came by a link to their page."""
    return actor.kind == "link" and actor.scope == "page"


def is_theirs(actor: Actor, registration: Registration) -> bool:
    """The person themself, by a link to their page."""
    return came_by_page(actor, registration.person_id)


@by_sign_in
def can_read_material(actor: Actor, material: Material) -> bool:
    """Whoever has or had a place where it belongs, by a link to their page; and the organisers."""
    if can_edit_programme(actor, material.programme):
        return True
    return (
        can_open_my_page(actor)
        and material.programme.published_at is not None
        and queries.takes_part(
            actor.person_id, session=material.session_id, programme=material.programme_id
        )
    )


@by_sign_in
def can_give_certificates(actor: Actor, programme: Programme) -> bool:
    """Those whose mandate lets them give places, in the team that runs the programme."""
    return holds(actor, Permission.GIVE_PLACES, within=programme.run_by_id)


def can_open_certificate(actor: Actor, certificate: Certificate) -> bool:
    """The person themself: by the link of its letter, or by a link to their page."""
    return came_for(actor, f"certificate:{certificate.key}") or (
        can_open_my_page(actor) and actor.person_id == certificate.person_id
    )


@by_sign_in
def can_print_certificate(actor: Actor, certificate: Certificate) -> bool:
    """The person themself, or whoever gives certificates of the programme, where it has a name."""
    if certificate.revoked_at is not None:
        return False
    return can_open_certificate(actor, certificate) or (
        bool(certificate.name) and can_give_certificates(actor, certificate.programme)
    )


def can_say_feedback(actor: Actor, asked: FeedbackAsked) -> bool:
    """Whoever came by the link of the letter that asks."""
    return came_for(actor, f"feedback:{asked.key}")
