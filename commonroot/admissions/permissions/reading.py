"""Who may read applications, and who may see what was said of which."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.admissions.models import Application, Call, Criterion, Reviewer, ReviewPhase
from commonroot.admissions.queries import panel, reading


@by_sign_in
def can_see_applications(actor: Actor, call: Call) -> bool:
    """Organisers and student liaison of the circle that runs the programme; not the panel."""
    within = call.programme.run_by_id
    return holds(actor, Permission.SEE_DESK) and holds(
        actor, Permission.READ_APPLICATIONS, within=within
    )


@by_sign_in
def can_see_application(actor: Actor, application: Application) -> bool:
    """Whoever sees the applications of its call, unless the person paused: also a row that they
    must not judge, without what was said of it.
    """
    return application.person.frozen_at is None and can_see_applications(actor, application.call)


@by_sign_in
def can_run_panel(actor: Actor, call: Call) -> bool:
    """Organisers of the circle that runs the programme: readers, rubric, phases, giving out."""
    within = call.programme.run_by_id
    return can_see_applications(actor, call) and holds(
        actor, Permission.EDIT_PROGRAMMES, within=within
    )


@by_sign_in
def can_change_line(actor: Actor, criterion: Criterion) -> bool:
    """Whoever runs the panel of its call."""
    return can_run_panel(actor, criterion.call)


@by_sign_in
def can_change_phase(actor: Actor, phase: ReviewPhase) -> bool:
    """Whoever runs the panel of its call."""
    return can_run_panel(actor, phase.call)


@by_sign_in
def can_export_applications(actor: Actor, call: Call) -> bool:
    """Organisers there who may take lists along."""
    within = call.programme.run_by_id
    return can_see_applications(actor, call) and holds(actor, Permission.EXPORT, within=within)


@by_sign_in
def can_open_reading(actor: Actor) -> bool:
    """Everybody who reads applications somewhere: their own queue."""
    return actor.account_id is not None and holds(actor, Permission.READ_APPLICATIONS)


@by_sign_in
def can_read_as(actor: Actor, reviewer: Reviewer) -> bool:
    """The reader themself, while they are on the panel and may read in that circle."""
    within = reviewer.call.programme.run_by_id
    return (
        actor.account_id is not None
        and actor.account_id == reviewer.account_id
        and reviewer.ended_at is None
        and holds(actor, Permission.READ_APPLICATIONS, within=within)
    )


@by_sign_in
def may_read(actor: Actor, application: Application) -> bool:
    """Organisers and student liaison read every application that was handed in, unless the person
    paused; who reads on the panel those that were given to them, never one they must not judge.
    """
    if application.state == Application.State.DRAFT or application.person.frozen_at is not None:
        return False
    if can_see_applications(actor, application.call):
        return True
    reader = panel.reader_of(application.call, account=actor.account_id)
    return (
        reader is not None
        and can_read_as(actor, reader)
        and panel.has_to_read(reader, application)
        and not is_conflicted(actor, application)
    )


@by_sign_in
def may_judge(actor: Actor, application: Application) -> bool:
    """Whoever may read it, unless it is their own, of their own organisation, or they said that
    they must not: then points, notes and decisions of this one do not exist for them.
    """
    return may_read(actor, application) and not is_conflicted(actor, application)


def is_conflicted(actor: Actor, application: Application) -> bool:
    """Whether `actor` must not judge this one: organisers too."""
    one = Application.objects.filter(pk=application.pk)
    return bool(reading.conflicted(one, actor=actor))


@by_sign_in
def can_see_circumstances(actor: Actor, application: Application) -> bool:
    """What somebody says about money and visa: organisers and student liaison, never the panel."""
    return can_see_applications(actor, application.call) and may_read(actor, application)
