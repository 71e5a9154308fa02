"""How places of a session are given: set by its organisers, counted anew at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.text import for_quotes
from commonroot.programmes.actions import edit_session, pages_changed
from commonroot.programmes.models import Session
from commonroot.registration import queries, rules
from commonroot.registration.actions import places
from commonroot.registration.models import Door, Quota, Registration


class NotPlaces(Refused):
    """The numbers contradict each other."""


@dataclass(frozen=True)
class Kept:
    """One quota as organisers set it; `countries` and `circle` as its kind needs."""

    kind: str
    kept: int = 0
    at_most: int | None = None
    countries: tuple[str, ...] = ()
    circle: Circle | None = None


@transaction.atomic
def set_door(*, session: Session, by: Actor, at: datetime, **door: Any) -> Door:
    """Set how places are given; `door` are fields of Door. Raises NotPlaces."""
    opens, closes = door.get("opens_at"), door.get("closes_at")
    if opens is not None and closes is not None and closes <= opens:
        raise NotPlaces(_("Registration would close before it opens."))
    session = places.locked(session)
    found, _made = Door.objects.update_or_create(session=session, defaults=door)
    note("door set", session, by=by, at=at)
    pages_changed()
    return found


@transaction.atomic
def set_who_comes(*, session: Session, changes: Mapping[str, Any], by: Actor, at: datetime) -> bool:
    """Change for whom a session is and when its link opens; whether anything differed.

    `changes` are open_to, members_until and join_opens_minutes; what is missing stays. Raises
    NotPlaces.
    """
    session = places.locked(session)
    changes = dict(changes)
    if "open_to" in changes:
        until = changes.get("members_until")
        if changes["open_to"] != Session.OpenTo.FIRST:
            changes["members_until"] = None
        elif until is None:
            raise NotPlaces(_("Say until when places are for members alone."))
        elif session.starts_at is not None and until >= session.starts_at:
            raise NotPlaces(_("Members would come first until after the session has begun."))
    return edit_session(session=session, changes=changes, by=by, at=at)


@transaction.atomic
def set_quotas(*, session: Session, quotas: Sequence[Kept], by: Actor, at: datetime) -> list[Quota]:
    """Put these quotas in place of those before, and count every claim anew. Raises NotPlaces.

    Nobody loses a place: a quota that is over its limit only takes nobody more.
    """
    session = places.locked(session)
    kept = sum(one.kept for one in quotas)
    if session.places is not None and kept > session.places:
        raise NotPlaces(
            _("%(kept)s places would be kept, of %(places)s there are.")
            % {"kept": kept, "places": session.places}
        )
    if any(one.at_most is not None and one.at_most < one.kept for one in quotas):
        raise NotPlaces(_("More places would be kept for some than they may have at most."))
    Quota.objects.filter(session=session).delete()
    made = [
        Quota.objects.create(
            session=session,
            position=position,
            kind=one.kind,
            kept=one.kept,
            at_most=one.at_most,
            countries=list(one.countries),
            circle=one.circle,
        )
        for position, one in enumerate(quotas)
    ]
    _count_anew(session, at=at)
    note("quotas set", session, by=by, at=at, facts={"quotas": len(made)})
    return made


def _count_anew(session: Session, *, at: datetime) -> None:
    claims = Registration.objects.filter(session=session, state__in=rules.CLAIMING)
    for claim in claims.select_related("person"):
        quota = queries.quota_of(claim.person, session, at=at)
        if claim.quota_id != (quota.pk if quota else None):
            claim.quota = quota
            claim.save(update_fields=["quota"])


@transaction.atomic
def set_how_places_are_given(
    *,
    session: Session,
    quotas: Sequence[Kept],
    by: Actor,
    at: datetime,
    who_comes: Mapping[str, Any] | None = None,
    **door: Any,
) -> None:
    """Set door, quotas and `who_comes` together, all or nothing. Raises NotPlaces."""
    set_who_comes(session=session, changes=who_comes or {}, by=by, at=at)
    set_door(session=session, by=by, at=at, **door)
    set_quotas(session=session, quotas=quotas, by=by, at=at)


MOMENTS = ("opens_at", "closes_at", "members_until")


@transaction.atomic
def set_for_all(
    *,
    session: Session,
    quotas: Sequence[Kept],
    by: Actor,
    at: datetime,
    who_comes: Mapping[str, Any] | None = None,
    **door: Any,
) -> int:
    """Set it so for `session` and the same for all coming sessions of its programme, all or
    nothing; for how many. Moments keep their distance to the start. Raises NotPlaces, naming the
    session.
    """
    coming = queries.sessions_to_come(session, at=at)
    for one in coming:
        try:
            set_how_places_are_given(
                session=one,
                quotas=quotas,
                who_comes=_moved(who_comes or {}, of=session, to=one),
                by=by,
                at=at,
                **_moved(door, of=session, to=one),
            )
        except NotPlaces as refusal:
            raise NotPlaces(
                _("“%(title)s”: %(why)s Nothing was changed.")
                % {"title": for_quotes(str(one.title)), "why": refusal}
            ) from refusal
    return len(coming)


def _moved(values: Mapping[str, Any], *, of: Session, to: Session) -> dict[str, Any]:
    """The same with its moments as far from the start of one session as they are from another's;
    where one has no hour they say nothing.
    """
    if of.pk == to.pk:
        return dict(values)
    moved = dict(values)
    apart = to.starts_at - of.starts_at if to.starts_at and of.starts_at else None
    for name in MOMENTS:
        if values.get(name) is not None:
            moved[name] = values[name] + apart if apart is not None else None
    if moved.get("open_to") == Session.OpenTo.FIRST and moved.get("members_until") is None:
        del moved["open_to"], moved["members_until"]
    return moved
