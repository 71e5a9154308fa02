"""Who prepares for a course, and who sees how far they are."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.admissions.models import Application, Call, Offer, Preparation, Prepared
from commonroot.admissions.permissions.choosing import can_choose
from commonroot.admissions.queries import preparing
from commonroot.people.models import Link
from commonroot.programmes.models import Programme


def can_prepare(actor: Actor, application: Application) -> bool:
    """Whoever comes by it: by a link to their page, from a letter about preparing, or about the
    place they said yes to.
    """
    if actor.kind != "link" or not preparing.comes_by(actor.person_id, application):
        return False
    if actor.scope == Link.Scope.PAGE or actor.thing == f"preparing:{application.key}":
        return True
    kind, _colon, key = actor.thing.partition(":")
    return kind == "offer" and Offer.objects.filter(key=key, application=application).exists()


@by_sign_in
def can_see_preparing(actor: Actor, call: Call) -> bool:
    """Organisers and student liaison of the circle that runs the course; also their journeys."""
    return can_choose(actor, call)


@by_sign_in
def can_export_preparing(actor: Actor, call: Call) -> bool:
    """Those of them who may take lists along."""
    within = call.programme.run_by_id
    return can_see_preparing(actor, call) and holds(actor, Permission.EXPORT, within=within)


def prepares(actor: Actor, programme: Programme) -> bool:
    """Whether a programme's page leads there: where people apply for it."""
    call = Call.objects.filter(programme=programme).select_related("programme").first()
    return call is not None and can_see_preparing(actor, call)


@by_sign_in
def can_change_preparation(actor: Actor, preparation: Preparation) -> bool:
    """The same people say what is asked."""
    return can_see_preparing(actor, preparation.call)


@by_sign_in
def can_look_at_prepared(actor: Actor, prepared: Prepared) -> bool:
    """What somebody wrote: organisers and student liaison, unless the person paused."""
    shown = prepared.person.frozen_at is None
    return shown and can_see_preparing(actor, prepared.preparation.call)


@by_sign_in
def can_read_prepared(actor: Actor, prepared: Prepared) -> bool:
    """What somebody sent: they themselves, and whoever may look at what they wrote."""
    own = actor.person_id == prepared.person_id and can_prepare(actor, prepared.application)
    return own or can_look_at_prepared(actor, prepared)
